import { areaParts } from '../../stats/auc-difference.ts'
import { wilsonInterval } from '../../stats/wilson.ts'
import { boundAlpha } from '../compare/difference.ts'
import type { BinaryPredictions, MulticlassPredictions } from '../predictions.ts'
import { type Interval, reach } from './interval.ts'

/** The area under a ROC curve. */
export const rocAucInterval = ({ labels, score }: BinaryPredictions): Interval | undefined =>
  meanOfAreas(labels.length, [{ positive: labels, score: score! }])

/** The mean over the classes of the area of each against the rest. */
export function oneVsRestInterval({ labels, scores }: MulticlassPredictions): Interval | undefined {
  const areas = scores!.map((score, c) => ({
    positive: Uint8Array.from(labels, (label) => (label === c ? 1 : 0)),
    score,
  }))
  return meanOfAreas(labels.length, areas)
}

/**
 * DeLong's variance, and bounds on the logit's scale, which keep inside of (0, 1). Where all rows are ranked right the
 * variance is 0: then the bound is that of so many pairs as the smaller class has rows, all of them right.
 * @see Qin & Hotilovac 2008, "Comparison of non-parametric confidence intervals for the area under the ROC curve"
 */
function meanOfAreas(
  rows: number,
  areas: readonly { readonly positive: Uint8Array; readonly score: Float64Array }[],
): Interval | undefined {
  const influence = new Float64Array(rows)
  let area = 0
  let fewest = Number.POSITIVE_INFINITY
  for (const { positive, score } of areas) {
    const one = areaParts(positive, score)
    if (one === undefined || one.positives < 2 || one.negatives < 2) return undefined
    area += one.area / areas.length
    fewest = Math.min(fewest, one.positives, one.negatives)
    for (let row = 0; row < rows; row++) {
      const of = positive[row] === 1 ? one.positives : one.negatives
      influence[row]! += (one.parts[row]! - one.area) / (Math.sqrt(of * (of - 1)) * areas.length)
    }
  }
  let variance = 0
  for (const part of influence) variance += part * part
  if (variance === 0 || area >= 1 || area <= 0) {
    const [low, high] = wilsonInterval(area >= 0.5 ? fewest : 0, fewest, 1 - 2 * boundAlpha)
    return { method: 'wilson', low, high }
  }
  const logit = Math.log(area / (1 - area))
  const distance = (reach() * Math.sqrt(variance)) / (area * (1 - area))
  const back = (x: number) => 1 / (1 + Math.exp(-x))
  return { method: 'delong', low: back(logit - distance), high: back(logit + distance) }
}
