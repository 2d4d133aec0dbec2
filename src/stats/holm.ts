import { ascending } from './order.ts'

/**
 * Holm's step-down adjustment: comparing an adjusted value with α keeps the chance of any false rejection in the
 * family at α, whatever the dependence.
 * @param pValues in [0, 1]
 * @returns adjusted values in the order given, each >= its own and <= 1
 * @throws RangeError if a value is no probability
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure"
 */
export function holm(pValues: ArrayLike<number>): Float64Array {
  checkProbabilities(pValues)
  const adjusted = new Float64Array(pValues.length)
  let largest = 0
  ascending(Float64Array.from(pValues)).forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!))
    adjusted[index] = largest
  })
  return adjusted
}

/** @throws RangeError if a value is NaN or outside [0, 1] */
export function checkProbabilities(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!(value >= 0 && value <= 1)) throw new RangeError(`${value} is no probability`)
  }
}
