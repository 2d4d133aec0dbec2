import { fileKey } from '../config/files-as-they-are.ts'
import type { Config } from '../config/schema.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { Digest } from '../record/digest.ts'
import type { TrainRecord } from '../record/train.ts'
import type { MissingBaseline } from './context.ts'
import { baselineName } from './explain/explain.ts'
import type { MeasuredBaseline } from './measured.ts'

/**
 * One sentence for each evaluation whose predictions are those of another model, byte for byte, where no command of
 * the evaluation made them: the file may lie there from before. It may be right, too: a small change can predict the same.
 */
export function stalePredictions(
  { evaluations }: Pick<Config, 'evaluations'>,
  model: Digest | undefined,
  baselines: readonly (MeasuredBaseline | MissingBaseline)[],
): string[] {
  return Object.entries(evaluations).flatMap(([name, { run, predictions }]) => {
    if (run !== undefined || model === undefined) return []
    const equal = baselines.filter(
      (baseline) =>
        !('outcome' in baseline) &&
        baseline.model_digest !== undefined &&
        baseline.model_digest !== model &&
        baseline.evaluations.some((side) => side.name === name && side.comparable && side.samePredictions),
    )
    if (equal.length === 0) return []
    const whose = equal.map((baseline) => baselineName({ baseline: { name: baseline.name } })).join(' and ')
    return [
      `${predictions} holds exactly what ${whose} predicted, though this model is another: see that it was made by this one (there is no evaluate.run that makes it).`,
    ]
  })
}

/** A file that lay there before a model was trained, and that its training left alone. */
export interface OlderFile {
  readonly file: string
  readonly digest: Digest
}

/** Files that evaluations might judge and that are older than the model, as its training found them. */
export const olderFiles = ({ judged_files: files = [] }: Pick<TrainRecord, 'judged_files'>): OlderFile[] =>
  files.flatMap(({ file, written, digest }) => (written || digest === undefined ? [] : [{ file, digest }]))

/**
 * One sentence for each file that is judged as it is and is still what it was before the model was trained: nothing of it
 * can be that model's, unless it was made elsewhere of the very same one.
 * @param read files that were judged
 */
export const olderThanModel = (
  { evaluations }: Pick<Config, 'evaluations'>,
  older: readonly OlderFile[],
  read: readonly Pick<BuiltOn, 'name' | 'digest'>[],
): string[] => {
  const labels = Object.values(evaluations).flatMap(({ run, predictions, metrics }) =>
    run === undefined ? [predictions ?? [], metrics ?? []].flat() : [],
  )
  return [...new Set(labels)].flatMap((label) => {
    const digest = read.find(({ name }) => name === label)?.digest
    const isOlder = older.some((one) => one.file === fileKey(label) && one.digest === digest)
    return isOlder
      ? [
          `${label} lay there before this model was trained, and nothing wrote it since: see that it was made by this model (there is no evaluate.run that makes it).`,
        ]
      : []
  })
}
