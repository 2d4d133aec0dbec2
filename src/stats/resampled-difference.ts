import type { Difference } from './difference.ts'
import { quantile } from './quantile.ts'
import { studentTCdf } from './student-t.ts'

/**
 * A difference by its bootstrap distribution: percentile bounds, and as p the share of resamples on the other side of
 * no difference, with the usual one added so that it is never 0. Where no resample lies there, p is the normal tail if
 * that is smaller: else a share can be no smaller than one resample, and among many tests nothing would be significant.
 * @param change as measured on all rows
 * @param resampled differences of the resamples; one that is undefined counts as none at all
 * @returns undefined where no resample differs from another
 * @see Davison & Hinkley 1997, "Bootstrap Methods and their Application", 5.3.1 and 4.2.1
 */
export function resampledDifference(
  change: number,
  resampled: Float64Array,
  alpha: number,
): Difference | undefined {
  const sorted = resampled.map((value) => (Number.isFinite(value) ? value : 0)).sort()
  const count = sorted.length
  let mean = 0
  for (const value of sorted) mean += value / count
  let squares = 0
  let atLeastNone = 0
  let atMostNone = 0
  for (const value of sorted) {
    squares += (value - mean) ** 2
    if (value >= 0) atLeastNone++
    if (value <= 0) atMostNone++
  }
  const standardError = Math.sqrt(squares / (count - 1))
  // Resamples that differ by rounding alone do not differ.
  if (!(standardError > 1e-13 * Math.abs(mean))) return undefined
  return {
    change,
    interval: [quantile(sorted, alpha), quantile(sorted, 1 - alpha)],
    standardError,
    pLower: tail(atLeastNone, count, change / standardError),
    pHigher: tail(atMostNone, count, -change / standardError),
  }
}

/** As many degrees of freedom as the normal distribution, whose lower tail keeps all its digits here. */
const normal = 1e9

function tail(beyond: number, count: number, z: number): number {
  const counted = (1 + beyond) / (count + 1)
  return beyond === 0 ? Math.min(counted, Math.max(studentTCdf(z, normal), Number.MIN_VALUE)) : counted
}
