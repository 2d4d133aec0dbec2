import type { Config } from '../config/schema.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import { bare } from '../report/number.ts'
import { memberOf } from './member-of.ts'

/** The values that a metric can have; an end that there is not is infinite. */
export type Range = readonly [low: number, high: number]

/** Undefined where the name is nobody's, or the user's own. */
export const knownRange = (metric: string, own: Config['metrics']): Range | undefined =>
  memberOf(own, metric) ? undefined : metricNamed(metric)?.range

/** As what is said of the metric. */
export function rangeText([low, high]: Range): string {
  if (high === Number.POSITIVE_INFINITY) return `is never below ${bare(low)}`
  if (low === Number.NEGATIVE_INFINITY) return `is never above ${bare(high)}`
  return `lies between ${bare(low)} and ${bare(high)}`
}
