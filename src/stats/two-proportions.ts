/** A share of successes. Both may be fractional, where weights make an effective number of trials of the rows. */
export interface Proportion {
  readonly hits: number
  /** > 0 */
  readonly trials: number
}

/**
 * Score statistic of "one share is above the other by `difference`", standard normal where that is so. The variance is
 * that of the likeliest shares with this very difference, so that it does not vanish where all or none succeeded.
 * @param difference in [-1, 1]
 * @returns > 0 where the observed difference is larger; infinite where the supposed one is impossible
 * @see Miettinen & Nurminen 1985, "Comparative analysis of two rates", Statistics in Medicine 4
 */
export function differenceScore(one: Proportion, other: Proportion, difference: number): number {
  const distance = one.hits / one.trials - other.hits / other.trials - difference
  const share = shareWithDifference(one, other, difference)
  return standardised(distance, one, other, share + difference, share, 1)
}

/**
 * Score statistic of "one share is `ratio` times the other", standard normal where that is so.
 * @param ratio >= 0
 * @returns > 0 where the observed ratio is larger
 * @see Miettinen & Nurminen 1985, as {@link differenceScore}
 */
export function ratioScore(one: Proportion, other: Proportion, ratio: number): number {
  const distance = one.hits / one.trials - (ratio * other.hits) / other.trials
  const share = shareWithRatio(one, other, ratio)
  return standardised(distance, one, other, ratio * share, share, ratio)
}

function standardised(
  distance: number,
  one: Proportion,
  other: Proportion,
  share: number,
  otherShare: number,
  factor: number,
): number {
  if (distance === 0) return 0
  const trials = one.trials + other.trials
  const spread = (p: number, n: number) => (within(p, 0, 1) * (1 - within(p, 0, 1))) / n
  const variance = spread(share, one.trials) + factor * factor * spread(otherShare, other.trials)
  return distance / Math.sqrt((variance * trials) / (trials - 1))
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** The likeliest share of the other where the one's is higher by the difference: the root of a cubic. */
function shareWithDifference(one: Proportion, other: Proportion, difference: number): number {
  const trials = one.trials + other.trials
  const hits = one.hits + other.hits
  const quadratic = (one.trials + 2 * other.trials) * difference - trials - hits
  const linear = (other.trials * difference - trials - 2 * other.hits) * difference + hits
  const constant = other.hits * difference * (1 - difference)
  const centre = quadratic / (3 * trials)
  const skew = centre ** 3 - (quadratic * linear) / (6 * trials * trials) + constant / (2 * trials)
  const radius = Math.sqrt(Math.max(0, centre * centre - linear / (3 * trials)))
  const angle = radius === 0 ? 0 : Math.acos(within(skew / radius ** 3, -1, 1))
  return 2 * radius * Math.cos((Math.PI + angle) / 3) - centre
}

/** The same where it is `ratio` times as high: the root of a quadratic. */
function shareWithRatio(one: Proportion, other: Proportion, ratio: number): number {
  const hits = one.hits + other.hits
  const trials = one.trials + other.trials
  const linear = ratio * (one.trials + other.hits) + one.hits + other.trials
  const discriminant = Math.max(0, linear * linear - 4 * trials * ratio * hits)
  // The smaller root as a quotient, which has no cancellation and serves a ratio of 0 too.
  return (2 * hits) / (linear + Math.sqrt(discriminant))
}
