import { type Difference, studentDifference } from './difference.ts'
import { sumOf } from './sum.ts'

/**
 * Difference of two means of independent values whose variances may differ, by Welch's t with the degrees of freedom
 * of Welch and Satterthwaite.
 * @param candidate, baseline at least two finite values each
 * @param alpha of each of the two one-sided bounds
 * @returns candidate minus baseline; undefined below two values a side, and where neither side varies
 * @see Welch 1947, "The generalization of Student's problem when several different population variances are involved"
 */
export function welchDifference(
  candidate: readonly number[],
  baseline: readonly number[],
  alpha: number,
): Difference | undefined {
  if (candidate.length < 2 || baseline.length < 2) return undefined
  const [a, b] = [momentsOf(candidate), momentsOf(baseline)]
  const variance = a.variance + b.variance
  // Rounding alone is no spread.
  const rounding = 1e-14 * Math.max(Math.abs(a.mean), Math.abs(b.mean))
  if (!(Math.sqrt(variance) > rounding)) return undefined
  const df = variance ** 2 / (a.variance ** 2 / (a.count - 1) + b.variance ** 2 / (b.count - 1))
  return studentDifference(a.mean - b.mean, Math.sqrt(variance), alpha, df)
}

/** Mean, and the variance of that mean. */
function momentsOf(values: readonly number[]) {
  const count = values.length
  const mean = meanOf(values)
  const squares = sumOf(count, (i) => (values[i]! - mean) ** 2)
  return { count, mean, variance: squares / (count - 1) / count }
}

/** @param values at least one */
export const meanOf = (values: readonly number[]): number =>
  sumOf(values.length, (i) => values[i]!) / values.length
