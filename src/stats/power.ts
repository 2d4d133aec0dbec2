import { normalQuantile } from './distributions.ts'
import { checkCounts, type PairedCounts } from './tango.ts'

/** One-sided significance level and the power to be had, for the numbers that say what a test can see. */
export interface PowerTarget {
  readonly alpha: number
  readonly power: number
}

const usual: PowerTarget = { alpha: 0.05, power: 0.8 }

/**
 * The smallest true worsening that blocks with the given power: both the estimate must pass the allowance and the
 * test must be significant. At the usual 5% and 80% it is max(δ + 0.84 SE, 2.49 SE).
 * @param allowed δ, in the metric's unit, >= 0
 * @param standardError of the difference, same unit, >= 0
 */
export function smallestBlocked(allowed: number, standardError: number, { alpha, power } = usual): number {
  const reach = normalQuantile(power)
  return Math.max(allowed + reach * standardError, (normalQuantile(1 - alpha) + reach) * standardError)
}

/** Of a rule that demands an improvement; both in the metric's unit, above 0 where the model is better. */
interface ImprovementReach {
  /** the largest true improvement that is still blocked with the given power */
  readonly blocked: number
  /** the smallest that is let through with it */
  readonly passed: number
}

/**
 * What a rule that goes by the estimate of an improvement can see with the given power: 0.84 SE to each side at 80%.
 * @param blocksBelow estimates below are blocked, in the metric's unit
 * @param passesFrom estimates from here on are let through, same unit
 * @param standardError of the difference, same unit, >= 0
 */
export function improvementReach(
  { blocksBelow, passesFrom }: { readonly blocksBelow: number; readonly passesFrom: number },
  standardError: number,
  power = usual.power,
): ImprovementReach {
  const reach = normalQuantile(power) * standardError
  return { blocked: blocksBelow - reach, passed: passesFrom + reach }
}

/** Improvement from which on a one-sided test at 5% calls it more than chance: 1.645 SE. */
export const significantFrom = (standardError: number): number =>
  normalQuantile(1 - usual.alpha) * standardError

/**
 * Standard error of (n10 - n01) / n after adding half a row to each of the four cells, so that a sample without
 * discordant rows does not look infinitely precise.
 * @see Agresti & Min 2005, "Simple improved confidence intervals for comparing matched proportions"
 */
export function pairedStandardError(counts: PairedCounts): number {
  checkCounts(counts)
  const rows = counts.n + 2
  const difference = (counts.n10 - counts.n01) / rows
  return Math.sqrt(((counts.n10 + counts.n01 + 1) / rows - difference * difference) / rows)
}

/**
 * Rows at which an equal model is found no worse with the given power: n ((z₁₋α + z_power) SE / δ)², since a standard
 * error falls with the root of the rows. Of two shares of right answers that is 6.18 p / δ² at the usual 5% and 80%,
 * with p the share of discordant rows.
 * @param rows n, that the standard error is of
 * @param standardError SE, of the difference, in δ's unit
 * @param allowed δ > 0
 * @returns rows, rounded up; undefined where they are more than can be counted
 * @throws RangeError where nothing is allowed: no number of rows shows a model to be no worse by nothing at all
 */
export function rowsToShowNoWorse(
  rows: number,
  standardError: number,
  allowed: number,
  { alpha, power } = usual,
): number | undefined {
  if (!(allowed > 0)) throw new RangeError('no number of rows shows a model to be no worse by nothing at all')
  const reach = ((normalQuantile(1 - alpha) + normalQuantile(power)) * standardError) / allowed
  return wholeRows(rows * reach * reach)
}

/** Rounded up; undefined beyond the whole numbers that a double holds. */
export function wholeRows(rows: number): number | undefined {
  const whole = Math.ceil(rows)
  return Number.isSafeInteger(whole) ? whole : undefined
}
