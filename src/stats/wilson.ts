import { normalQuantile } from './distributions.ts'

/**
 * Wilson's score interval for a proportion. Unlike p ± z √(p(1-p)/n) it does not shrink to a point where all or none
 * of the trials succeeded: with n of n the lower bound is n / (n + z²).
 * @param successes integer, 0 to `trials`
 * @param trials integer > 0
 * @param level two-sided, in (0, 1); default: 0.95
 * @returns [low, high] within [0, 1]
 * @throws RangeError if the counts are no counts, there are no trials, or the level is none
 * @see Wilson 1927, "Probable inference, the law of succession, and statistical inference", JASA 22
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): [low: number, high: number] {
  const whole = Number.isSafeInteger(successes) && Number.isSafeInteger(trials)
  if (!whole || successes < 0 || trials <= 0 || successes > trials)
    throw new RangeError(`${successes} of ${trials} is no proportion`)
  if (!(level > 0 && level < 1)) throw new RangeError(`a level lies in (0, 1), not ${level}`)
  const z = normalQuantile((1 + level) / 2)
  // Each bound as a quotient without cancellation: the difference "centre - half" loses its digits near 0.
  const lower = (hits: number) => {
    const share = hits / trials
    const root = z * Math.sqrt(z * z + 4 * trials * share * (1 - share))
    return (2 * hits * share) / (2 * hits + z * z + root)
  }
  return [lower(successes), 1 - lower(trials - successes)]
}
