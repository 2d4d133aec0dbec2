import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../../config/schema.ts'
import { inputError } from '../../errors.ts'
import { storedPredictionsFile } from '../../metrics/read/stored-predictions.ts'
import type { ReadRecord } from '../../record/bundle.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { csvLine } from '../../tables/csv/csv-records.ts'
import type { CandidateSide } from '../measure/measure-candidate.ts'
import type { EvaluationRequest } from '../request.ts'

/** Of files alone: nothing says which table it was made on. */
type KeptEvaluation = Omit<EvaluationRequest, 'truth' | 'testTable'>

/**
 * What a run kept of an evaluation, as the work is asked to measure it.
 * @throws AssayError input `predictions-missing`
 */
export async function keptEvaluation(
  name: string,
  { columns, task, positive, judged }: Config['evaluations'][string],
  { record, folder }: ReadRecord<EvaluateGateRecord>,
  scratch: string,
): Promise<KeptEvaluation> {
  const label = storedPredictionsFile(name)
  const kept = record.evidence?.some(({ path }) => path === label)
  const evaluation = record.evaluations?.find((one) => one.name === name)
  const reported = (evaluation?.reported ?? []).flatMap((metric): [string, number][] =>
    evaluation && Object.hasOwn(evaluation.metrics, metric) ? [[metric, evaluation.metrics[metric]!]] : [],
  )
  if (!kept && reported.length === 0)
    throw inputError('predictions-missing', `that run kept no predictions of the evaluation ${name}`, {
      hint: 'Read the log of its gate, mend what it says, and run it again.',
    })
  const file = `reported-${name}.json`
  if (reported.length > 0) await writeFile(join(scratch, file), JSON.stringify(Object.fromEntries(reported)))
  return {
    name,
    config: { columns, ...(task && { task }), ...(positive !== undefined && { positive }) },
    ...(!judged && { judged: false as const }),
    ...(kept && { predictions: { path: join(folder, label), label } }),
    ...(reported.length > 0 && { metrics: { path: join(scratch, file), label: file } }),
  }
}

/**
 * Which test set it says that it is of, and how much of it the model was trained on. A baseline's rows are compared one
 * by one with these, ids and labels: a claim that is false compares with nothing.
 */
export function withClaims(side: CandidateSide, { evaluations = [] }: EvaluateGateRecord): CandidateSide {
  const claimed = evaluations.find(({ name }) => name === side.request.name)
  if (!claimed) return side
  const { identity, trained_on: seen, trained_on_unknown: why } = claimed
  return {
    ...side,
    evaluation: {
      ...side.evaluation,
      identity,
      ...(seen !== undefined && { trained_on: seen }),
      ...(why !== undefined && { trained_on_unknown: why }),
    },
  }
}

/**
 * The side with what is known of its rows in a file, where the rules take labels from a table: other predictions of the
 * same rows, which hold no labels, are joined with these.
 */
export async function withLabels(
  side: CandidateSide,
  { truth, columns }: Config['evaluations'][string],
  scratch: string,
): Promise<CandidateSide> {
  const { rows } = side
  if (!truth || !rows?.ids) return side
  const { ids, labels, weights, attributes = {} } = rows
  const cells: Readonly<Record<string, (row: number) => string | null | undefined>> = {
    ...Object.fromEntries(Object.entries(attributes).map(([name, of]) => [name, (i: number) => of[i]])),
    ...(columns.weight !== undefined && weights && { [columns.weight]: (i: number) => String(weights[i]) }),
    [truth.id]: (i) => ids[i],
    [truth.column]: (i) => labels[i],
  }
  const lines = ids.map((_, i) =>
    csvLine(
      Object.values(cells).map((of) => of(i) ?? ''),
      ',',
    ),
  )
  const path = join(scratch, `labels-${side.request.name}.csv`)
  await writeFile(path, [csvLine(Object.keys(cells), ','), ...lines].join(''))
  const label = `the labels of ${side.request.name}`
  const files = [{ file: path, label, path: label, partition: [] }]
  const table = { label, several: false, files, id: truth.id, column: truth.column }
  return { ...side, request: { ...side.request, truth: table } }
}
