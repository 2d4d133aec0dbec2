import { sum, sumOf } from './sum.ts'

/** A mean of rows, with what Student's t needs of it. */
export interface EstimatedMean {
  readonly mean: number
  /** > 0 */
  readonly standardError: number
  /** degrees of freedom of that error */
  readonly df: number
  /** of the mean, as other rows would have it: that of a row, over the root of the rows */
  readonly skewness: number
}

/**
 * @param weights as many as values, >= 0, not all 0
 * @returns undefined below two rows that weigh anything, and where all values are equal
 */
export function estimatedMean(
  values: Float64Array,
  weights: Float64Array | undefined,
): EstimatedMean | undefined {
  const estimated = weights === undefined ? ofRows(values) : ofWeighted(values, weights)
  // Rounding alone is no spread.
  return estimated && estimated.standardError > 1e-14 * Math.abs(estimated.mean) ? estimated : undefined
}

/** Rows of equal weight that would make as sure as these do (Kish); without weights all there are. */
export function effectiveRows(rows: number, weights: Float64Array | undefined): number {
  return weights === undefined ? rows : sum(weights) ** 2 / sumOf(rows, (i) => weights[i]! ** 2)
}

function ofRows(values: Float64Array): EstimatedMean | undefined {
  const rows = values.length
  if (rows < 2) return undefined
  const mean = sum(values) / rows
  const squares = sumOf(rows, (i) => (values[i]! - mean) ** 2)
  const cubes = sumOf(rows, (i) => (values[i]! - mean) ** 3)
  return {
    mean,
    standardError: Math.sqrt((squares * rows) / (rows - 1)) / rows,
    df: rows - 1,
    skewness: cubes / rows / (squares / rows) ** 1.5 / Math.sqrt(rows),
  }
}

/**
 * The variance of the mean is unbiased where rows vary alike: a row that weighs much draws the mean to itself, and tells by
 * its distance from it too little of how much rows vary. Of equal weights all is as without.
 * @see Bell & McCaffrey 2002, "Bias reduction in standard errors for linear regression with multi-stage samples", Survey
 * Methodology 28; Kish 1965, "Survey Sampling", section 11.7, for the rows that make the degrees of freedom
 */
function ofWeighted(values: Float64Array, weights: Float64Array): EstimatedMean | undefined {
  const rows = values.length
  if (weights.filter((weight) => weight > 0).length < 2) return undefined
  const total = sum(weights)
  const share = (i: number) => weights[i]! / total
  const mean = sumOf(rows, (i) => weights[i]! * values[i]!) / total
  const away = (i: number) => values[i]! - mean
  const effective = effectiveRows(rows, weights)
  /** how much of a row's variance its distance from the mean has */
  const seen = (i: number) =>
    ((total - weights[i]!) / total) ** 2 + Math.max(0, 1 / effective - share(i) ** 2)
  const variance = sumOf(rows, (i) => (weights[i] === 0 ? 0 : (share(i) * away(i)) ** 2 / seen(i)))
  const squares = sumOf(rows, (i) => share(i) * away(i) ** 2)
  const cubes = sumOf(rows, (i) => share(i) * away(i) ** 3)
  const ofMean = sumOf(rows, (i) => share(i) ** 3) * effective ** 1.5
  // Without weights it never is more than 1; of a row that outweighs all others it would be anything.
  const skewness = Math.max(-1, Math.min(1, (cubes / squares ** 1.5) * ofMean))
  return { mean, standardError: Math.sqrt(variance), df: Math.max(1, effective - 1), skewness }
}
