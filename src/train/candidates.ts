import { AssayError } from '../errors.ts'
import { modelArtifact, modelBundles } from '../models/store.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Ports } from '../stage/stage.ts'
import { restoreModel } from './cached-model.ts'
import type { Candidate } from './context.ts'

/**
 * Trained models that may be taken instead of training: this run's own from an earlier attempt, and the base
 * baseline's. Where none can be had, it is trained; that is never an error.
 */
export async function candidatesFor(name: string, ports: Ports): Promise<Candidate[]> {
  const { runner, trust } = ports
  if (runner.run.sha === undefined || runner.run.dirty) return []
  const quietly = async <T>(find: () => Promise<T | undefined>): Promise<T | undefined> => {
    try {
      return await find()
    } catch (error) {
      if (!(error instanceof AssayError)) throw error
      runner.log.info(`No trained model can be taken from an earlier run: ${error.message}`)
      return undefined
    }
  }
  const own = await quietly(async () => {
    const train = await trust.ofThisRun(name, 'train')
    const found = train && train.record.run.sha === runner.run.sha ? candidate(train, 'this run') : undefined
    return found && (await hasArtifact(found, ports)) ? found : undefined
  })
  const base = await quietly(async () => {
    const gate = await trust.base(name, { registered: true, pending: 'pass' })
    if (gate.outcome !== 'found') return undefined
    const train = await trust.trainOf(gate.value)
    const found = train && candidate(train, gate.value.origin.description)
    // The first of equal ones is taken: the second need not be fetched from anywhere.
    if (!found || found.fingerprint === own?.fingerprint) return undefined
    return (await hasArtifact(found, ports)) ? found : fromCache(name, found, ports)
  })
  return [own, base].filter((found) => found !== undefined)
}

const hasArtifact = async ({ model, runId }: Candidate, { trust }: Ports) =>
  ((await modelBundles(model, trust.bundlesOf(runId))) ?? []).length > 0

/** Only for a record that is trusted, and only here: what the cache cannot give can still be trained. */
async function fromCache(name: string, found: Candidate, { runner }: Ports): Promise<Candidate | undefined> {
  runner.log.info(`The artifact with the model of ${found.from} is gone.`)
  const cached = await restoreModel(name, found.model.digest, runner)
  if (cached === undefined) return undefined
  runner.log.info('The cache still holds that model.')
  return { ...found, cached }
}

function candidate({ record, digest }: ReadRecord<TrainRecord>, from: string): Candidate | undefined {
  const { fingerprint, model, passes, metrics, undefined_metrics, command, params } = record
  const artifact = model && modelArtifact(model)
  if (!passes || !fingerprint || !model || !artifact || record.run.dirty) return undefined
  return {
    from,
    runId: artifact.runId,
    digest,
    fingerprint,
    model,
    found: {
      ...(metrics && { metrics }),
      ...(undefined_metrics && { undefined_metrics }),
      ...(command && { command }),
      ...(params && { params }),
    },
  }
}
