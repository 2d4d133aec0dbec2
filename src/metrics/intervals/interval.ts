import { normalQuantile } from '../../stats/distributions.ts'
import { quantile } from '../../stats/quantile.ts'
import { boundAlpha, type DependentMethod, type Method as DifferenceMethod } from '../compare/difference.ts'

/** How an interval of one value was made. */
type IntervalMethod =
  | Exclude<DifferenceMethod, 'tango+mcnemar'>
  | 'wilson'
  | 'rule-of-three'
  | DependentMethod

/** Two one-sided 95% bounds of a metric's true value, in its unit. */
export type Interval = {
  readonly method: IntervalMethod
  readonly low: number
  readonly high: number
}

/**
 * Percentiles of a bootstrap distribution; a resample on which the metric has no value counts as 0, as it does in
 * scikit-learn.
 * @returns undefined where no resample differs from another: rows that are all right say nothing of others
 */
export function percentileInterval(method: IntervalMethod, resampled: Float64Array): Interval | undefined {
  const sorted = resampled.map((value) => (Number.isFinite(value) ? value : 0)).sort()
  if (sorted[0] === sorted.at(-1)) return undefined
  return { method, low: quantile(sorted, boundAlpha), high: quantile(sorted, 1 - boundAlpha) }
}

/** Distance of a bound in standard errors. */
export const reach = () => normalQuantile(1 - boundAlpha)
