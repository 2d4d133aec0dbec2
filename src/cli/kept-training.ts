import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { attemptOf } from '../record/artifact-name.ts'
import { asStage, readBundle } from '../record/bundle.ts'
import type { TrainRecord } from '../record/train.ts'

/**
 * The training that made the model of a run: of the run itself, or else the one whose model the run took.
 * @param runs folder of every run, by run id
 * @returns `taken`: the record that took a model, where no training made one in this run
 * @throws AssayError what reading a record with all its links throws
 */
export async function keptTraining(
  runs: string,
  run: string,
  name: string,
): Promise<{ readonly made?: TrainRecord; readonly taken?: TrainRecord }> {
  const here = await trainingsIn(runs, run, name)
  const own = here.findLast(isMade)
  if (own) return { made: own }
  const taken = here.findLast(({ verdict, passes }) => passes && verdict === 'reused')
  const made = await madeBefore(taken, runs, name)
  return { ...(made && { made }), ...(taken && { taken }) }
}

const isMade = ({ passes, verdict }: TrainRecord) => passes && verdict === 'trained'

/** The trainings of a model that a run kept, in the order in which they ended. */
async function trainingsIn(runs: string, run: string, name: string): Promise<TrainRecord[]> {
  const folders = await readdir(join(runs, run)).catch(() => [])
  const kept = folders.filter((folder) => attemptOf(folder, name, 'train') !== undefined)
  const read = await Promise.all(kept.map((folder) => readBundle(join(runs, run, folder))))
  return read.map((bundle) => asStage(bundle, 'train').record).sort((a, b) => a.run.attempt - b.run.attempt)
}

/** The training whose model was taken: of the same ingredients, and of a commit, so that it can be repeated. */
async function madeBefore(
  taken: TrainRecord | undefined,
  runs: string,
  name: string,
): Promise<TrainRecord | undefined> {
  if (taken?.fingerprint === undefined) return undefined
  const others = (await readdir(runs).catch(() => [])).filter((run) => /^[0-9a-f]{40,64}$/.test(run))
  const found: TrainRecord[] = []
  for (const run of others) found.push(...(await trainingsIn(runs, run, name).catch(() => [])))
  return found
    .filter((record) => isMade(record) && record.fingerprint === taken.fingerprint)
    .find(({ model_digest }) => model_digest === taken.model_digest)
}
