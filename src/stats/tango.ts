import { normalQuantile } from './distributions.ts'
import { fallingRoot } from './root.ts'

/** Paired counts: rows only the candidate has right (`n10`), rows only the baseline has right (`n01`), all rows. */
export interface PairedCounts {
  readonly n10: number
  readonly n01: number
  readonly n: number
}

/**
 * Tango's score interval for the difference of two paired proportions, (n10 - n01) / n. Unlike Wald's it holds its
 * level with few or no discordant rows: with none its half-width is z² / (n + z²).
 * @param level two-sided, in (0, 1); 0.90 gives the two one-sided 95% bounds
 * @returns [low, high] within [-1, 1]
 * @throws RangeError if the counts are no counts or there are no rows
 * @see Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the paired-sample
 * design", Statistics in Medicine 17
 */
export function tangoInterval({ n10, n01, n }: PairedCounts, level: number): [low: number, high: number] {
  checkCounts({ n10, n01, n })
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies in (0, 1), not ${level}`)
  const z = normalQuantile((1 + level) / 2)
  return [-upperLimit(n01, n10, n, z), upperLimit(n10, n01, n, z)]
}

/** @throws RangeError if the counts are not of n > 0 rows */
export function checkCounts({ n10, n01, n }: PairedCounts): void {
  const whole = [n10, n01, n].every((count) => Number.isSafeInteger(count) && count >= 0)
  if (!whole || n === 0 || n10 + n01 > n) {
    throw new RangeError(`${n10} and ${n01} discordant rows of ${n} are no paired counts`)
  }
}

function upperLimit(n10: number, n01: number, n: number, z: number): number {
  return fallingRoot((delta) => score(delta, n10, n01, n) + z, (n10 - n01) / n, 1)
}

/**
 * Score statistic of "the true difference is delta", falling in delta. Negative deltas go through the mirrored
 * problem, because there the quadratic below has no cancellation and no negative discriminant.
 */
function score(delta: number, n10: number, n01: number, n: number): number {
  if (delta < 0) return -score(-delta, n01, n10, n)
  const distance = n10 - n01 - n * delta
  if (distance === 0) return 0
  // The constrained maximum-likelihood estimate of P(only the baseline right): root of 2n q² + b q - c = 0.
  const b = (2 * n - n10 + n01) * delta - n10 - n01
  const c = n01 * delta * (1 - delta)
  const discriminant = Math.sqrt(b * b + 8 * n * c)
  const q = b > 0 ? (2 * c) / (discriminant + b) : (discriminant - b) / (4 * n)
  return distance / Math.sqrt(n * (2 * q + delta * (1 - delta)))
}
