import { metricsOf } from './catalogue.ts'
import { fault, type Needs } from './faults.ts'
import type { Metric } from './metric.ts'
import type { Predictions } from './predictions.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** Every metric asked for is in one of the two; `metrics` holds finite numbers only. */
export interface Metrics {
  readonly metrics: Readonly<Record<string, number>>
  readonly undefined: readonly { readonly metric: string; readonly reason: string }[]
}

/**
 * Metrics of predictions, as scikit-learn computes them. Where it warns and answers 0 or NaN, or raises, the metric
 * is undefined.
 * @param wanted by default all metrics of the task
 */
export function computeMetrics(
  predictions: Predictions,
  wanted: readonly Metric[] = metricsOf(predictions.task),
): Metrics {
  const faults: Record<Needs, string | undefined> = {
    predicted: fault(predictions, 'predicted'),
    score: fault(predictions, 'score'),
    values: fault(predictions, 'values'),
  }
  const metrics: Record<string, number> = {}
  const undefinedMetrics: { metric: string; reason: string }[] = []
  for (const metric of wanted) {
    const reason = metric.tasks.includes(predictions.task)
      ? faults[metric.needs]
      : `a ${predictions.task} task has no ${metric.name}`
    const value = reason === undefined ? finite(metric.compute(predictions)) : undefinedBecause(reason)
    if (typeof value === 'number') metrics[metric.name] = value
    else undefinedMetrics.push({ metric: metric.name, reason: value.reason })
  }
  return { metrics, undefined: undefinedMetrics }
}

/** -0 becomes 0, so that records of equal findings have equal bytes. */
function finite(value: Measured): Measured {
  if (typeof value !== 'number') return value
  return Number.isFinite(value) ? value + 0 : undefinedBecause('the values are too large for a double')
}
