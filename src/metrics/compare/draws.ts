import { ascending, sharedOrder } from '../../stats/order.ts'
import type { ClassPredictions, RegressionPredictions } from '../predictions.ts'
import type { MetricDifference } from './difference.ts'
import { absoluteError } from './means.ts'
import { type OfDraws, resampledRowsDifference } from './resampled-rows.ts'

/** Two average precisions; with several classes their means over the classes. */
export function averagePrecisionDifference(
  candidate: ClassPredictions,
  baseline: ClassPredictions,
  seed: string,
): MetricDifference | undefined {
  const { rows } = candidate
  return resampledRowsDifference(rows, averagePrecisionOf(candidate), averagePrecisionOf(baseline), seed)
}

/** Two medians of absolute errors. */
export function medianErrorDifference(
  candidate: RegressionPredictions,
  baseline: RegressionPredictions,
  seed: string,
): MetricDifference | undefined {
  return resampledRowsDifference(candidate.rows, medianErrorOf(candidate), medianErrorOf(baseline), seed)
}

/** Median of the absolute errors. */
export const medianErrorOf = (predictions: RegressionPredictions): OfDraws =>
  medianOfDraws(Float64Array.from({ length: predictions.rows }, (_, i) => absoluteError(predictions)(i)))

/** Average precision, or its mean over the classes. */
export function averagePrecisionOf(predictions: ClassPredictions): OfDraws {
  if (predictions.task === 'binary') return averagePrecisionOfDraws(predictions.labels, predictions.score!)
  const ofClass = predictions.scores!.map((score, c) =>
    averagePrecisionOfDraws(
      Uint8Array.from(predictions.labels, (label) => (label === c ? 1 : 0)),
      score,
    ),
  )
  return (times) => ofClass.reduce((sum, precision) => sum + precision(times), 0) / ofClass.length
}

/**
 * Average precision of rows that were drawn so often; the ranks are sorted once. Whole numbers are multiplied by `imul`
 * and added to with `| 0`: else the engine asks each time whether a product is a negative zero or a sum too large.
 */
function averagePrecisionOfDraws(positive: Uint8Array, score: Float64Array): OfDraws {
  const order = sharedOrder(score).toReversed()
  const isPositive = Uint8Array.from(order, (row) => positive[row]!)
  /** the last row of a run of equal scores, where a threshold lies */
  const ends = Uint8Array.from(order, (row, at) => (score[row] === score[order[at + 1]!] ? 0 : 1))
  if (!ends.includes(0)) return averagePrecisionWithoutTies(order, isPositive)
  return (times) => {
    let above = 0
    let positivesAbove = 0
    let positivesHere = 0
    let area = 0
    for (let at = 0; at < order.length; at++) {
      const count = times[order[at]!]!
      above += count
      positivesHere += Math.imul(count, isPositive[at]!)
      if (ends[at] === 0 || positivesHere === 0) continue
      positivesAbove += positivesHere
      area += positivesHere * (positivesAbove / above)
      positivesHere = 0
    }
    return area / positivesAbove
  }
}

/** The same where no two scores are equal, as they mostly are: without a branch and a division a row costs a quarter. */
function averagePrecisionWithoutTies(order: Uint32Array, isPositive: Uint8Array): OfDraws {
  const shareOf = Float64Array.from({ length: order.length + 1 }, (_, above) => (above === 0 ? 0 : 1 / above))
  return (times) => {
    let above = 0
    let positivesAbove = 0
    let area = 0
    for (let at = 0; at < order.length; at++) {
      const count = times[order[at]!]!
      const positives = Math.imul(count, isPositive[at]!)
      above = (above + count) | 0
      positivesAbove = (positivesAbove + positives) | 0
      area += positives * (positivesAbove * shareOf[above]!)
    }
    return area / positivesAbove
  }
}

/** Median of values whose rows were drawn so often; the values are sorted once. */
function medianOfDraws(values: Float64Array): OfDraws {
  const order = ascending(values)
  const sorted = Float64Array.from(order, (row) => values[row]!)
  return (times) => {
    const rows = order.length
    const lower = Math.floor((rows - 1) / 2)
    const upper = Math.ceil((rows - 1) / 2)
    let seen = 0
    let low = Number.NaN
    for (let at = 0; at < rows; at++) {
      seen += times[order[at]!]!
      if (Number.isNaN(low) && seen > lower) low = sorted[at]!
      if (seen > upper) return (low + sorted[at]!) / 2
    }
    return Number.NaN
  }
}
