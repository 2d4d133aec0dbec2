import type { Predictions } from './predictions.ts'

/** What a model would have predicted that is always right and certain: its metrics have no value only where the labels allow none. */
export function rightPredictions(predictions: Predictions): Predictions {
  const { labels } = predictions
  switch (predictions.task) {
    case 'binary':
      return {
        ...predictions,
        predicted: predictions.labels,
        ...(predictions.score && { score: Float64Array.from(labels) }),
      }
    case 'multiclass':
      return {
        ...predictions,
        predicted: predictions.labels,
        ...(predictions.scores && {
          scores: predictions.scores.map((_, c) =>
            Float64Array.from(labels, (label) => (label === c ? 1 : 0)),
          ),
        }),
      }
    case 'ranking':
      return { ...predictions, score: Float64Array.from(labels) }
    case 'regression':
      return { ...predictions, predicted: predictions.labels }
  }
}
