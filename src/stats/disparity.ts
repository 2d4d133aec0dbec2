import { normalQuantile, normalUpperTail } from './distributions.ts'
import { highestRoot, lowestRoot } from './root.ts'
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
  const apart = ([low, high]: Pair) => share(high) - share(low)
  const pairs = pairsOf(kinds).sort((a, b) => apart(b) - apart(a))
  const value = apart(pairs[0]!)
  const certain = normalQuantile(alpha)
  const part = alpha / pairs.length
  const low = highestRoot(
    pairs.map((pair) => (difference: number) => part - chanceOfDifference(pair, difference)),
    0,
    value,
  )
  const cannotBeMore = bothWays(pairs).map(
    ([one, other]) =>
      (difference: number) =>
        differenceScore(one, other, difference) - certain,
  )
  return { value, interval: [low, highestRoot(cannotBeMore, value, 1)] }
}

/** Chance of groups lying as far apart as they do, if no two differed by more than `limit`; adjusted over the pairs. */
export function differenceChance(kinds: readonly Shares[], limit: number): number {
  return adjusted(kinds, (pair) => chanceOfDifference(pair, limit))
}

const chanceOfDifference = ([low, high]: Pair, limit: number) =>
  eitherWay(() => differenceScore(high, low, limit), share(high) - share(low), limit)

/**
 * The smallest ratio of the shares of two groups; bounds as those of {@link largestDifference}.
 * @param kinds in each of which some group has a share above 0
 */
export function smallestRatio(kinds: readonly Shares[], alpha: number): Disparity {
  const value = Math.min(
    ...kinds.map((groups) => Math.min(...groups.map(share)) / Math.max(...groups.map(share))),
  )
  const ratioOf = ([low, high]: Pair) => share(low) / share(high)
  // Two shares of 0 have no ratio, and say nothing.
  const pairs = pairsOf(kinds)
    .filter(([, high]) => share(high) > 0)
    .sort((a, b) => ratioOf(a) - ratioOf(b))
  const certain = -normalQuantile(alpha)
  const part = alpha / pairsOf(kinds).length
  const high = lowestRoot(
    pairs.map((pair) => (ratio: number) => chanceOfRatio(pair, ratio) - part),
    value,
    1,
  )
  const isMore = bothWays(pairs).map(
    ([one, other]) =>
      (ratio: number) =>
        ratioScore(one, other, ratio) - certain,
  )
  return { value, interval: [value === 0 ? 0 : lowestRoot(isMore, 0, value), high] }
}

/** Chance of such ratios if none of two groups were below `limit`; adjusted over the pairs. */
export function ratioChance(kinds: readonly Shares[], limit: number): number {
  return adjusted(kinds, (pair) => chanceOfRatio(pair, limit))
}

const chanceOfRatio = ([low, high]: Pair, limit: number) =>
  eitherWay(
    () => -ratioScore(low, high, limit),
    Math.log(share(high)) - Math.log(share(low)),
    -Math.log(limit),
  )

const share = ({ hits, trials }: Proportion) => hits / trials

/** The second's share is no smaller than the first's. */
type Pair = readonly [low: Proportion, high: Proportion]

const pairsOf = (kinds: readonly Shares[]): Pair[] =>
  kinds.flatMap((groups) =>
    groups.flatMap((one, i) =>
      groups.slice(i + 1).map((other): Pair => (share(one) <= share(other) ? [one, other] : [other, one])),
    ),
  )

const bothWays = (pairs: readonly Pair[]) =>
  pairs.flatMap(([low, high]) => [[high, low] as const, [low, high] as const])

function adjusted(kinds: readonly Shares[], chance: (pair: Pair) => number): number {
  const pairs = pairsOf(kinds)
  return Math.min(1, pairs.length * Math.min(...pairs.map(chance)))
}

/**
 * Chance that two groups lie as far apart as observed, in whichever direction, if they lie apart by `limit` in this one:
 * at a limit of 0 both ways are as likely, and far from it only one is.
 * @param score standardised distance of the observed from the limit, asked for where there is one
 */
function eitherWay(score: () => number, observed: number, limit: number): number {
  if (!(observed > limit)) return 1
  const z = score()
  const mirrored = observed === Number.POSITIVE_INFINITY ? z : (z * (observed + limit)) / (observed - limit)
  return normalUpperTail(z) + normalUpperTail(mirrored)
}
