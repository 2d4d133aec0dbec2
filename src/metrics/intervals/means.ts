import { effectiveRows } from '../../stats/estimated-mean.ts'
import { skewedMean } from '../../stats/skewed-mean.ts'
import { boundAlpha } from '../compare/difference.ts'
import { type RowValue, squaredError } from '../compare/means.ts'
import { weightedMean } from '../mean.ts'
import { naivePredictions } from '../naive-predictions.ts'
import type { Predictions, RegressionPredictions } from '../predictions.ts'
import { rightPredictions } from '../right-predictions.ts'
import type { Interval } from './interval.ts'

/** A mean of a value a row, with Student's t corrected for skewness. */
export function meanInterval<P extends Predictions>(
  value: RowValue<P>,
  predictions: P,
): Interval | undefined {
  const of = value(predictions)
  const rows = Float64Array.from({ length: predictions.rows }, (_, i) => of(i))
  const mean = skewedMean(rows, predictions.weights, boundAlpha)
  if (mean) return { method: 'student', low: mean.interval[0], high: mean.interval[1] }
  return rows.length > 0 ? withoutSpread(rows[0]!, value, predictions) : undefined
}

/**
 * Rows that are all predicted as well as each other, perfectly as a rule, say that few others are not: with 95%
 * confidence fewer than 1 - 0.05^(1/n). How badly those are predicted no row tells; it is taken to be as badly as by a
 * model that knows nothing, or as well as by one that is always right.
 * @see Hanley & Lippman-Hand 1983, "If nothing goes wrong, is everything all right?", the rule of three
 */
function withoutSpread<P extends Predictions>(known: number, value: RowValue<P>, predictions: P): Interval {
  const { rows, weights } = predictions
  const unseen = 1 - boundAlpha ** (1 / effectiveRows(rows, weights))
  const meanOf = (others: Predictions) => weightedMean(rows, weights, value(others as P))
  const bounds = [meanOf(naivePredictions(predictions)), meanOf(rightPredictions(predictions))].map(
    (other) => known + unseen * (other - known),
  )
  return { method: 'rule-of-three', low: Math.min(known, ...bounds), high: Math.max(known, ...bounds) }
}

/** The root of the bounds of the mean squared error. */
export function rootMeanSquaredInterval(predictions: RegressionPredictions): Interval | undefined {
  const squares = meanInterval(squaredError, predictions)
  return (
    squares && {
      ...squares,
      low: Math.sqrt(Math.max(0, squares.low)),
      high: Math.sqrt(squares.high),
    }
  )
}

/**
 * 1 minus the ratio of the mean squared error to the labels' variance. Other rows would have had another variance too, so
 * that the bounds are those of the ratio, linearised about its value. Without any spread of the errors only they count.
 * @see Cochran 1977, "Sampling Techniques", section 2.9, for the ratio
 */
export function ofVarianceInterval(
  value: RowValue<RegressionPredictions>,
  predictions: RegressionPredictions,
): Interval | undefined {
  const { labels, rows, weights } = predictions
  const mean = weightedMean(rows, weights, (i) => labels[i]!)
  const variance = weightedMean(rows, weights, (i) => (labels[i]! - mean) ** 2)
  if (!(variance > 0)) return undefined
  const of = value(predictions)
  const ratio = weightedMean(rows, weights, of) / variance
  const residuals = Float64Array.from({ length: rows }, (_, i) => of(i) - ratio * (labels[i]! - mean) ** 2)
  const spread = ratio > 0 ? skewedMean(residuals, weights, boundAlpha) : undefined
  if (spread) {
    const [low, high] = spread.interval
    return { method: 'student', low: 1 - ratio - high / variance, high: 1 - ratio - low / variance }
  }
  const squares = meanInterval(value, predictions)
  return squares && { ...squares, low: 1 - squares.high / variance, high: 1 - squares.low / variance }
}
