import { studentDifference } from '../../stats/difference.ts'
import { type Jackknifed, jackknife } from '../../stats/jackknife.ts'
import { studentTQuantile } from '../../stats/student-t.ts'
import type { Partition } from '../dependence.ts'
import type { Interval } from '../intervals/interval.ts'
import type { Metric } from '../metric.ts'
import type { Predictions } from '../predictions.ts'
import { predictionsAt } from '../predictions-at.ts'
import { boundAlpha, type MetricDifference } from './difference.ts'

/**
 * The test of a difference on rows that depend on each other: Student's t with the jackknife's standard error over the
 * parts, and never surer than the test that takes every row for news.
 * @param independent that test
 * @returns undefined where the parts allow none
 */
export const dependentDifference = (
  metric: Metric,
  candidate: Predictions,
  baseline: Predictions,
  independent: MetricDifference | undefined,
): MetricDifference | undefined =>
  dependentTest(candidate.dependence, independent, (at) => {
    const [one, other] = [candidate, baseline].map((side) => metric.compute(predictionsAt(side, at)))
    return typeof one === 'number' && typeof other === 'number' ? one - other : Number.NaN
  })

/** The same of any estimate of it. @param estimate of some of the rows; NaN where they have none */
export function dependentTest(
  dependence: readonly Partition[] | undefined,
  independent: MetricDifference | undefined,
  estimate: (at: Uint32Array) => number,
): MetricDifference | undefined {
  if (dependence === undefined || independent === undefined) return independent
  const spread = widest(dependence, estimate)
  if (spread === undefined) return undefined
  const tested = studentDifference(independent.change, spread.standardError, boundAlpha, spread.df)
  const method = `${independent.method}+${kindsOf(dependence)}` as const
  if (tested === undefined) return { ...independent, method }
  return {
    method,
    change: independent.change,
    interval: [
      Math.min(independent.interval[0], tested.interval[0]),
      Math.max(independent.interval[1], tested.interval[1]),
    ],
    standardError: Math.max(independent.standardError, tested.standardError),
    pLower: Math.max(independent.pLower, tested.pLower),
    pHigher: Math.max(independent.pHigher, tested.pHigher),
  }
}

/**
 * Bounds of a value on such rows, never narrower than those that take every row for news. Where no part changes the
 * value, as of a model without an error, there are as many observations as clusters or blocks.
 */
export function dependentInterval(
  metric: Metric,
  predictions: Predictions,
  independent: Interval | undefined,
): Interval | undefined {
  const { dependence, rows } = predictions
  if (dependence === undefined || independent === undefined) return independent
  const value = metric.compute(predictions)
  const spread = widest(dependence, (at) => {
    const without = metric.compute(predictionsAt(predictions, at))
    return typeof without === 'number' ? without : Number.NaN
  })
  if (spread === undefined || typeof value !== 'number') return undefined
  const { low, high } = independent
  const method = `${independent.method}+${kindsOf(dependence)}` as const
  if (spread.standardError === 0) {
    const factor = Math.max(1, rows / Math.min(...dependence.map((partition) => partition.independent)))
    return { method, low: value - (value - low) * factor, high: value + (high - value) * factor }
  }
  const reach = studentTQuantile(1 - boundAlpha, spread.df) * spread.standardError
  return { method, low: Math.min(low, value - reach), high: Math.max(high, value + reach) }
}

const kindsOf = (dependence: readonly Partition[]) =>
  dependence.length > 1 ? 'clusters+blocks' : dependence[0]!.kind

/** Of several partitions the one that leaves more in doubt. */
function widest(
  dependence: readonly Partition[],
  estimate: (at: Uint32Array) => number,
): Jackknifed | undefined {
  const spreads = dependence.map(({ part, parts }) =>
    jackknife(Float64Array.from({ length: parts }, (_, one) => estimate(rowsOutside(part, one)))),
  )
  if (spreads.some((spread) => spread === undefined)) return undefined
  return spreads
    .filter((spread) => spread !== undefined)
    .sort((a, b) => b.standardError - a.standardError || a.df - b.df)[0]
}

function rowsOutside(part: Uint32Array, without: number): Uint32Array {
  const at = new Uint32Array(part.length)
  let count = 0
  for (let row = 0; row < part.length; row++) if (part[row] !== without) at[count++] = row
  return at.subarray(0, count)
}
