import { inputError } from '../errors.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { RunOfRecord } from '../record/run.ts'
import type { TrainRecord } from '../record/train.ts'
import type { BundleRef, Runner } from '../runner/runner.ts'
import { fetchRecord } from './fetch-record.ts'
import { type Attempt, newestFirst } from './newest.ts'

type Here = Pick<Runner, 'kind' | 'run' | 'bundles' | 'handed' | 'temp'>

/** What a job of this run kept that trained some of the seeds of a training. */
export interface TrainedPart {
  /** the least of its seeds, which is in the name of its artifact */
  readonly seed: number
  readonly artifact: string
  readonly read: ReadRecord<TrainRecord>
}

/**
 * The newest attempt of each part of a training that jobs of this run kept, by seed. It is found by name, as the record
 * of another job is: consistency, not origin. What says that it is of something else is nobody's part.
 * @throws AssayError input: `part-foreign`; what reading a record with all its links throws
 */
export async function partsOfThisRun(name: string, runner: Here): Promise<TrainedPart[]> {
  const own = (await runner.bundles.ofThisRun()).filter(({ runId }) => runId === runner.run.id)
  const parts: TrainedPart[] = []
  for (const seed of seedsIn(own, name)) {
    const kind = `train-seed-${seed}` as const
    const [newest] = newestFirst(own, name, kind, runner.run.leg).filter(
      ({ attempt }) => runner.kind === 'local' || attempt <= runner.run.attempt,
    )
    if (!newest) continue
    const handed = runner.handed.get(name, kind)
    const promised = handed?.artifact === newest.bundle.name ? handed.digest : undefined
    const read = await fetchRecord(runner.bundles, newest.bundle, 'train', runner.temp, promised)
    const why = foreign(read, name, newest, runner.run)
    if (why !== undefined)
      throw inputError('part-foreign', `${newest.bundle.name} is no part of this training: ${why}`, {
        hint: 'Run the job of that seed again, and find out which job wrote this artifact.',
      })
    parts.push({ seed, artifact: newest.bundle.name, read })
  }
  return parts
}

function seedsIn(bundles: readonly BundleRef[], name: string): readonly number[] {
  const prefix = `modelassay-${name}-train-seed-`
  const seeds = bundles.flatMap(({ name: artifact }) => {
    const seed = artifact.startsWith(prefix)
      ? /^(\d{1,16})-/.exec(artifact.slice(prefix.length))?.[1]
      : undefined
    return seed === undefined ? [] : Number(seed)
  })
  return [...new Set(seeds)].sort((a, b) => a - b)
}

/** Why a record is not of this model, run, commit and job, as a clause. */
function foreign(
  { record }: ReadRecord<TrainRecord>,
  name: string,
  { attempt }: Attempt,
  own: RunOfRecord,
): string | undefined {
  const { run } = record
  if (record.name !== name) return `its record is of the model ${record.name}`
  if (run.id !== own.id) return `its record says that it is of run ${run.id}`
  if (run.attempt !== attempt) return `its record says that it is of attempt ${run.attempt}`
  if (run.leg !== own.leg) return 'its record is of another matrix job'
  if (run.sha !== own.sha) return `its record is of commit ${run.sha ?? 'none'}`
  return undefined
}
