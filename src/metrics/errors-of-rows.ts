import type { RegressionPredictions } from './predictions.ts'

/** What an error metric that is a mean says of each row. */
type OfRow = (predictions: RegressionPredictions) => (row: number) => number

/** |error| as a share of the mean of both sizes, 0 to 2; 0 where both are 0. */
export const symmetricPercentageError: OfRow =
  ({ labels, predicted }) =>
  (i) => {
    const size = Math.abs(labels[i]!) + Math.abs(predicted[i]!)
    return size === 0 ? 0 : (2 * Math.abs(labels[i]! - predicted[i]!)) / size
  }

/** The loss that the quantile `alpha` of the labels makes least, in the label's unit. */
export const pinballLoss =
  (alpha: number): OfRow =>
  ({ labels, predicted }) =>
  (i) => {
    const error = labels[i]! - predicted[i]!
    return error >= 0 ? alpha * error : (alpha - 1) * error
  }
