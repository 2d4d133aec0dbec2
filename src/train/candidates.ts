import { AssayError } from '../errors.ts'
import { modelArtifact } from '../models/store.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'
import type { Ports } from '../stage/stage.ts'
import type { Candidate } from './context.ts'

/**
 * Trained models that may be taken instead of training: this run's own from an earlier attempt, and the base
 * baseline's. Where none can be had, it is trained; that is never an error.
 */
export async function candidatesFor(name: string, { runner, trust }: Ports): Promise<Candidate[]> {
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
  const own = await quietly(() => trust.ofThisRun(name, 'train'))
  const base = await quietly(async () => {
    const gate = await trust.base(name, { registered: true, pending: 'pass' })
    if (gate.outcome !== 'found') return undefined
    const train = await trust.trainOf(gate.value)
    return train && candidate(train, gate.value.origin.description)
  })
  return [own && own.record.run.sha === runner.run.sha ? candidate(own, 'this run') : undefined, base].filter(
    (found) => found !== undefined,
  )
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
