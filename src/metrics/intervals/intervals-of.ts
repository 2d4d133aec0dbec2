import { dependentInterval } from '../compare/dependent-rows.ts'
import { fault } from '../faults.ts'
import type { Metric } from '../metric.ts'
import type { Predictions } from '../predictions.ts'
import type { Interval } from './interval.ts'

/** Bounds of the true values of metrics, by name; those that these rows allow none of are left out. */
export function intervalsOf(predictions: Predictions, wanted: readonly Metric[]): Record<string, Interval> {
  const intervals: Record<string, Interval> = {}
  for (const metric of wanted) {
    if (!metric.tasks.includes(predictions.task) || fault(predictions, metric.needs) !== undefined) continue
    const independent = metric.interval(predictions, `modelassay ${metric.name}`)
    const interval = dependentInterval(metric, predictions, independent)
    if (interval !== undefined && Number.isFinite(interval.low) && Number.isFinite(interval.high))
      intervals[metric.name] = interval
  }
  return intervals
}
