import { normalQuantile } from './distributions.ts'
import { studentTCdf, studentTQuantile } from './student-t.ts'

/** What paired rows say of a difference, candidate minus baseline, in the metric's unit. */
export interface Difference {
  readonly change: number
  /** two one-sided bounds at 1 - alpha each */
  readonly interval: readonly [low: number, high: number]
  /** > 0 */
  readonly standardError: number
  /** chance of a difference as low as this or lower, if there were none */
  readonly pLower: number
  /** chance of one as high as this or higher */
  readonly pHigher: number
}

/**
 * A difference that is normal with a known standard error, or Student's with an estimated one.
 * @param df degrees of freedom; absent: normal
 * @returns undefined where the standard error is 0 or no number: rows without any spread say nothing of their chance
 */
export function studentDifference(
  change: number,
  standardError: number,
  alpha: number,
  df?: number,
): Difference | undefined {
  if (!(Number.isFinite(change) && standardError > 0 && Number.isFinite(standardError))) return undefined
  const reach = df === undefined ? normalQuantile(1 - alpha) : studentTQuantile(1 - alpha, df)
  const t = change / standardError
  // A million degrees of freedom are the normal distribution, to the last digit that matters.
  const freedom = df ?? 1e9
  return {
    change,
    interval: [change - reach * standardError, change + reach * standardError],
    standardError,
    pLower: studentTCdf(t, freedom),
    pHigher: studentTCdf(-t, freedom),
  }
}

/** The same difference in another unit. @param factor finite, not 0 */
export function scaled(difference: Difference, factor: number): Difference {
  const { change, interval, standardError, pLower, pHigher } = difference
  const [low, high] = interval
  return factor > 0
    ? {
        change: change * factor,
        interval: [low * factor, high * factor],
        standardError: standardError * factor,
        pLower,
        pHigher,
      }
    : {
        change: change * factor,
        interval: [high * factor, low * factor],
        standardError: -standardError * factor,
        pLower: pHigher,
        pHigher: pLower,
      }
}
