import { normalQuantile } from './distributions.ts'
import type { PowerTarget } from './power.ts'
import { fallingRoot } from './root.ts'
import type { Proportion } from './two-proportions.ts'

/**
 * The smallest true difference of two shares that is found to be beyond a limit with the given power, all rows of both
 * groups succeeding as often as observed: (difference - limit) = (z₁₋α + z_power) SE.
 * @param limit in [0, 1]
 * @see Farrington & Manning 1990, "Test statistics and sample size formulae for comparative binomial trials"
 */
export function smallestDifferenceFound(
  one: Proportion,
  other: Proportion,
  limit: number,
  target: PowerTarget,
): number {
  const reach = reachOf(target)
  const middle = pooled(one, other)
  const missed = (difference: number) => {
    const low = Math.max(0, Math.min(middle - difference / 2, 1 - difference))
    return limit + reach * Math.sqrt(spread(low, one) + spread(low + difference, other)) - difference
  }
  return fallingRoot(missed, limit, 1)
}

/**
 * The largest true ratio of two shares that is found to be below a limit with the given power.
 * @param low the group whose share is the smaller
 * @param limit in [0, 1]
 * @returns undefined where even a ratio of 0 would be missed more often
 */
export function largestRatioFound(
  low: Proportion,
  high: Proportion,
  limit: number,
  target: PowerTarget,
): number | undefined {
  const reach = reachOf(target)
  const successes = low.hits + high.hits
  const found = (ratio: number) => {
    const share = Math.min(1, successes / (ratio * low.trials + high.trials))
    const error = Math.sqrt(spread(ratio * share, low) + limit * limit * spread(share, high))
    return (limit - ratio) * share - reach * error
  }
  return found(0) < 0 ? undefined : fallingRoot(found, 0, limit)
}

const reachOf = ({ alpha, power }: PowerTarget) => normalQuantile(1 - alpha) + normalQuantile(power)
const pooled = (one: Proportion, other: Proportion) => (one.hits + other.hits) / (one.trials + other.trials)
const spread = (share: number, { trials }: Proportion) => (share * (1 - share)) / trials
