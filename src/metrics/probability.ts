import { meanOf } from './mean.ts'
import { type ClassPredictions, classCount } from './predictions.ts'
import { firstAtFault } from './row-named.ts'
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
  return meanOf(logLosses(predictions), predictions.weights)
}

/** -ln(probability given to the true class) of a row. */
export function logLossOfRow(predictions: ClassPredictions): (row: number) => number {
  const losses = logLosses(predictions)
  return (row) => losses[row]!
}

function logLosses(predictions: ClassPredictions): Float64Array {
  const losses = probabilitiesOfTruth(predictions)
  for (let row = 0; row < losses.length; row++)
    losses[row] = -Math.log(Math.min(Math.max(losses[row]!, epsilon), 1 - epsilon))
  return losses
}

function probabilitiesOfTruth(predictions: ClassPredictions): Float64Array {
  const { rows, labels } = predictions
  const given = new Float64Array(rows)
  if (predictions.task === 'binary') {
    const score = predictions.score!
    for (let row = 0; row < rows; row++) given[row] = labels[row] === 1 ? score[row]! : 1 - score[row]!
  } else {
    const scores = predictions.scores!
    for (let row = 0; row < rows; row++) given[row] = scores[labels[row]!]![row]!
  }
  return given
}

/**
 * Mean squared distance of the probabilities from the truth: in [0, 1] with two classes, in [0, 2] with more.
 * @see Brier 1950, "Verification of forecasts expressed in terms of probability"
 */
export function brier(predictions: ClassPredictions): Measured {
  const fault = improperProbabilities(predictions)
  if (fault !== undefined) return fault
  return meanOf(squaredDistances(predictions), predictions.weights)
}

/** Squared distance of a row's probabilities from the truth; with two classes half of it, as the sum counts it twice. */
export function squaredDistanceOfRow(predictions: ClassPredictions): (row: number) => number {
  const distances = squaredDistances(predictions)
  return (row) => distances[row]!
}

function squaredDistances(predictions: ClassPredictions): Float64Array {
  const { labels, rows } = predictions
  const distances = new Float64Array(rows)
  if (predictions.task === 'binary') {
    const score = predictions.score!
    for (let row = 0; row < rows; row++) {
      const ofNegative = 1 - score[row]! - (1 - labels[row]!)
      const ofPositive = score[row]! - labels[row]!
      distances[row] = (ofNegative * ofNegative + ofPositive * ofPositive) / 2
    }
    return distances
  }
  const classes = classCount(predictions)
  const scores = predictions.scores!
  for (let row = 0; row < rows; row++) {
    let distance = 0
    for (let c = 0; c < classes; c++) {
      const miss = scores[c]![row]! - (labels[row] === c ? 1 : 0)
      distance += miss * miss
    }
    distances[row] = classes === 2 ? distance / 2 : distance
  }
  return distances
}

/** Why the scores cannot be taken for probabilities, or undefined where they can. */
export function improperProbabilities(predictions: ClassPredictions): Measured | undefined {
  const { rows, named } = predictions
  if (predictions.task === 'binary') {
    const score = predictions.score!
    const outside = outsideOfUnit(score, rows)
    return outside > 0 ? noProbabilities(outside, rows, firstOutside(named, [score])) : undefined
  }
  const classes = classCount(predictions)
  const scores = predictions.scores!
  let outside = 0
  let uneven = 0
  for (let i = 0; i < rows; i++) {
    let total = 0
    let within = true
    for (let c = 0; c < classes; c++) {
      const p = scores[c]![i]!
      total += p
      if (!(p >= 0 && p <= 1)) within = false
    }
    if (!within) outside++
    else if (!(Math.abs(total - 1) <= sumTolerance)) uneven++
  }
  if (outside > 0) return noProbabilities(outside, rows, firstOutside(named, scores))
  return uneven > 0 ? undefinedBecause(`the scores of ${uneven} of ${rows} rows do not sum to 1`) : undefined
}

/** Of two classes the probabilities always sum to 1. */
function outsideOfUnit(score: Float64Array, rows: number): number {
  let outside = 0
  for (let i = 0; i < rows; i++) if (!(score[i]! >= 0 && score[i]! <= 1)) outside++
  return outside
}

function firstOutside(named: ClassPredictions['named'], columns: readonly Float64Array[]): string {
  const isOutside = (value: number) => !(value >= 0 && value <= 1)
  const rows = columns.map((column) => column.findIndex(isOutside)).filter((row) => row >= 0)
  const row = Math.min(...rows)
  return firstAtFault(named, row, columns.find((column) => isOutside(column[row]!))![row]!)
}

const noProbabilities = (outside: number, rows: number, first: string) =>
  undefinedBecause(`the scores of ${outside} of ${rows} rows are no probabilities${first}`)
