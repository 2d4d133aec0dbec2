import { type ClassPredictions, classCount } from './predictions.ts'

/**
 * The margins and the diagonal of a confusion matrix, weighted; all that the metrics of predicted classes need, and
 * unlike the matrix no larger with a hundred thousand classes.
 */
export interface ClassTotals {
  /** rows of the class that were predicted as such */
  readonly correct: Float64Array
  /** rows of the class */
  readonly actual: Float64Array
  /** rows predicted as the class */
  readonly predicted: Float64Array
  readonly allCorrect: number
  readonly all: number
}

const known = new WeakMap<ClassPredictions, ClassTotals>()

/** Counted once for all metrics of the same predictions. @param predictions with predicted classes and without a fault */
export function classTotals(predictions: ClassPredictions): ClassTotals {
  const totals = known.get(predictions) ?? countTotals(predictions)
  known.set(predictions, totals)
  return totals
}

function countTotals(predictions: ClassPredictions): ClassTotals {
  const { labels, weights, rows } = predictions
  const guesses = predictions.predicted!
  const classes = classCount(predictions)
  const correct = new Float64Array(classes)
  const actual = new Float64Array(classes)
  const predicted = new Float64Array(classes)
  let allCorrect = 0
  let all = 0
  for (let i = 0; i < rows; i++) {
    const label = labels[i]!
    const guess = guesses[i]!
    const weight = weights === undefined ? 1 : weights[i]!
    actual[label]! += weight
    predicted[guess]! += weight
    all += weight
    if (label === guess) {
      correct[label]! += weight
      allCorrect += weight
    }
  }
  return { correct, actual, predicted, allCorrect, all }
}
