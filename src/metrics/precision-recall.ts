import type { ClassTotals } from './class-totals.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** A ratio of counts of one class, as numerator and denominator. */
export interface ClassRatio {
  readonly numerator: (totals: ClassTotals, c: number) => number
  readonly denominator: (totals: ClassTotals, c: number) => number
  /** what a zero denominator means */
  readonly empty: string
}

export const precision: ClassRatio = {
  numerator: ({ correct }, c) => correct[c]!,
  denominator: ({ predicted }, c) => predicted[c]!,
  empty: 'is never predicted',
}

export const recall: ClassRatio = {
  numerator: ({ correct }, c) => correct[c]!,
  denominator: ({ actual }, c) => actual[c]!,
  empty: 'has no rows',
}

/**
 * The weighted harmonic mean of precision and recall.
 * @param beta how many times recall counts as much as precision, > 0
 * @see van Rijsbergen 1979, "Information Retrieval", chapter 7
 */
export function fBeta(beta: number): ClassRatio {
  const weight = beta ** 2
  return {
    numerator: ({ correct }, c) => (1 + weight) * correct[c]!,
    denominator: ({ actual, predicted }, c) => weight * actual[c]! + predicted[c]!,
    empty: 'has no rows and is never predicted',
  }
}

/** The ratio of the positive class. */
export function ofPositive(ratio: ClassRatio, totals: ClassTotals): Measured {
  const denominator = ratio.denominator(totals, 1)
  if (denominator === 0) return undefinedBecause(`the positive class ${ratio.empty}`)
  return ratio.numerator(totals, 1) / denominator
}

/** Mean over the classes that labels or predictions hold. */
export function macro(ratio: ClassRatio, totals: ClassTotals): Measured {
  return average(ratio, totals, (c) => (totals.actual[c]! + totals.predicted[c]! > 0 ? 1 : 0))
}

/** Mean over the classes, weighted with their rows. */
export function weighted(ratio: ClassRatio, totals: ClassTotals): Measured {
  return average(ratio, totals, (c) => totals.actual[c]!)
}

/** A class that has no weight in the mean may have no ratio. */
function average(ratio: ClassRatio, totals: ClassTotals, weightOf: (c: number) => number): Measured {
  let total = 0
  let weights = 0
  let empty = 0
  for (let c = 0; c < totals.actual.length; c++) {
    const weight = weightOf(c)
    if (weight === 0) continue
    const denominator = ratio.denominator(totals, c)
    if (denominator === 0) empty++
    else total += (weight * ratio.numerator(totals, c)) / denominator
    weights += weight
  }
  if (empty === 1) return undefinedBecause(`a class ${ratio.empty}`)
  if (empty > 1) return undefinedBecause(`each of ${empty} classes ${ratio.empty}`)
  return total / weights
}
