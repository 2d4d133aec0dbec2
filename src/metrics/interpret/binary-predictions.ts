import { decideBinary } from '../decide.ts'
import type { BinaryPredictions } from '../predictions.ts'
import { classText, differentCells, type PredictionRows, remembered } from '../read/prediction-rows.ts'
import { cellIndices } from './cell-indices.ts'
import { distinctClasses } from './classes-of.ts'
import { positiveClass } from './positive-class.ts'

/** No class: metrics that read it are undefined. */
const noClass = 255

/**
 * Predictions of one class or the other.
 * @param asked the positive class
 * @param file that the labels are of
 * @throws AssayError as {@link positiveClass}
 */
export function binaryPredictions(
  rows: PredictionRows,
  asked: string | undefined,
  file: string,
): BinaryPredictions {
  const positive = positiveClass(rows, asked, file)
  const negatives = new Set(distinctClasses(rows.labels).filter((label) => label !== positive))
  // Where every label is positive, the one other prediction is the negative class.
  if (negatives.size === 0)
    for (const cell of differentCells(rows.predicted))
      if (classText(cell) !== positive) negatives.add(classText(cell))
  const alias = aliasOf(positive)
  const negative = negatives.size === 1 ? [...negatives][0]! : undefined
  const indexOf = remembered((cell) => {
    const value = cell === null ? '' : classText(cell)
    if (value === positive || value === alias) return 1
    return value !== '' && (value === negative || value === aliasOf(negative)) ? 0 : noClass
  })
  const isPositive = remembered((label) => (classText(label!) === positive ? 1 : 0))
  const predicted =
    rows.predicted !== undefined
      ? cellIndices(new Uint8Array(rows.predicted.length), rows.predicted, indexOf)
      : rows.score &&
        decideBinary(rows.score).map((one, i) => (Number.isFinite(rows.score![i]) ? one : noClass))
  const strange = distinctClasses(rows.predicted).filter((name) => name !== '' && indexOf(name) === noClass)
  return {
    task: 'binary',
    ...(strange.length > 0 && { strange: { labels: distinctClasses(rows.labels), predicted: strange } }),
    ...(negative !== undefined && { classes: [negative, positive] as const }),
    rows: rows.rows,
    labels: cellIndices(new Uint8Array(rows.labels.length), rows.labels, isPositive),
    ...(predicted && { predicted }),
    ...(rows.score && { score: rows.score }),
    ...(rows.weights && { weights: rows.weights }),
  }
}

const aliases: Readonly<Record<string, string>> = { '1': 'true', '0': 'false', true: '1', false: '0' }
const aliasOf = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(aliases, name) ? aliases[name] : undefined
