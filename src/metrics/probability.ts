import { weightedMean } from './mean.ts'
import { type ClassPredictions, classCount } from './predictions.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/**
 * How far a row's probabilities may sum from 1: rounded to three digits they pass, scores that are no distribution
 * (all ones would be a perfect log loss) do not. scikit-learn warns at 1.5e-8 and computes all the same.
 */
const sumTolerance = 0.01

/** scikit-learn keeps probabilities this far from 0 and 1, so that one sure and wrong row is not infinitely bad. */
const epsilon = Number.EPSILON

/** Mean of -ln(probability given to the true class), in nats, >= 0. */
export function logLoss(predictions: ClassPredictions): Measured {
  const fault = improperProbabilities(predictions)
  if (fault !== undefined) return fault
  return weightedMean(predictions.rows, predictions.weights, logLossOfRow(predictions))
}

/** -ln(probability given to the true class) of a row. */
export function logLossOfRow(predictions: ClassPredictions): (row: number) => number {
  const probability = probabilities(predictions)
  return (i) => {
    const p = probability(i, predictions.labels[i]!)
    return -Math.log(Math.min(Math.max(p, epsilon), 1 - epsilon))
  }
}

/**
 * Mean squared distance of the probabilities from the truth: in [0, 1] with two classes, in [0, 2] with more.
 * @see Brier 1950, "Verification of forecasts expressed in terms of probability"
 */
export function brier(predictions: ClassPredictions): Measured {
  const fault = improperProbabilities(predictions)
  if (fault !== undefined) return fault
  return weightedMean(predictions.rows, predictions.weights, squaredDistanceOfRow(predictions))
}

/** Squared distance of a row's probabilities from the truth; with two classes half of it, as the sum counts it twice. */
export function squaredDistanceOfRow(predictions: ClassPredictions): (row: number) => number {
  const { labels } = predictions
  const classes = classCount(predictions)
  const probability = probabilities(predictions)
  return (i) => {
    let distance = 0
    for (let c = 0; c < classes; c++) {
      const miss = probability(i, c) - (labels[i] === c ? 1 : 0)
      distance += miss * miss
    }
    return classes === 2 ? distance / 2 : distance
  }
}

function probabilities(predictions: ClassPredictions): (row: number, c: number) => number {
  if (predictions.task === 'binary') {
    const score = predictions.score!
    return (row, c) => (c === 1 ? score[row]! : 1 - score[row]!)
  }
  const scores = predictions.scores!
  return (row, c) => scores[c]![row]!
}

/** Why the scores cannot be taken for probabilities, or undefined where they can. */
export function improperProbabilities(predictions: ClassPredictions): Measured | undefined {
  const { rows } = predictions
  if (predictions.task === 'binary') {
    const outside = outsideOfUnit(predictions.score!, rows)
    return outside > 0 ? noProbabilities(outside, rows) : undefined
  }
  const classes = classCount(predictions)
  const probability = probabilities(predictions)
  let outside = 0
  let uneven = 0
  for (let i = 0; i < rows; i++) {
    let total = 0
    let within = true
    for (let c = 0; c < classes; c++) {
      const p = probability(i, c)
      total += p
      if (!(p >= 0 && p <= 1)) within = false
    }
    if (!within) outside++
    else if (!(Math.abs(total - 1) <= sumTolerance)) uneven++
  }
  if (outside > 0) return noProbabilities(outside, rows)
  return uneven > 0 ? undefinedBecause(`the scores of ${uneven} of ${rows} rows do not sum to 1`) : undefined
}

/** Of two classes the probabilities always sum to 1. */
function outsideOfUnit(score: Float64Array, rows: number): number {
  let outside = 0
  for (let i = 0; i < rows; i++) if (!(score[i]! >= 0 && score[i]! <= 1)) outside++
  return outside
}

const noProbabilities = (outside: number, rows: number) =>
  undefinedBecause(`the scores of ${outside} of ${rows} rows are no probabilities`)
