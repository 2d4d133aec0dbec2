import { mcNemarWorse } from '../stats/mcnemar.ts'
import { pairedStandardError, smallestBlocked } from '../stats/power.ts'
import { type PairedCounts, tangoInterval } from '../stats/tango.ts'
import { alpha } from './zones.ts'

/** What pairing the rows says of the difference of two shares of right answers. */
export interface PairedDifference {
  /** candidate minus baseline, (n10 - n01) / n */
  readonly change: number
  /** of `change`: two one-sided bounds at 1 - alpha each */
  readonly interval: [low: number, high: number]
  readonly level: number
  /** chance of as many losses or more if the candidate were equal */
  readonly pValue: number
}

export function pairedDifference(counts: PairedCounts): PairedDifference {
  return {
    change: (counts.n10 - counts.n01) / counts.n,
    interval: tangoInterval(counts, 1 - 2 * alpha),
    level: 1 - alpha,
    pValue: mcNemarWorse(counts),
  }
}

/**
 * The smallest true worsening that this verdict blocks with 80% power.
 * @param family comparisons that share the chance of a false alarm
 */
export const smallestBlockedOf = (counts: PairedCounts, allowed: number, family: number) =>
  smallestBlocked(allowed, pairedStandardError(counts), { alpha: alpha / Math.max(1, family), power: 0.8 })
