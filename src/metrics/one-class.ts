import type { BinaryPredictions, ClassPredictions } from './predictions.ts'
import { classText } from './read/prediction-rows.ts'

/** One class against all others, as the positive one of a binary task; undefined where nobody knows the class. */
export function againstTheRest(name: string, predictions: ClassPredictions): BinaryPredictions | undefined {
  const found = (predictions.classes ?? []).indexOf(classText(name))
  if (found === -1) return undefined
  const { rows, weights } = predictions
  const isIt = (c: number) => (c === found ? 1 : 0)
  const score =
    predictions.task === 'multiclass'
      ? predictions.scores?.[found]
      : found === 1
        ? predictions.score
        : predictions.score?.map((probability) => 1 - probability)
  return {
    task: 'binary',
    rows,
    labels: Uint8Array.from(predictions.labels, isIt),
    ...(predictions.predicted && { predicted: Uint8Array.from(predictions.predicted, isIt) }),
    ...(score && { score }),
    ...(weights && { weights }),
  }
}
