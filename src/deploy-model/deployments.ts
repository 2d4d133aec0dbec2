import { AssayError } from '../errors.ts'
import type { DeploymentState, Deployments } from '../forge/deployments.ts'
import type { Digest } from '../record/digest.ts'
import type { Runner } from '../runner/runner.ts'

type Here = Pick<Runner, 'log' | 'url'>

export interface Announced {
  readonly name: string
  readonly version: string
  readonly modelDigest: Digest
  readonly sourceSha: string
  readonly environment: string
  readonly predecessor?: string
  readonly isRollback: boolean
}

/**
 * Makes the forge's own record of a deployment that begins. A token that may not is no reason to deploy nothing: then
 * there is a warning, and no record.
 */
export async function announce(
  deployments: Deployments,
  { name, version, modelDigest, sourceSha, environment, predecessor, isRollback }: Announced,
  { log, url }: Here,
): Promise<number | undefined> {
  try {
    const { id } = await deployments.create({
      ref: sourceSha,
      environment,
      task: isRollback ? 'deploy:rollback' : 'deploy',
      description: `${name} ${version}`,
      payload: { name, version, model_digest: modelDigest, ...(predecessor && { predecessor }) },
      production: environment === 'production',
    })
    await deployments.setState(id, 'in_progress', `${name} ${version} is being started`, url)
    return id
  } catch (error) {
    if (!(error instanceof AssayError) || error.code !== 'permission-denied') throw error
    log.warning(`GitHub keeps no record of this deployment: ${error.message} ${error.hint}`)
    return undefined
  }
}

/** Says how it ended. The verdict stands whether or not this can be said. */
export async function report(
  deployments: Deployments,
  id: number,
  state: DeploymentState,
  description: string,
  { log, url }: Here,
): Promise<void> {
  await quietly(log, () => deployments.setState(id, state, description, url))
}

/** How many deployments before are looked at. */
const lookedAt = 10

/** GitHub retires no deployment of a production environment by itself: those of this model that came before are over. */
export async function retirePredecessors(
  deployments: Deployments,
  { id, name, environment }: { id: number; name: string; environment: string },
  { log, url }: Here,
): Promise<void> {
  await quietly(log, async () => {
    const ours = (await deployments.list(environment)).filter(
      (one) => one.id !== id && (one.payload as { name?: unknown } | null | undefined)?.name === name,
    )
    for (const before of ours.slice(0, lookedAt)) {
      const state = await deployments.latestState(before.id)
      if (state === 'success' || state === 'in_progress')
        await deployments.setState(before.id, 'inactive', 'Replaced', url)
    }
  })
}

async function quietly(log: Here['log'], say: () => Promise<void>): Promise<void> {
  try {
    await say()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    log.warning(`GitHub's record of the deployment is not up to date: ${error.message} ${error.hint}`)
  }
}
