import type { PairedCounts } from '../stats/tango.ts'
import type { ClassPredictions } from './predictions.ts'

/**
 * On how many rows exactly one of two models is right.
 * @param candidate with predicted classes; rows in the same order as the baseline's
 * @param baseline with the same labels
 * @throws RangeError if the two cannot be paired: other task, classes, rows or labels, or no predicted classes; or if
 * rows have weights, whose differences are no counts
 */
export function discordance(candidate: ClassPredictions, baseline: ClassPredictions): PairedCounts {
  const obstacle = unpairable(candidate, baseline)
  if (obstacle !== undefined) throw new RangeError(`the predictions cannot be paired: ${obstacle}`)
  const { labels, rows } = candidate
  let n10 = 0
  let n01 = 0
  for (let i = 0; i < rows; i++) {
    const right = candidate.predicted![i] === labels[i]
    const baselineRight = baseline.predicted![i] === labels[i]
    if (right && !baselineRight) n10++
    if (!right && baselineRight) n01++
  }
  return { n10, n01, n: rows }
}

/** Why two models' predictions cannot be compared row by row, or undefined if they can. */
function unpairable(candidate: ClassPredictions, baseline: ClassPredictions): string | undefined {
  if (candidate.task !== baseline.task) return `one is ${candidate.task}, the other ${baseline.task}`
  if (classNames(candidate) !== classNames(baseline)) return 'the classes differ'
  if (candidate.rows !== baseline.rows) return `${candidate.rows} and ${baseline.rows} rows`
  if (candidate.predicted === undefined || baseline.predicted === undefined) return 'no predicted classes'
  if (candidate.weights !== undefined || baseline.weights !== undefined) return 'the rows have weights'
  const differing = candidate.labels.findIndex((label, i) => label !== baseline.labels[i])
  return differing === -1 ? undefined : `the labels of row ${differing + 1} differ`
}

function classNames(predictions: ClassPredictions): string {
  return predictions.task === 'binary' ? '' : JSON.stringify(predictions.classes)
}
