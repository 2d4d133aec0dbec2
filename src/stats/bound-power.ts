import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf'
import { normalQuantile } from './distributions.ts'
import { type PowerTarget, wholeRows } from './power.ts'
import { fallingRoot } from './root.ts'

/** A value that is held to a bound, with the limits of its interval. All in the metric's unit. */
export interface BoundedValue {
  readonly side: 'min' | 'max'
  readonly bound: number
  readonly value: number
  /** one-sided limits at 95% each, low <= value <= high */
  readonly low: number
  readonly high: number
  /** its interval is Wilson's, of a share */
  readonly share: boolean
}

/** z of the one-sided 95% that intervals have. Asked for where it is needed: it loads the error function. */
const reached = () => normalQuantile(0.95)

/**
 * The true value that a bound blocks with the given power, it and all that are worse: the value has to lie z₁₋α SE inside
 * the bound, and one that is truly z₁₋α SE - z_power SE inside does so in 1 - power of test sets. At the usual 5% and 80%
 * that is 0.80 SE inside of a `min` or `max` with confidence, and at an alpha of one half, which is a bound of the estimate
 * alone, 0.84 SE outside.
 *
 * Of a share the standard error is that of the bound where it must be passed and that of the true share where it varies,
 * which is Wilson's test; of anything else it is that of the interval, on the side that is judged where it must be passed.
 * @param alpha in (0, 0.5]
 * @returns a share within [0, 1]; undefined where the interval has no width
 * @see Fleiss, Levin & Paik 2003, "Statistical Methods for Rates and Proportions", chapter 2, for a share
 */
export function valueBlocked(of: BoundedValue, { alpha, power }: PowerTarget): number | undefined {
  const { side, bound } = of
  const [certainty, reach] = [zOf(alpha), normalQuantile(power)]
  const inwards = side === 'min' ? 1 : -1
  if (of.share) {
    const trials = trialsOf(of)
    if (trials === undefined) return undefined
    const threshold = clamped(bound + inwards * certainty * Math.sqrt(spread(bound) / trials))
    const root = reach * Math.sqrt(spread(threshold) / trials + (reach / (2 * trials)) ** 2)
    const middle = threshold + (reach * reach) / (2 * trials)
    return clamped((middle - inwards * root) / (1 + (reach * reach) / trials))
  }
  const errors = standardErrorsOf(of)
  return errors && bound + inwards * (certainty * errors.judged - reach * errors.either)
}

/**
 * Rows at which a model that is truly as good as this value is passes with the given power: n ((z₁₋α + z_power) SE / d)²,
 * with d its distance from the bound; of a share each z with the standard error where it holds, as in {@link valueBlocked}.
 * @param rows n, that the interval is of
 * @returns rows, rounded up; undefined where the value does not keep the bound, the interval has no width, or they are more
 * than can be counted
 */
export function rowsToKeepBound(
  rows: number,
  of: BoundedValue,
  { alpha, power }: PowerTarget,
): number | undefined {
  const { side, bound, value } = of
  const distance = side === 'min' ? value - bound : bound - value
  if (!(distance > 0)) return undefined
  const [certainty, reach] = [zOf(alpha), normalQuantile(power)]
  const trials = of.share ? trialsOf(of) : undefined
  const errors = standardErrorsOf(of)
  if (errors === undefined) return undefined
  const width =
    trials === undefined
      ? certainty * errors.judged + reach * errors.either
      : (certainty * Math.sqrt(spread(bound)) + reach * Math.sqrt(spread(value))) / Math.sqrt(trials)
  return wholeRows(rows * (width / distance) ** 2)
}

/**
 * The true share of rows at which more than a count of them is found with the given power, each row by itself: Clopper and
 * Pearson's upper limit of that count.
 * @param count integer >= 0, that may be found
 * @param rows integer > 0
 * @returns undefined where so many rows cannot be found
 * @see Clopper & Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial"
 */
export function shareExceeding(count: number, rows: number, power: number): number | undefined {
  if (count >= rows) return undefined
  return fallingRoot((share) => binomialCdf(count, rows, share) - (1 - power), 0, 1)
}

/** 0 at one half, where the quantile is that but for rounding. */
const zOf = (alpha: number) => (alpha === 0.5 ? 0 : normalQuantile(1 - alpha))
const spread = (share: number) => Math.max(0, share * (1 - share))
const clamped = (share: number) => Math.min(1, Math.max(0, share))

/** On the side that is judged, and of both. A limit without distance says nothing; then the other one does. */
function standardErrorsOf({ side, value, low, high }: BoundedValue) {
  const z = reached()
  const sides = [value - low, high - value].map((distance) => distance / z)
  const [below, above] = [sides[0]! > 0 ? sides[0]! : sides[1]!, sides[1]! > 0 ? sides[1]! : sides[0]!]
  const either = (below + above) / 2
  return either > 0 && Number.isFinite(either)
    ? { judged: side === 'min' ? below : above, either }
    : undefined
}

/** Of which Wilson's limit lies where it does: (value - limit)² = z² limit (1 - limit) / n. */
function trialsOf(of: BoundedValue): number | undefined {
  const { side, value, low, high } = of
  const judged = side === 'min' ? low : high
  const limit = judged === value ? (side === 'min' ? high : low) : judged
  const trials = (reached() ** 2 * spread(limit)) / (value - limit) ** 2
  return trials > 0 && Number.isFinite(trials) ? trials : undefined
}
