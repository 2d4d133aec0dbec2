import { join } from 'node:path'
import type { Project } from '../config/project.ts'
import type { EnvironmentConfig } from '../config/schema.ts'
import { AssayError, configurationError } from '../errors.ts'
import { inadmissible } from '../registry/admission.ts'
import { follows } from '../registry/descent.ts'
import { demandAlias } from '../registry/names.ts'
import { openRegistry } from '../registry/open.ts'
import type { Registry, Version } from '../registry/registry.ts'
import { inputCalled } from '../stage/calling.ts'
import type { Plan, Planning, Ports } from '../stage/stage.ts'
import { chooseVersion } from './choose-version.ts'
import type { DeployContext, Facts } from './context.ts'
import { announce } from './deployments.ts'
import { unhealthy } from './health.ts'
import { modelFolderOf } from './model-folder.ts'
import { permissionOf } from './permission.ts'
import { type Cast, deploymentWork, type Servable } from './serving.ts'
import { currentSmoke, smokeAt } from './smoke-source.ts'
import { takenBack } from './taken-back.ts'

/** Everything that can be known or fetched beforehand is, the predecessor's model included: then only serving is left to fail. */
export async function plan({ project, own }: Planning, ports: Ports): Promise<Plan<DeployContext>> {
  const { runner } = ports
  const { config } = project
  const { name } = config
  const environment = own.environment?.trim() || 'production'
  const refuse = (refused: string, facts: Partial<Facts> = {}, remedy?: string) => ({
    context: { refused, facts: { environment, ...facts }, ...(remedy !== undefined && { remedy }) },
    work: [],
  })
  const called = inputCalled(runner.kind)
  const barred = inadmissible(runner, config.register.branches)
  if (barred) return refuse(barred)
  const target = environmentOf(project, environment)
  const registry = await openRegistry(project, ports)
  const [versions, aliases] = [await registry.versions(name), await registry.aliases(name)]
  const previousVersion = aliases[environment]
  const current = versions.find(({ version }) => version === previousVersion)
  const choice = await chooseVersion(name, own, versions, ports)
  if ('refused' in choice) return refuse(choice.refused, { ...(previousVersion && { previousVersion }) })
  const { version, isRollback, isNamed } = choice

  const facts = {
    environment,
    version: version.version,
    modelDigest: version.modelDigest,
    ...(previousVersion && { previousVersion }),
  }
  const backwards = isRollback ? undefined : await goesBack(version, current, previousVersion, ports)
  if (backwards)
    return refuse(backwards, facts, `To go back, set ${called('rollback-to')} to ${version.version}.`)
  const left = isNamed ? undefined : takenBack(version, await registry.history(name, environment), versions)
  if (left !== undefined)
    return refuse(
      `${environment} was taken back from ${left}${left === version.version ? '' : `, and ${version.version} is the same model`}`,
      facts,
      `To deploy it once more, set ${called('version')} to ${version.version}.`,
    )
  const permission = await permissionOf(registry, version, ports)
  if ('refused' in permission) return refuse(permission.refused, facts)
  const known: Facts = { ...facts, builtOn: permission.builtOn }

  const isCurrent = current?.version === version.version
  if (isCurrent && (await alreadyServes(version, versions, target)))
    return { context: { unchanged: known }, work: [] }
  const deployments = join(runner.home ?? runner.temp, 'deployments', name, environment)
  const cast = await castOf({ project, target, registry, version, current, isRollback, deployments }, ports)
  const { candidate, running, fallback } = cast
  const deploymentId =
    ports.forge && registry.kind === 'github'
      ? await announce(
          ports.forge.deployments,
          { ...version, environment, isRollback, ...(previousVersion && { predecessor: previousVersion }) },
          runner,
        )
      : undefined
  runner.log.info(
    `${environment}: ${name} ${version.version}, ${previousVersion ? `in place of ${previousVersion}` : 'the first there'}`,
  )
  return {
    context: {
      deploying: {
        ...known,
        isRollback,
        restorable: fallback !== undefined,
        unasked: {
          ...(candidate.unasked !== undefined && { candidate: candidate.unasked }),
          ...(fallback?.unasked !== undefined && { fallback: fallback.unasked }),
        },
        ...(deploymentId !== undefined && { deploymentId }),
        deployments,
        inUse: [candidate, running, fallback].flatMap((one) => one?.modelFolder ?? []),
      },
    },
    work: deploymentWork(
      { name, environment, root: project.root, target, versions: numbersOf(versions) },
      cast,
    ),
  }
}

/** @throws AssayError `no-environment` */
function environmentOf({ config, file }: Project, environment: string): EnvironmentConfig {
  demandAlias(environment)
  const target = Object.hasOwn(config.deploy, environment) ? config.deploy[environment] : undefined
  if (target) return target
  const known = Object.keys(config.deploy)
  throw configurationError('no-environment', `there is no deploy.${environment} to deploy to`, {
    hint:
      known.length > 0
        ? `The configuration knows ${known.join(', ')}.`
        : `Describe it under deploy: in the configuration.`,
    ...(file && { file }),
  })
}

/** Why this would put an older model live, as a sentence; undefined when it would not. */
async function goesBack(
  version: Version,
  current: Version | undefined,
  currentVersion: string | undefined,
  ports: Ports,
): Promise<string | undefined> {
  if (currentVersion === undefined) return undefined
  if (!current) return `the registry holds no version ${currentVersion}, which is live, to compare with`
  if (await follows(version, current, ports)) return undefined
  return `${version.version} (commit ${version.sourceSha}) does not come after ${current.version} (commit ${current.sourceSha}), which is live`
}

async function alreadyServes(
  { name, version }: Version,
  versions: readonly Version[],
  { health }: EnvironmentConfig,
): Promise<boolean> {
  const others = numbersOf(versions).filter((one) => one !== version)
  return (await unhealthy({ url: health, name, version, others })) === undefined
}

const numbersOf = (versions: readonly Version[]) => versions.map(({ version }) => version)

interface Scene {
  readonly project: Project
  readonly target: EnvironmentConfig
  readonly registry: Registry
  readonly version: Version
  readonly current: Version | undefined
  readonly isRollback: boolean
  readonly deployments: string
}

async function castOf(scene: Scene, ports: Ports): Promise<Cast> {
  const { project, target, registry, version, current, isRollback, deployments } = scene
  const recorded = async (one: Version) =>
    target.smoke === undefined ? {} : smokeAt(project, target.smoke, one.sourceSha, ports)
  const servable = async (one: Version, asked: Pick<Servable, 'smoke' | 'unasked'>): Promise<Servable> => ({
    version: one.version,
    modelFolder: await modelFolderOf(registry, one, deployments),
    ...asked,
  })
  const isNow = !isRollback && target.smoke !== undefined
  const candidate = await servable(
    version,
    isNow ? { smoke: await currentSmoke(project, target.smoke!) } : await recorded(version),
  )
  if (!current) return { candidate }
  if (current.version === version.version) return { candidate, running: candidate }
  const before = await servable(current, await recorded(current)).catch((error) => {
    // Away from a version that cannot even be fetched there must be a way.
    if (!isRollback || !(error instanceof AssayError)) throw error
    ports.runner.log.warning(`${current.version} could not be brought back if this fails: ${error.message}`)
    return undefined
  })
  return { candidate, ...(before && { running: before, fallback: before }) }
}
