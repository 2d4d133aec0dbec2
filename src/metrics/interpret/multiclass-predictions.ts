import { decideMulticlass } from '../decide.ts'
import type { MulticlassPredictions } from '../predictions.ts'
import { classText, type PredictionRows, remembered } from '../read/prediction-rows.ts'
import { cellIndices } from './cell-indices.ts'
import { classesOf } from './classes-of.ts'

/**
 * Predictions of one class among several.
 * @param beyond classes that these rows do not hold
 */
export function multiclassPredictions(
  rows: PredictionRows,
  beyond: readonly string[],
): MulticlassPredictions {
  const classes = [...new Set([...classesOf(rows), ...beyond])].sort()
  const index = new Map(classes.map((name, i) => [name, i]))
  const indexOf = remembered((cell) => (cell === null ? -1 : (index.get(classText(cell)) ?? -1)))
  const given = Object.entries(rows.scores ?? {}).map(([name, values]) => [classText(name), values] as const)
  const scores = given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, values]) => values)
  const predicted =
    rows.predicted !== undefined
      ? cellIndices(new Int32Array(rows.predicted.length), rows.predicted, indexOf)
      : mostProbable(scores, given, index)
  return {
    task: 'multiclass',
    classes,
    rows: rows.rows,
    labels: cellIndices(new Int32Array(rows.labels.length), rows.labels, indexOf),
    ...(predicted && { predicted }),
    ...(scores.length > 0 && { scores }),
    ...(rows.weights && { weights: rows.weights }),
  }
}

function mostProbable(
  scores: readonly Float64Array[],
  given: readonly (readonly [string, Float64Array])[],
  index: ReadonlyMap<string, number>,
): Int32Array | undefined {
  if (scores.length === 0) return undefined
  return decideMulticlass(scores).map((best, row) =>
    scores.every((column) => Number.isFinite(column[row])) ? index.get(given[best]![0])! : -1,
  )
}
