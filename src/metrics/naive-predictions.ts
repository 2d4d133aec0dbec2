import { weightedMean } from './mean.ts'
import { classCount, type Predictions } from './predictions.ts'

/** What a model would predict that knows nothing of a row: the mean of the labels, or how common each class is. */
export function naivePredictions(predictions: Predictions): Predictions {
  const { rows, weights } = predictions
  if (predictions.task === 'regression') {
    const { labels } = predictions
    const mean = weightedMean(rows, weights, (i) => labels[i]!)
    return { ...predictions, predicted: new Float64Array(rows).fill(mean) }
  }
  if (predictions.task === 'ranking') return { ...predictions, score: new Float64Array(rows) }
  const { labels } = predictions
  const shares = Array.from({ length: classCount(predictions) }, (_, c) =>
    weightedMean(rows, weights, (i) => (labels[i] === c ? 1 : 0)),
  )
  return predictions.task === 'binary'
    ? { ...predictions, score: new Float64Array(rows).fill(shares[1]!) }
    : { ...predictions, scores: shares.map((share) => new Float64Array(rows).fill(share)) }
}
