import type { OfDraws } from './compare/resampled-rows.ts'
import { decideMulticlass } from './decide.ts'
import type { ClassPredictions } from './predictions.ts'
import { improperProbabilities } from './probability.ts'
import type { Measured } from './undefined.ts'

/** Bins of equal width that `ece` has, as Guo et al. use. */
export const usualBins = 15

/**
 * Expected calibration error, 0 to 1: over bins of equal width, the distance between how often a row is right and how
 * probable that was said to be, weighted by the bins' rows. Binary rows are binned by the probability of the positive
 * class, others by that of the class that is said to be the most probable; a bin holds its upper edge.
 * @see Guo, Pleiss, Sun & Weinberger 2017, "On Calibration of Modern Neural Networks"
 */
export function calibrationError(bins: number, predictions: ClassPredictions): Measured {
  return improperProbabilities(predictions) ?? calibrationErrorOf(bins, predictions)()
}

/** The same of rows that were drawn so often; without `times` each counts once. */
export function calibrationErrorOf(
  bins: number,
  predictions: ClassPredictions,
): (times?: Parameters<OfDraws>[0]) => number {
  const { rows, weights } = predictions
  const { said, right } = saidAndRight(predictions)
  const binOf = new Uint8Array(rows)
  const gap = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    binOf[row] = binAt(said[row]!, bins)
    gap[row] = right[row]! - said[row]!
  }
  const totals = new Float64Array(bins)
  return (times) => {
    totals.fill(0)
    let all = 0
    for (let row = 0; row < rows; row++) {
      const count = times === undefined ? 1 : times[row]!
      const weight = weights === undefined ? count : count * weights[row]!
      totals[binOf[row]!]! += weight * gap[row]!
      all += weight
    }
    let error = 0
    for (const total of totals) error += Math.abs(total)
    return error / all
  }
}

/**
 * Rows by how probable their prediction was said to be, in bins as {@link calibrationError} has them; empty ones are left
 * out.
 * @param predictions with probabilities, and without a fault in them
 */
export function calibrationBins(
  bins: number,
  predictions: ClassPredictions,
): { said: number; right: number; rows: number }[] {
  const { said, right } = saidAndRight(predictions)
  const sums = { said: new Float64Array(bins), right: new Float64Array(bins), rows: new Float64Array(bins) }
  for (let row = 0; row < predictions.rows; row++) {
    const weight = predictions.weights === undefined ? 1 : predictions.weights[row]!
    const bin = binAt(said[row]!, bins)
    sums.said[bin]! += weight * said[row]!
    sums.right[bin]! += weight * right[row]!
    sums.rows[bin]! += weight
  }
  const share = (sum: number, rows: number) => Math.min(1, Math.max(0, Number((sum / rows).toFixed(4))))
  return Array.from(sums.rows, (rows, bin) => ({
    said: share(sums.said[bin]!, rows),
    right: share(sums.right[bin]!, rows),
    rows,
  })).filter(({ rows }) => rows > 0)
}

function saidAndRight(predictions: ClassPredictions): { said: Float64Array; right: Uint8Array } {
  const { labels } = predictions
  if (predictions.task === 'binary') return { said: predictions.score!, right: predictions.labels }
  const { scores } = predictions
  const best = decideMulticlass(scores!)
  return {
    said: Float64Array.from(best, (c, row) => scores![c]![row]!),
    right: Uint8Array.from(best, (c, row) => (c === labels[row] ? 1 : 0)),
  }
}

/** How many of the inner edges lie below a probability. */
function binAt(probability: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(probability * bins) - 1))
  // The edges are multiples of a rounded width.
  const width = 1 / bins
  while (bin > 0 && probability <= bin * width) bin--
  while (bin < bins - 1 && probability > (bin + 1) * width) bin++
  return bin
}
