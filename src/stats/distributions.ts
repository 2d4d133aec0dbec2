import erfc from '@stdlib/math-base-special-erfc'
import erfcInverse from '@stdlib/math-base-special-erfcinv'
import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf'
import { fallingRoot } from './root.ts'

/**
 * Through the complementary error function: @stdlib's own normal quantile goes through 2p - 1 and loses its digits
 * in the lower tail.
 * @param probability in (0, 1)
 * @returns z with P(Z <= z) = probability, Z standard normal
 * @throws RangeError outside (0, 1)
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no normal quantile at ${probability}`)
  return -Math.SQRT2 * erfcInverse(2 * probability)
}

/** P(Z > z), Z standard normal, with all its digits in the upper tail. */
export const normalUpperTail = (z: number): number => erfc(z / Math.SQRT2) / 2

/**
 * P(X > x) for X chi-square. A sum of positive terms, so that small probabilities keep their digits. @stdlib's
 * incomplete gamma function (0.3.1) is off by 1 to 2% from about 2,000 degrees of freedom on, which is a categorical
 * column with as many values.
 * @param x >= 0, Infinity allowed
 * @param df degrees of freedom, integer > 0
 * @throws RangeError if x is NaN or negative, or df no such integer
 * @see Abramowitz & Stegun 26.4.4 and 26.4.5
 */
export function chiSquareUpperTail(x: number, df: number): number {
  if (!(x >= 0 && Number.isSafeInteger(df) && df > 0)) {
    throw new RangeError(`no chi-square tail at ${x} with ${df} degrees of freedom`)
  }
  if (x === 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const half = x / 2
  const odd = df % 2 === 1
  let tail = odd ? erfc(Math.sqrt(half)) : 0
  let logTerm = odd ? Math.log(half) / 2 - half - Math.log(Math.sqrt(Math.PI) / 2) : -half
  for (let a = odd ? 0.5 : 0; a < df / 2; a++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log(half / (a + 1))
  }
  return Math.min(tail, 1)
}

/**
 * @param probability upper tail, in (0, 1)
 * @param df degrees of freedom, integer > 0
 * @returns x with P(X > x) = probability
 * @throws RangeError if the probability lies outside (0, 1), or df is no such integer
 */
export function chiSquareUpperQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no chi-square quantile at ${probability}`)
  let beyond = df + 1
  while (chiSquareUpperTail(beyond, df) > probability) beyond *= 2
  return fallingRoot((x) => chiSquareUpperTail(x, df) - probability, 0, beyond)
}

/**
 * @param successes integer >= 0
 * @param trials integer >= 0
 * @returns P(X <= successes) for X binomial with chance 1/2
 */
export function fairCoinCdf(successes: number, trials: number): number {
  if (successes >= trials) return 1
  return binomialCdf(successes, trials, 0.5)
}
