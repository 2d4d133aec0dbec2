import { meanDifference } from '../../stats/mean-difference.ts'
import { boundAlpha } from '../compare/difference.ts'
import { type RowValue, squaredError } from '../compare/means.ts'
import { weightedMean } from '../mean.ts'
import type { Predictions, RegressionPredictions } from '../predictions.ts'
import type { Interval } from './interval.ts'

/** A mean of a value a row, with Student's t. */
export function meanInterval<P extends Predictions>(
  value: RowValue<P>,
  predictions: P,
): Interval | undefined {
  const of = value(predictions)
  const rows = Float64Array.from({ length: predictions.rows }, (_, i) => of(i))
  const mean = meanDifference(rows, predictions.weights, boundAlpha)
  return mean && { method: 'student', low: mean.interval[0], high: mean.interval[1] }
}

/** The root of the bounds of the mean squared error. */
export function rootMeanSquaredInterval(predictions: RegressionPredictions): Interval | undefined {
  const squares = meanInterval(squaredError, predictions)
  return (
    squares && {
      method: 'student',
      low: Math.sqrt(Math.max(0, squares.low)),
      high: Math.sqrt(squares.high),
    }
  )
}

/** 1 minus the bounds of the squared errors in units of the labels' variance, which is the test set's. */
export function ofVarianceInterval(
  value: RowValue<RegressionPredictions>,
  predictions: RegressionPredictions,
): Interval | undefined {
  const { labels, rows, weights } = predictions
  const mean = weightedMean(rows, weights, (i) => labels[i]!)
  const variance = weightedMean(rows, weights, (i) => (labels[i]! - mean) ** 2)
  const squares = meanInterval(value, predictions)
  if (squares === undefined || !(variance > 0)) return undefined
  return { method: 'student', low: 1 - squares.high / variance, high: 1 - squares.low / variance }
}
