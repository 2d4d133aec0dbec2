import { AssayError } from '../errors.ts'
import { modelArtifact, modelBundles } from '../models/store.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Ports } from '../stage/stage.ts'
import { restoreModel } from './cached-model.ts'
import type { Candidate } from './context.ts'

/** Trainings that there were. */
export interface Earlier {
  /** those whose model may be taken instead of training */
  readonly candidates: readonly Candidate[]
  /** the one that this training is held against, for people */
  readonly last?: { readonly from: string; readonly folder: string }
}

/**
 * Trained models that may be taken instead of training: this run's own from an earlier attempt, and the base
 * baseline's. Where none can be had, it is trained; that is never an error.
 */
export async function earlierTrainings(name: string, ports: Ports): Promise<Earlier> {
  const { runner, trust } = ports
  if (runner.run.sha === undefined) return { candidates: [] }
  const mayReuse = !runner.run.dirty
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
    return train && train.record.run.sha === runner.run.sha ? { train, from: 'this run' } : undefined
  })
  const base = await quietly(async () => {
    const gate = await trust.base(name, { registered: true, pending: 'pass' })
    const train = gate.outcome === 'found' ? await trust.trainOf(gate.value) : undefined
    return train && { train, from: train.origin.description }
  })
  const ownCandidate = mayReuse ? own && candidate(own.train, own.from) : undefined
  const taken = ownCandidate && (await quietly(() => withArtifact(ownCandidate, ports)))
  const baseCandidate = mayReuse ? base && candidate(base.train, base.from) : undefined
  // The first of equal ones is taken: the second need not be fetched from anywhere.
  const fromBase =
    baseCandidate && baseCandidate.fingerprint !== taken?.fingerprint
      ? await quietly(() => atHand(name, baseCandidate, ports))
      : undefined
  const last = own?.train.record.passes ? own : base
  return {
    candidates: [taken, fromBase].filter((found) => found !== undefined),
    ...(last && { last: { from: last.from, folder: last.train.folder } }),
  }
}

const atHand = async (name: string, found: Candidate, ports: Ports) =>
  (await withArtifact(found, ports)) ?? fromCache(name, found, ports)

const withArtifact = async (found: Candidate, { trust }: Ports): Promise<Candidate | undefined> =>
  ((await modelBundles(found.model, trust.bundlesOf(found.runId))) ?? []).length > 0 ? found : undefined

/** Only for a record that is trusted, and only here: what the cache cannot give can still be trained. */
async function fromCache(name: string, found: Candidate, { runner }: Ports): Promise<Candidate | undefined> {
  runner.log.info(`The artifact with the model of ${found.from} is gone.`)
  const cached = await restoreModel(name, found.model.digest, runner)
  if (cached === undefined) return undefined
  runner.log.info('The cache still holds that model.')
  return { ...found, cached }
}

function candidate({ record, digest, folder }: ReadRecord<TrainRecord>, from: string): Candidate | undefined {
  const { fingerprint, model, passes, metrics, undefined_metrics, command, params } = record
  const { spread, shipped, seed_predictions, curves, evidence = [] } = record
  const kept = seed_predictions?.filter(
    ({ evidence: path }) => !/[/\\\\]/.test(path) && evidence.some((file) => file.path === path),
  )
  const artifact = model && modelArtifact(model)
  if (!passes || !fingerprint || !model || !artifact || record.run.dirty) return undefined
  return {
    from,
    runId: artifact.runId,
    folder,
    digest,
    fingerprint,
    model,
    found: {
      ...(metrics && { metrics }),
      ...(undefined_metrics && { undefined_metrics }),
      ...(command && { command }),
      ...(params && { params }),
      ...(spread && { spread }),
      ...(shipped && { shipped }),
      ...(curves && { curves }),
      ...(kept && kept.length > 0 && { seed_predictions: kept }),
    },
  }
}
