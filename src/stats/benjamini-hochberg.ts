import { checkProbabilities } from './holm.ts'
import { ascending } from './order.ts'

/**
 * Benjamini and Hochberg's step-up adjustment: rejecting what lies at or below q keeps the expected share of false
 * rejections at q.
 * @param pValues in [0, 1]
 * @returns adjusted values in the order given, each >= its own and <= 1
 * @throws RangeError if a value is no probability
 * @see Benjamini & Hochberg 1995, "Controlling the false discovery rate"
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  checkProbabilities(pValues)
  const count = pValues.length
  const order = ascending(Float64Array.from(pValues))
  const adjusted = new Float64Array(count)
  let smallest = 1
  for (let rank = count - 1; rank >= 0; rank--) {
    const index = order[rank]!
    smallest = Math.min(smallest, pValues[index]! * (count / (rank + 1)))
    adjusted[index] = smallest
  }
  return adjusted
}
