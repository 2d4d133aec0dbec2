import { weightedMean } from './mean.ts'
import type { MulticlassPredictions } from './predictions.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/**
 * Share of the rows whose class is among the `k` of the highest scores; of equal scores the later class counts as the
 * higher, as in scikit-learn.
 */
export function topAccuracy(k: number, predictions: MulticlassPredictions): Measured {
  const { classes, rows, weights } = predictions
  if (k >= classes.length) return undefinedBecause(`of ${classes.length} classes the first ${k} are all`)
  const found = foundInTop(k, predictions)
  return weightedMean(rows, weights, (row) => found[row]!)
}

/** 1 where a row's class is among the `k` of the highest scores. */
export function foundInTop(k: number, { labels, scores, rows }: MulticlassPredictions): Uint8Array {
  const found = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const label = labels[row]!
    const own = scores![label]![row]!
    let above = 0
    for (let c = 0; c < scores!.length; c++) {
      const score = scores![c]![row]!
      if (score > own || (score === own && c > label)) above++
    }
    if (above < k) found[row] = 1
  }
  return found
}
