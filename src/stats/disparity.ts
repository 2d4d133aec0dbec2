import { normalQuantile } from './distributions.ts'
import { fallingRoot } from './root.ts'
import { studentTCdf } from './student-t.ts'
import { differenceScore, type Proportion, ratioScore } from './two-proportions.ts'

/** How far apart the shares of several groups are, with what chance can do to it. */
export interface Disparity {
  readonly value: number
  /** two one-sided bounds of the true disparity at 1 - alpha each */
  readonly interval: readonly [low: number, high: number]
}

/**
 * One kind of share by group, such as selection rates. A disparity over several kinds (true positive rates and false
 * positive rates) is the worst of theirs.
 */
export type Shares = readonly Proportion[]

/**
 * The largest difference between the shares of two groups. Its estimate is biased upwards, the more so the more groups
 * there are, so that bounds cannot be those of the two groups that happen to lie apart the most: from below every pair
 * is tested, each at its part of alpha (Bonferroni); from above it suffices to test each pair at alpha, since only one
 * of them has the largest true difference.
 * @param kinds at least one, each with at least two groups of one or more trials
 * @see Miettinen & Nurminen 1985 for the pairs; Hochberg & Tamhane 1987, "Multiple Comparison Procedures", for all of them
 */
export function largestDifference(kinds: readonly Shares[], alpha: number): Disparity {
  const pairs = pairsOf(kinds)
  const value = Math.max(...pairs.map(([one, other]) => Math.abs(share(one) - share(other))))
  const certain = normalQuantile(alpha)
  const cannotBeMore = (difference: number) =>
    Math.max(...bothWays(pairs).map(([one, other]) => differenceScore(one, other, difference))) - certain
  const low =
    differenceChance(kinds, 0) > alpha
      ? 0
      : fallingRoot((difference) => alpha - differenceChance(kinds, difference), 0, value)
  const high = cannotBeMore(1) > 0 ? 1 : fallingRoot(cannotBeMore, value, 1)
  return { value, interval: [low, high] }
}

/** Chance of groups lying as far apart as they do, if no two differed by more than `limit`; adjusted over the pairs. */
export function differenceChance(kinds: readonly Shares[], limit: number): number {
  return adjusted(kinds, ([low, high]) => {
    const apart = share(high) - share(low)
    return eitherWay(differenceScore(high, low, limit), apart, limit)
  })
}

/**
 * The smallest ratio of the shares of two groups; bounds as those of {@link largestDifference}.
 * @param kinds in each of which some group has a share above 0
 */
export function smallestRatio(kinds: readonly Shares[], alpha: number): Disparity {
  const pairs = pairsOf(kinds)
  const value = Math.min(
    ...kinds.map((groups) => Math.min(...groups.map(share)) / Math.max(...groups.map(share))),
  )
  const certain = -normalQuantile(alpha)
  const isMore = (ratio: number) =>
    Math.min(...bothWays(pairs).map(([one, other]) => ratioScore(one, other, ratio))) - certain
  const high =
    ratioChance(kinds, 1) > alpha ? 1 : fallingRoot((ratio) => ratioChance(kinds, ratio) - alpha, value, 1)
  const low = value === 0 || isMore(0) < 0 ? 0 : fallingRoot(isMore, 0, value)
  return { value, interval: [low, high] }
}

/** Chance of such ratios if none of two groups were below `limit`; adjusted over the pairs. */
export function ratioChance(kinds: readonly Shares[], limit: number): number {
  return adjusted(kinds, ([low, high]) => {
    const apart = Math.log(share(high)) - Math.log(share(low))
    return eitherWay(-ratioScore(low, high, limit), apart, -Math.log(limit))
  })
}

const share = ({ hits, trials }: Proportion) => hits / trials

type Pair = readonly [one: Proportion, other: Proportion]

const pairsOf = (kinds: readonly Shares[]): Pair[] =>
  kinds.flatMap((groups) =>
    groups.flatMap((one, i) => groups.slice(i + 1).map((other): Pair => [one, other])),
  )

const bothWays = (pairs: readonly Pair[]) =>
  pairs.flatMap(([one, other]): Pair[] => [
    [one, other],
    [other, one],
  ])

/** @param chance of two groups of which the first has no larger share than the second */
function adjusted(kinds: readonly Shares[], chance: (pair: Pair) => number): number {
  const pairs = pairsOf(kinds)
  const chances = pairs.map(([one, other]) =>
    chance(share(one) <= share(other) ? [one, other] : [other, one]),
  )
  return Math.min(1, pairs.length * Math.min(...chances))
}

/**
 * Chance that two groups lie as far apart as observed, in whichever direction, if they lie apart by `limit` in this one:
 * at a limit of 0 both ways are as likely, and far from it only one is.
 * @param z standardised distance of the observed from the limit
 */
function eitherWay(z: number, observed: number, limit: number): number {
  if (!(observed > limit)) return 1
  const mirrored = observed === Number.POSITIVE_INFINITY ? z : (z * (observed + limit)) / (observed - limit)
  return tail(z) + tail(mirrored)
}

/** As many degrees of freedom as the normal distribution, whose lower tail keeps all its digits here. */
const normal = 1e9

/** P(Z > z). */
const tail = (z: number) => (z === Number.POSITIVE_INFINITY ? 0 : studentTCdf(-z, normal))
