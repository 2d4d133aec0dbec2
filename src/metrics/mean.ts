import { sum, sumOf } from '../stats/sum.ts'

/** Mean of a value a row, weighted where there are weights. */
export function weightedMean(
  rows: number,
  weights: Float64Array | undefined,
  value: (row: number) => number,
): number {
  if (weights === undefined) return sumOf(rows, value) / rows
  return sumOf(rows, (i) => weights[i]! * value(i)) / sum(weights)
}

/** The same of values that are there. */
export function meanOf(values: Float64Array, weights: Float64Array | undefined): number {
  if (weights === undefined) return sum(values) / values.length
  return sum(values.map((value, row) => weights[row]! * value)) / sum(weights)
}
