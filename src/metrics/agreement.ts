import type { ClassTotals } from './class-totals.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** Share of rows predicted right. */
export function accuracy({ allCorrect, all }: ClassTotals): number {
  return allCorrect / all
}

/** Mean recall over the classes that the labels hold. */
export function balancedAccuracy({ correct, actual }: ClassTotals): number {
  let total = 0
  let classes = 0
  for (let c = 0; c < actual.length; c++) {
    if (actual[c] === 0) continue
    total += correct[c]! / actual[c]!
    classes++
  }
  return total / classes
}

/**
 * Matthews' correlation of labels and predictions, in [-1, 1]. scikit-learn says 0 where either holds one class
 * only and the quotient is 0 / 0.
 * @see Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient"
 */
export function matthews({ actual, predicted, allCorrect, all }: ClassTotals): Measured {
  let byChance = 0
  let labelSpread = 0
  let guessSpread = 0
  for (let c = 0; c < actual.length; c++) {
    byChance += actual[c]! * predicted[c]!
    labelSpread += actual[c]! * (all - actual[c]!)
    guessSpread += predicted[c]! * (all - predicted[c]!)
  }
  if (labelSpread === 0 || guessSpread === 0) {
    return undefinedBecause('the labels or the predictions hold one class only')
  }
  return (allCorrect * all - byChance) / Math.sqrt(labelSpread * guessSpread)
}

/**
 * Cohen's kappa: agreement beyond what the class shares would give by chance, at most 1.
 * @see Cohen 1960, "A coefficient of agreement for nominal scales"
 */
export function cohenKappa({ actual, predicted, allCorrect, all }: ClassTotals): Measured {
  let missesByChance = 0
  for (let c = 0; c < actual.length; c++) missesByChance += (actual[c]! * (all - predicted[c]!)) / all
  if (missesByChance === 0) return undefinedBecause('labels and predictions hold one and the same class only')
  return 1 - (all - allCorrect) / missesByChance
}
