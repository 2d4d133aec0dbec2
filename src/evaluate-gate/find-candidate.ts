import { join } from 'node:path'
import { inputError } from '../errors.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { Digest } from '../record/digest.ts'
import { findingDigest } from '../record/finding.ts'
import type { TrainRecord } from '../record/train.ts'
import { stageCalled } from '../stage/calling.ts'
import type { Ports } from '../stage/stage.ts'

/** The model that is judged, as this run trained it. */
export interface Candidate {
  readonly modelDigest: Digest
  /** bytes of all its files */
  readonly modelSize: number
  /** folder with the model's files; absent where nothing needs them */
  readonly folder?: string
  readonly builtOn: BuiltOn
  /** how it was trained */
  readonly training: ReadRecord<TrainRecord>
}

/**
 * The model that this run trained.
 * @param needed an evaluation runs a command, which reads the model
 * @returns undefined where nothing was trained and nothing needs the model: predictions can be judged without it
 * @throws AssayError input `model-missing`
 */
export async function findCandidate(
  name: string,
  needed: boolean,
  { runner, trust }: Ports,
): Promise<Candidate | undefined> {
  const read = await trust.ofThisRun(name, 'train')
  if (!read) {
    if (!needed) return undefined
    throw inputError('model-missing', `this run has trained no model ${name}, and evaluate.run needs one`, {
      hint: `Run ${stageCalled(runner.kind, 'train')} before this one, in the same run; or take evaluate.run away and hand over predictions.`,
    })
  }
  const { model } = requireTrained(read)
  const folder = join(runner.temp, `modelassay-candidate-${model.digest.slice(7, 19)}`)
  if (needed) {
    const { fetchModel } = await import('../models/fetch.ts')
    await fetchModel(model, runner.bundles, folder)
  }
  return {
    modelDigest: model.digest,
    modelSize: model.bytes,
    ...(needed && { folder }),
    training: read,
    builtOn: { kind: 'record', name: 'train', digest: read.digest, finding: findingDigest(read.record) },
  }
}

function requireTrained({ record }: ReadRecord<TrainRecord>) {
  const { model, passes, verdict, reason } = record
  if (model && passes) return { model }
  throw inputError(
    'model-missing',
    `training ended as ${verdict}, so that there is no model to judge: ${reason}`,
    {
      hint: 'Mend the training first.',
    },
  )
}
