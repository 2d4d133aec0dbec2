import { type AreaPair, aucDifference } from '../../stats/auc-difference.ts'
import { type Averaging, pairsOfClasses, rowsByClass } from '../class-ranking.ts'
import type { BinaryPredictions, MulticlassPredictions } from '../predictions.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'

/** DeLong's test of two areas under the ROC curve. */
export function rocAucDifference(
  { labels, score }: BinaryPredictions,
  baseline: BinaryPredictions,
): MetricDifference | undefined {
  return delong(labels.length, [{ positive: labels, candidate: score!, baseline: baseline.score! }])
}

/** The same for the mean over the classes of the area of each against the rest. */
export const oneVsRestDifference =
  (averaging: Averaging) =>
  (
    { labels, scores, classes }: MulticlassPredictions,
    baseline: MulticlassPredictions,
  ): MetricDifference | undefined => {
    const rowsOf = rowsByClass({ labels, classes })
    const pairs = scores!.map((candidate, c) => ({
      positive: Uint8Array.from(labels, (label) => (label === c ? 1 : 0)),
      candidate,
      baseline: baseline.scores![c]!,
      ...(averaging === 'weighted' && { weight: rowsOf[c]!.length }),
    }))
    return delong(labels.length, pairs)
  }

/** The same for the mean over the pairs of classes, each in turn the positive one. */
export const oneVsOneDifference =
  (averaging: Averaging) =>
  (candidate: MulticlassPredictions, baseline: MulticlassPredictions): MetricDifference | undefined => {
    const pairs = pairsOfClasses(candidate).map(({ a, rows, positive }): AreaPair => {
      const column = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
      return {
        rows,
        positive,
        candidate: column(candidate.scores![a]!),
        baseline: column(baseline.scores![a]!),
        ...(averaging === 'weighted' && { weight: rows.length }),
      }
    })
    return pairs.length === 0 ? undefined : delong(candidate.rows, pairs)
  }

const delong = (rows: number, pairs: readonly AreaPair[]) =>
  testedBy('delong', aucDifference(rows, pairs, boundAlpha))
