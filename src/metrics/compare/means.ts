import { type Difference, scaled } from '../../stats/difference.ts'
import { skewedMean } from '../../stats/skewed-mean.ts'
import { weightedMean } from '../mean.ts'
import type { Predictions, RegressionPredictions } from '../predictions.ts'
import { meanSquaredError } from '../regression.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'

/** What a metric that is a mean over rows says of each row. */
export type RowValue<P extends Predictions> = (predictions: P) => (row: number) => number

/** A metric that is the mean of a value a row. */
export function meanOfRowsDifference<P extends Predictions>(
  value: RowValue<P>,
  candidate: P,
  baseline: P,
): MetricDifference | undefined {
  return testedBy('student', rowDifference(value, candidate, baseline))
}

/**
 * The root of the mean squared error, by its square: the test is that of the mean squared error, and the interval is
 * brought to the root's unit with (a² - b²) / (a + b).
 */
export function rootMeanSquaredDifference(
  candidate: RegressionPredictions,
  baseline: RegressionPredictions,
): MetricDifference | undefined {
  const roots = Math.sqrt(meanSquaredError(candidate)) + Math.sqrt(meanSquaredError(baseline))
  const squares = rowDifference(squaredError, candidate, baseline)
  return testedBy('student', squares && roots > 0 ? scaled(squares, 1 / roots) : undefined)
}

/** R²: the mean squared error in units of the labels' variance, which is the test set's and the same on both sides. */
export function rSquaredDifference(
  candidate: RegressionPredictions,
  baseline: RegressionPredictions,
): MetricDifference | undefined {
  return ofVariance(squaredError, candidate, baseline)
}

/** Explained variance: likewise, each model's errors about their own mean. */
export function explainedVarianceDifference(
  candidate: RegressionPredictions,
  baseline: RegressionPredictions,
): MetricDifference | undefined {
  return ofVariance(centredSquaredError, candidate, baseline)
}

function ofVariance(
  value: RowValue<RegressionPredictions>,
  candidate: RegressionPredictions,
  baseline: RegressionPredictions,
): MetricDifference | undefined {
  const { labels, rows, weights } = candidate
  const mean = weightedMean(rows, weights, (i) => labels[i]!)
  const variance = weightedMean(rows, weights, (i) => (labels[i]! - mean) ** 2)
  const squares = rowDifference(value, candidate, baseline)
  return testedBy('student', squares && variance > 0 ? scaled(squares, -1 / variance) : undefined)
}

export const absoluteError: RowValue<RegressionPredictions> =
  ({ labels, predicted }) =>
  (i) =>
    Math.abs(labels[i]! - predicted[i]!)

export const squaredError: RowValue<RegressionPredictions> =
  ({ labels, predicted }) =>
  (i) =>
    (labels[i]! - predicted[i]!) ** 2

export const absolutePercentageError: RowValue<RegressionPredictions> =
  ({ labels, predicted }) =>
  (i) =>
    Math.abs(labels[i]! - predicted[i]!) / Math.max(Math.abs(labels[i]!), Number.EPSILON)

export const centredSquaredError: RowValue<RegressionPredictions> = ({
  labels,
  predicted,
  rows,
  weights,
}) => {
  const bias = weightedMean(rows, weights, (i) => labels[i]! - predicted[i]!)
  return (i) => (labels[i]! - predicted[i]! - bias) ** 2
}

function rowDifference<P extends Predictions>(
  value: RowValue<P>,
  candidate: P,
  baseline: P,
): Difference | undefined {
  const one = value(candidate)
  const other = value(baseline)
  const differences = Float64Array.from({ length: candidate.rows }, (_, i) => one(i) - other(i))
  return skewedMean(differences, candidate.weights, boundAlpha)
}
