import { ascending } from '../stats/order.ts'
import { quantile } from '../stats/quantile.ts'
import { pinballLoss, symmetricPercentageError } from './errors-of-rows.ts'
import { weightedMean } from './mean.ts'
import type { RegressionPredictions } from './predictions.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** Mean absolute error, in the label's unit. */
export function meanAbsoluteError({ labels, predicted, rows, weights }: RegressionPredictions): number {
  return weightedMean(rows, weights, (i) => Math.abs(labels[i]! - predicted[i]!))
}

/** Mean squared error, in the label's unit squared. */
export function meanSquaredError({ labels, predicted, rows, weights }: RegressionPredictions): number {
  return weightedMean(rows, weights, (i) => (labels[i]! - predicted[i]!) ** 2)
}

/** Root of the mean squared error, in the label's unit. */
export function rootMeanSquaredError(predictions: RegressionPredictions): number {
  return Math.sqrt(meanSquaredError(predictions))
}

/** Mean of |error| / |label|, a fraction and no percentage; as in scikit-learn a label of 0 counts as 2.2e-16. */
export function meanAbsolutePercentageError({
  labels,
  predicted,
  rows,
  weights,
}: RegressionPredictions): number {
  return weightedMean(
    rows,
    weights,
    (i) => Math.abs(labels[i]! - predicted[i]!) / Math.max(Math.abs(labels[i]!), Number.EPSILON),
  )
}

/** Mean of |error| / mean of |label| and |prediction|, 0 to 2; where both are 0 it is 0. */
export function symmetricMeanAbsolutePercentageError(predictions: RegressionPredictions): number {
  return weightedMean(predictions.rows, predictions.weights, symmetricPercentageError(predictions))
}

/** Mean pinball loss of predictions of the quantile `alpha`, in the label's unit. */
export function meanPinballLoss(alpha: number, predictions: RegressionPredictions): number {
  return weightedMean(predictions.rows, predictions.weights, pinballLoss(alpha)(predictions))
}

/** Largest absolute error, in the label's unit; weights do not count. */
export function maxError({ labels, predicted }: RegressionPredictions): number {
  return labels.reduce((largest, label, i) => Math.max(largest, Math.abs(label - predicted[i]!)), 0)
}

/** Median absolute error, in the label's unit. */
export function medianAbsoluteError({ labels, predicted, weights }: RegressionPredictions): number {
  const errors = labels.map((label, i) => Math.abs(label - predicted[i]!))
  return weights === undefined ? quantile(errors.sort(), 0.5) : weightedMedian(errors, weights)
}

/** Share of the labels' variance that the predictions explain; 1 is perfect, the mean has 0, worse is negative. */
export function rSquared(predictions: RegressionPredictions): Measured {
  return explained(predictions, meanSquaredError(predictions))
}

/** As {@link rSquared}, but a constant offset of the predictions does not count against them. */
export function explainedVariance(predictions: RegressionPredictions): Measured {
  const { labels, predicted, rows, weights } = predictions
  const bias = weightedMean(rows, weights, (i) => labels[i]! - predicted[i]!)
  return explained(
    predictions,
    weightedMean(rows, weights, (i) => (labels[i]! - predicted[i]! - bias) ** 2),
  )
}

function explained(predictions: RegressionPredictions, unexplained: number): Measured {
  const { labels, rows, weights } = predictions
  if (rows < 2) return undefinedBecause('there are fewer than two rows')
  if (!labelsVary(predictions)) return undefinedBecause('all labels are equal')
  const mean = weightedMean(rows, weights, (i) => labels[i]!)
  return 1 - unexplained / weightedMean(rows, weights, (i) => (labels[i]! - mean) ** 2)
}

function labelsVary({ labels, rows, weights }: RegressionPredictions): boolean {
  let first: number | undefined
  for (let i = 0; i < rows; i++) {
    if (weights !== undefined && weights[i] === 0) continue
    first ??= labels[i]
    if (labels[i] !== first) return true
  }
  return false
}

/** The value at half the weight, or the middle between it and the next where the half falls on its end. */
function weightedMedian(values: Float64Array, weights: Float64Array): number {
  const order = ascending(values).filter((row) => weights[row]! > 0)
  const upTo = new Float64Array(order.length)
  let total = 0
  order.forEach((row, rank) => {
    total += weights[row]!
    upTo[rank] = total
  })
  const at = upTo.findIndex((weight) => weight >= total / 2)
  const value = values[order[at]!]!
  if (upTo[at]! - total / 2 > Number.EPSILON) return value
  return (value + values[order[at + 1] ?? order[at]!]!) / 2
}
