import { type AreaPair, aucDifference } from '../../stats/auc-difference.ts'
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
export function oneVsRestDifference(
  { labels, scores }: MulticlassPredictions,
  baseline: MulticlassPredictions,
): MetricDifference | undefined {
  const pairs = scores!.map((candidate, c) => ({
    positive: Uint8Array.from(labels, (label) => (label === c ? 1 : 0)),
    candidate,
    baseline: baseline.scores![c]!,
  }))
  return delong(labels.length, pairs)
}

/** The same for the mean over the pairs of classes, each in turn the positive one. */
export function oneVsOneDifference(
  { labels, scores }: MulticlassPredictions,
  baseline: MulticlassPredictions,
): MetricDifference | undefined {
  const present = scores!.map((_, c) => c).filter((c) => labels.includes(c))
  const pairs = present.flatMap((a) =>
    present
      .filter((b) => b !== a)
      .map((b): AreaPair => {
        const rows = Uint32Array.from(
          [...labels.keys()].filter((row) => labels[row] === a || labels[row] === b),
        )
        const column = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
        return {
          rows,
          positive: Uint8Array.from(rows, (row) => (labels[row] === a ? 1 : 0)),
          candidate: column(scores![a]!),
          baseline: column(baseline.scores![a]!),
        }
      }),
  )
  return pairs.length === 0 ? undefined : delong(labels.length, pairs)
}

const delong = (rows: number, pairs: readonly AreaPair[]) =>
  testedBy('delong', aucDifference(rows, pairs, boundAlpha))
