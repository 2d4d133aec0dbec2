import { fault } from '../../metrics/faults.ts'
import type { Metric } from '../../metrics/metric.ts'
import { naiveOf } from '../../metrics/naive.ts'
import type { Predictions } from '../../metrics/predictions.ts'
import type { RecordedNaive } from '../../record/naive.ts'

/** What a naive model reaches in each metric whose rule asks, and how far from it this one is. */
export function measureNaive(
  predictions: Predictions,
  ruled: readonly Metric[],
  asked: readonly string[],
): Record<string, RecordedNaive> {
  const judged = ruled.filter(
    ({ name, tasks, needs }) =>
      asked.includes(name) && tasks.includes(predictions.task) && fault(predictions, needs) === undefined,
  )
  return Object.fromEntries(
    judged.map((metric) => [
      metric.name,
      recorded(naiveOf(predictions, metric, `modelassay ${metric.name}`), metric),
    ]),
  )
}

function recorded(naive: ReturnType<typeof naiveOf>, { direction }: Metric): RecordedNaive {
  if ('reason' in naive) return { reason: naive.reason }
  const { value, does, difference } = naive
  if (difference === undefined) return { value, does }
  const { change, interval, standardError, pHigher, pLower, method } = difference
  return {
    value,
    does,
    change,
    interval: [interval[0], interval[1]],
    standard_error: standardError,
    p_value: direction === 'higher' ? pHigher : pLower,
    method,
  }
}
