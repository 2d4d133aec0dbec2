import { inputError } from '../../errors.ts'
import type { RegressionPredictions } from '../predictions.ts'
import type { PredictionRows } from '../read/prediction-rows.ts'
import { refuseDecimalComma } from '../read/refuse-decimal-comma.ts'

/**
 * Predictions of a number. What is no number is NaN, and makes the metrics undefined.
 * @param file named in errors
 * @throws AssayError input `missing-column`, and as {@link refuseDecimalComma}
 */
export function regressionPredictions(rows: PredictionRows, file: string): RegressionPredictions {
  if (!rows.predicted)
    throw inputError('missing-column', `${file} has no column of predicted numbers.`, {
      hint: 'Name it in modelassay.yml, as evaluate: {columns: {prediction: <its name>}}.',
      file,
    })
  const number = (cell: string | null) => (cell === null || cell.trim() === '' ? Number.NaN : Number(cell))
  const labels = Float64Array.from(rows.labels, number)
  const predicted = Float64Array.from(rows.predicted, number)
  refuseDecimalComma(rows.labels, labels, 'a label is', file)
  refuseDecimalComma(rows.predicted, predicted, 'a prediction is', file)
  return {
    task: 'regression',
    rows: rows.rows,
    labels,
    predicted,
    ...(rows.weights && { weights: rows.weights }),
  }
}
