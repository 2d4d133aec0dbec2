import studentCdf from '@stdlib/stats-base-dists-t-cdf'
import studentQuantile from '@stdlib/stats-base-dists-t-quantile'

/**
 * @param t finite
 * @param df degrees of freedom, > 0
 * @returns P(T <= t), with all its digits in the lower tail
 */
export const studentTCdf = (t: number, df: number): number => studentCdf(t, df)

/**
 * @param probability in (0, 1)
 * @param df degrees of freedom, > 0
 * @returns t with P(T <= t) = probability
 * @throws RangeError outside (0, 1)
 */
export function studentTQuantile(probability: number, df: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no Student quantile at ${probability}`)
  return studentQuantile(probability, df)
}
