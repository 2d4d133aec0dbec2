import { AssayError, outsideError } from '../errors.ts'
import type { DeploymentState } from '../forge/deployments.ts'
import { openRegistry } from '../registry/open.ts'
import type { Registry } from '../registry/registry.ts'
import type { Planned, Ports } from '../stage/stage.ts'
import type { DeployContext, Deploying } from './context.ts'
import { report, retirePredecessors } from './deployments.ts'
import { removeOthers } from './model-folder.ts'

/**
 * Names the version that serves by its alias, and tells the forge.
 * @param said of the version, where it is told: that it serves
 * @throws AssayError when the alias cannot be moved; the version serves nevertheless
 */
export async function goLive(
  { project }: Planned<DeployContext>,
  deploying: Deploying,
  said: string,
  ports: Ports,
): Promise<void> {
  const { name } = project.config
  const { environment, version, deploymentId, deployments, inUse } = deploying
  try {
    await moveAlias(name, deploying, await openRegistry(project, ports))
  } catch (error) {
    await told(
      deploying,
      'error',
      `${version} serves, but the alias ${environment} could not be moved`,
      ports,
    )
    if (!(error instanceof AssayError)) throw error
    throw outsideError(
      error.code,
      `${name} ${version} serves, but the alias ${environment} could not be moved: ${error.message}`,
      {
        hint: `${error.hint} Then run the deployment again.`,
        cause: error,
      },
    )
  }
  await told(deploying, 'success', `${name} ${version} ${said}`, ports)
  if (deploymentId !== undefined && ports.forge)
    await retirePredecessors(ports.forge.deployments, { id: deploymentId, name, environment }, ports.runner)
  await removeOthers(deployments, inUse)
}

/** @throws AssayError `alias-overtaken` when another deployment moved it since this one began, and what the registry throws */
async function moveAlias(
  name: string,
  { environment, version, previousVersion }: Deploying,
  registry: Registry,
): Promise<void> {
  const now = (await registry.aliases(name))[environment]
  if (now !== previousVersion && now !== version)
    throw outsideError(
      'alias-overtaken',
      `it named ${previousVersion ?? 'nothing'} when this deployment began and names ${now ?? 'nothing'} now, so that another version may have replaced it`,
      {
        hint: `Let jobs that deploy to ${environment} share a concurrency group.`,
      },
    )
  await registry.moveAlias(name, environment, version)
}

/** Tells the forge, where it has a record of this deployment. */
export async function told(
  { deploymentId }: Deploying,
  state: DeploymentState,
  description: string,
  { forge, runner }: Ports,
): Promise<void> {
  if (deploymentId !== undefined && forge)
    await report(forge.deployments, deploymentId, state, description, runner)
}
