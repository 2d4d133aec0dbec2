import { join } from 'node:path'
import { inputError } from '../errors.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { Digest } from '../record/digest.ts'
import { findingDigest } from '../record/finding.ts'
import type { TrainRecord } from '../record/train.ts'
import { stageCalled } from '../stage/calling.ts'
import type { Ports } from '../stage/stage.ts'
import type { TrainedPart } from '../trust/parts-of-this-run.ts'

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

/** On a laptop nobody started a run: an edit alone begins another. */
const runOn = (kind: Ports['runner']['kind']) =>
  kind === 'local' ? ' (here a run is a commit, and the commit with changes is another)' : ''

/**
 * The model that this run trained.
 * @param needed an evaluation runs a command, which reads the model
 * @returns undefined where nothing was trained and nothing needs the model: predictions can be judged without it
 * @throws AssayError input: `model-missing`, `parts-not-gathered`; what reading a record throws
 */
export async function findCandidate(
  name: string,
  needed: boolean,
  { runner, trust }: Ports,
): Promise<Candidate | undefined> {
  const read = await trust.ofThisRun(name, 'train')
  // Parts are of this very run, which a training of the commit below is not.
  if (read?.record.run.id !== runner.run.id)
    requireGathered(name, await trust.partsOfThisRun(name), runner.kind)
  if (!read) {
    if (!needed) return undefined
    throw inputError('model-missing', `this run has trained no model ${name}, and evaluate.run needs one`, {
      hint: `Run ${stageCalled(runner.kind, 'train')} before this one, in the same run${runOn(runner.kind)}; or take evaluate.run away and hand over predictions.`,
    })
  }
  const { model } = requireTrained(read, runner.kind)
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

/** What a part of a training left behind is of a model that nobody knows. */
function requireGathered(name: string, parts: readonly TrainedPart[], kind: 'github' | 'local'): void {
  if (parts.length === 0) return
  const trained = parts.flatMap(({ seed, read: { record } }) =>
    record.verdict === 'part' ? (record.seeds ?? [seed]) : [],
  )
  const all = parts.flatMap(({ read: { record } }) => record.part?.of ?? [])
  const missing = [...new Set(all)].filter((seed) => !trained.includes(seed))
  const first = missing.length > 0 ? `Train ${seedsText(missing)}, then` : 'Now'
  throw inputError(
    'parts-not-gathered',
    `this run trained only parts of ${name}, and nothing was gathered: ${seedsText(trained)}${missing.length > 0 ? `, and not ${seedsText(missing)}` : ''}`,
    {
      hint:
        kind === 'github'
          ? `${first} gather: the job whose train action has \`gather: true\` must come before this one, under \`needs\`.`
          : `${first} run \`modelassay train --gather true\`, and this again.`,
    },
  )
}

const most = 20

function seedsText(seeds: readonly number[]): string {
  if (seeds.length === 0) return 'no seed'
  const more = seeds.length > most ? ` and ${seeds.length - most} more` : ''
  return `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.slice(0, most).join(', ')}${more}`
}

/** Of this commit the last training counts, also where the one before it went well. */
function requireTrained({ record }: ReadRecord<TrainRecord>, kind: 'github' | 'local') {
  const { model, passes, verdict, reason } = record
  if (model && passes) return { model }
  throw inputError(
    'model-missing',
    `training ended as ${verdict}, so that there is no model to judge: ${reason}`,
    {
      hint: `Mend the training, and run ${stageCalled(kind, 'train')} again before this one.`,
    },
  )
}
