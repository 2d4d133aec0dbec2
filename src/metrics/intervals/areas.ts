import { areaParts } from '../../stats/auc-difference.ts'
import { wilsonInterval } from '../../stats/wilson.ts'
import { type Averaging, pairsOfClasses, rowsByClass } from '../class-ranking.ts'
import { boundAlpha } from '../compare/difference.ts'
import type { BinaryPredictions, MulticlassPredictions } from '../predictions.ts'
import { type Interval, reach } from './interval.ts'

/** One of the areas of a mean, over all rows or some. */
interface Area {
  readonly rows?: Uint32Array
  readonly positive: Uint8Array
  readonly score: Float64Array
  readonly weight?: number
}

/** The area under a ROC curve. */
export const rocAucInterval = ({ labels, score }: BinaryPredictions): Interval | undefined =>
  meanOfAreas(labels.length, [{ positive: labels, score: score! }])

/** The mean over the classes of the area of each against the rest. */
export const oneVsRestInterval =
  (averaging: Averaging) =>
  ({ labels, scores, classes }: MulticlassPredictions): Interval | undefined => {
    const rowsOf = rowsByClass({ labels, classes })
    const areas = scores!.map((score, c) => ({
      positive: Uint8Array.from(labels, (label) => (label === c ? 1 : 0)),
      score,
      ...(averaging === 'weighted' && { weight: rowsOf[c]!.length }),
    }))
    return meanOfAreas(labels.length, areas)
  }

/** The mean over the pairs of classes, each in turn the positive one. */
export const oneVsOneInterval =
  (averaging: Averaging) =>
  (predictions: MulticlassPredictions): Interval | undefined =>
    meanOfAreas(
      predictions.rows,
      pairsOfClasses(predictions).map(({ rows, positive, a }) => ({
        rows,
        positive,
        score: Float64Array.from(rows, (row) => predictions.scores![a]![row]!),
        ...(averaging === 'weighted' && { weight: rows.length }),
      })),
    )

/**
 * DeLong's variance, and bounds on the logit's scale, which keep inside of (0, 1). Where all rows are ranked right the
 * variance is 0: then the bound is that of so many pairs as the smaller class has rows, all of them right.
 * @see Qin & Hotilovac 2008, "Comparison of non-parametric confidence intervals for the area under the ROC curve"
 */
function meanOfAreas(rows: number, areas: readonly Area[]): Interval | undefined {
  const influence = new Float64Array(rows)
  let area = 0
  let fewest = Number.POSITIVE_INFINITY
  const total = areas.reduce((sum, { weight = 1 }) => sum + weight, 0)
  for (const { rows: which, positive, score, weight = 1 } of areas) {
    const one = areaParts(positive, score)
    if (one === undefined || one.positives < 2 || one.negatives < 2) return undefined
    const share = weight / total
    area += share * one.area
    fewest = Math.min(fewest, one.positives, one.negatives)
    for (let at = 0; at < positive.length; at++) {
      const of = positive[at] === 1 ? one.positives : one.negatives
      influence[which === undefined ? at : which[at]!]! +=
        (share * (one.parts[at]! - one.area)) / Math.sqrt(of * (of - 1))
    }
  }
  let variance = 0
  for (const part of influence) variance += part * part
  if (areas.length === 0) return undefined
  if (variance === 0 || area >= 1 || area <= 0) {
    const [low, high] = wilsonInterval(area >= 0.5 ? fewest : 0, fewest, 1 - 2 * boundAlpha)
    return { method: 'wilson', low, high }
  }
  const logit = Math.log(area / (1 - area))
  const distance = (reach() * Math.sqrt(variance)) / (area * (1 - area))
  const back = (x: number) => 1 / (1 + Math.exp(-x))
  return { method: 'delong', low: back(logit - distance), high: back(logit + distance) }
}
