import { grouped } from '../report/number.ts'
import { skewedMean } from '../stats/skewed-mean.ts'
import { boundAlpha, type MetricDifference, testedBy } from './compare/difference.ts'
import type { Interval } from './intervals/interval.ts'
import { weightedMean } from './mean.ts'
import type { Direction, Metric } from './metric.ts'
import type { Predictions } from './predictions.ts'
import { firstAtFault } from './row-named.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** What a metric is made of, once its columns are known to be whole. */
interface Parts {
  readonly value: number
  /** how much each row adds to the value's error: its mean is 0, and its spread is the value's */
  readonly influence: (row: number) => number
}

/** The mean of a column of the predictions. */
export const meanOfColumn = (name: string, column: string, direction: Direction): Metric =>
  ownMetric(name, direction, [column], (predictions) => {
    const values = wholeColumn(predictions, column)
    if (!(values instanceof Float64Array)) return values
    const value = weightedMean(predictions.rows, predictions.weights, (row) => values[row]!)
    return { value, influence: (row) => values[row]! - value }
  })

/**
 * The sum of one column over the sum of another. The test is that of the linearised ratio.
 * @see Cochran 1977, "Sampling Techniques", section 2.11
 */
export const ratioOfColumns = (
  name: string,
  [top, bottom]: readonly [string, string],
  direction: Direction,
): Metric =>
  ownMetric(name, direction, [top, bottom], (predictions) => {
    const { rows, weights } = predictions
    const above = wholeColumn(predictions, top)
    if (!(above instanceof Float64Array)) return above
    const below = wholeColumn(predictions, bottom)
    if (!(below instanceof Float64Array)) return below
    const base = weightedMean(rows, weights, (row) => below[row]!)
    if (!(base > 0)) return undefinedBecause(`the sum of ${JSON.stringify(bottom)} is not above 0`)
    const value = weightedMean(rows, weights, (row) => above[row]!) / base
    return { value, influence: (row) => (above[row]! - value * below[row]!) / base }
  })

function wholeColumn(
  { values = {}, rows, named }: Predictions,
  name: string,
): Float64Array | { reason: string } {
  const column = Object.hasOwn(values, name) ? values[name] : undefined
  if (column === undefined) return undefinedBecause(`the predictions have no column ${JSON.stringify(name)}`)
  const bad = column.filter((value) => !Number.isFinite(value)).length
  if (bad === 0) return column
  const first = column.findIndex((value) => !Number.isFinite(value))
  return undefinedBecause(
    `${grouped(bad)} of ${grouped(rows)} values of ${JSON.stringify(name)} are missing or not finite${firstAtFault(named, first, column[first]!)}`,
  )
}

function ownMetric(
  name: string,
  direction: Direction,
  columns: readonly string[],
  partsOf: (predictions: Predictions) => Parts | { readonly reason: string },
): Metric {
  return {
    name,
    tasks: ['binary', 'multiclass', 'regression', 'ranking'],
    direction,
    needs: 'values',
    columns,
    method: 'student',
    compute(predictions): Measured {
      const parts = partsOf(predictions)
      return 'reason' in parts ? parts : parts.value
    },
    difference(candidate, baseline): MetricDifference | undefined {
      const [one, other] = [partsOf(candidate), partsOf(baseline)]
      if ('reason' in one || 'reason' in other) return undefined
      const spread = (row: number) => one.influence(row) - other.influence(row)
      return testedBy('student', about(one.value - other.value, spread, candidate))
    },
    interval(predictions): Interval | undefined {
      const parts = partsOf(predictions)
      if ('reason' in parts) return undefined
      const found = about(parts.value, parts.influence, predictions)
      return found && { method: 'student', low: found.interval[0], high: found.interval[1] }
    },
  }
}

/** Student's t, corrected for skewness, of values whose mean is that value and whose spread is its own. */
function about(value: number, influence: (row: number) => number, { rows, weights }: Predictions) {
  return skewedMean(
    Float64Array.from({ length: rows }, (_, row) => value + influence(row)),
    weights,
    boundAlpha,
  )
}
