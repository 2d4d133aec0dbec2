import type { EvaluationConfig } from '../../config/schema.ts'
import { configurationError, inputError } from '../../errors.ts'
import { writtenOtherwise } from '../../tables/csv/written-otherwise.ts'
import { classText } from './prediction-rows.ts'

/** Which column of a predictions file is what. */
export interface PredictionColumns {
  readonly id?: string
  readonly label?: string
  readonly prediction?: string
  readonly score?: string
  readonly scores?: Readonly<Record<string, string>>
  readonly weight?: string
}

/** Names that are taken for a column where the configuration names none; the first that the file has. */
export const usualColumns = {
  id: ['id'],
  label: ['label', 'target', 'y_true'],
  prediction: ['prediction', 'predicted', 'y_pred'],
  score: ['score', 'probability', 'y_score'],
} as const

const ofRows: readonly string[] = [...usualColumns.id, ...usualColumns.label, ...usualColumns.prediction]

/** Whether a file's columns are those of predictions, of which it has one a row, and no names of metrics. */
export const isOfRows = (header: readonly string[]): boolean =>
  header.some((name) => ofRows.includes(name.trim().toLowerCase()))

/**
 * @param header the file's columns
 * @param truthId column that joins the truth table, when labels come from there
 * @throws AssayError input `missing-column` when nothing is predicted, or labels come from nowhere;
 *   configuration `label-as-prediction`, `repeated-class`
 */
export function predictionColumns(
  header: readonly string[],
  { columns, task }: Pick<EvaluationConfig, 'columns' | 'task'>,
  truthId: string | undefined,
  file: string,
): PredictionColumns {
  const found = (kind: keyof typeof usualColumns) =>
    columns[kind] ?? usualColumns[kind].find((name) => header.includes(name))
  const id = columns.id ?? truthId ?? found('id')
  const label = truthId === undefined ? found('label') : undefined
  const prediction = found('prediction')
  const score = task === 'regression' || columns.scores ? columns.score : found('score')
  if (prediction === undefined && score === undefined && columns.scores === undefined)
    throw missing(file, 'a column of predictions', 'prediction', header)
  if (truthId === undefined && label === undefined) throw missing(file, 'a column of labels', 'label', header)
  if (label !== undefined && [prediction, score, ...Object.values(columns.scores ?? {})].includes(label))
    throw configurationError(
      'label-as-prediction',
      `the column ${JSON.stringify(label)} of ${file} is named both as label and as prediction, so that everything would be right`,
      { hint: 'Name the column that the model wrote with evaluate.columns.' },
    )
  requireOneEach(Object.keys(columns.scores ?? {}))
  return {
    ...(id !== undefined && { id }),
    ...(label !== undefined && { label }),
    ...(prediction !== undefined && { prediction }),
    ...(score !== undefined && { score }),
    ...(columns.scores && { scores: columns.scores }),
    ...(columns.weight !== undefined && { weight: columns.weight }),
  }
}

/** Of two columns of one class, one would be read as another class's. */
function requireOneEach(classes: readonly string[]): void {
  for (const [i, name] of classes.entries()) {
    const other = classes.slice(0, i).find((before) => classText(before) === classText(name))
    if (other !== undefined)
      throw configurationError(
        'repeated-class',
        `evaluate.columns.scores names one class twice: ${JSON.stringify(other)} and ${JSON.stringify(name)}`,
        { hint: 'Keep the one whose column holds the probability of that class.' },
      )
  }
}

/** Names that stand for a column of these predictions, whether or not they have it. */
export function usedColumns(
  header: readonly string[],
  { columns }: Pick<EvaluationConfig, 'columns'>,
  truthId: string | undefined,
): string[] {
  const { scores = {}, ...named } = columns
  const recognised = (['id', 'label', 'prediction', 'score'] as const).map((kind) => {
    const isNamed = named[kind] !== undefined || (kind === 'id' && truthId !== undefined)
    return isNamed ? undefined : usualColumns[kind].find((name) => header.includes(name))
  })
  return [truthId, ...Object.values(named), ...Object.values(scores), ...recognised].filter(
    (name) => name !== undefined,
  )
}

function missing(file: string, what: string, kind: 'label' | 'prediction', header: readonly string[]) {
  const names = header.slice(0, 20).map((name) => JSON.stringify(name))
  const truth = kind === 'label' ? ', or take the labels from a table with evaluate.truth' : ''
  return inputError(
    'missing-column',
    `${file} has no column that is known as ${what}; it has ${names.join(', ')}.`,
    {
      hint:
        writtenOtherwise(
          file,
          header.map((name) => ({ name })),
          usualColumns[kind],
        ) ??
        `Name it in modelassay.yml, as evaluate: {columns: {${kind}: <its name>}}${truth}; without that, ${usualColumns[kind].join(', ')} are recognised.`,
      file,
    },
  )
}
