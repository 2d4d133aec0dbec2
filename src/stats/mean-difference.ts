import { type Difference, studentDifference } from './difference.ts'
import { sumOf } from './sum.ts'

/**
 * Mean of paired differences, with Student's t. With weights the variance is that of a ratio of totals, linearised;
 * with equal ones both are the usual paired t test.
 * @param differences candidate minus baseline, one a row
 * @param weights as many, >= 0, not all 0
 * @returns undefined below two rows, and where all differences are equal
 * @see Cochran 1977, "Sampling Techniques", section 2.9, for the ratio
 */
export function meanDifference(
  differences: Float64Array,
  weights: Float64Array | undefined,
  alpha: number,
): Difference | undefined {
  const rows = differences.length
  if (rows < 2) return undefined
  const weight = (i: number) => (weights === undefined ? 1 : weights[i]!)
  const total = sumOf(rows, weight)
  const mean = sumOf(rows, (i) => weight(i) * differences[i]!) / total
  const squares = sumOf(rows, (i) => (weight(i) * (differences[i]! - mean)) ** 2)
  const standardError = Math.sqrt((squares * rows) / (rows - 1)) / total
  // Rounding alone is no spread.
  const rounding = 1e-14 * Math.abs(mean)
  return standardError > rounding ? studentDifference(mean, standardError, alpha, rows - 1) : undefined
}
