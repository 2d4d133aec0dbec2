import { ascending } from './order.ts'
import { sum } from './sum.ts'

/**
 * Quantile by linear interpolation between the order statistics (type 7, numpy's default).
 * @param sorted ascending, not empty, without NaN
 * @param probability in [0, 1]
 */
export function quantile(sorted: Float64Array, probability: number): number {
  if (sorted.length === 0) throw new RangeError('nothing has no quantile')
  const position = (sorted.length - 1) * probability
  const below = Math.floor(position)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low === high ? low : low + (high - low) * (position - below)
}

/**
 * The smallest value up to which so much of the weight lies: no other has a smaller mean pinball loss.
 * @param weights as many as values, >= 0, not all 0
 * @param probability in (0, 1)
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, probability: number): number {
  const order = ascending(values)
  const enough = probability * sum(weights)
  let at = 0
  for (let reached = weights[order[0]!]!; reached < enough && at + 1 < order.length; ) {
    at++
    reached += weights[order[at]!]!
  }
  return values[order[at]!]!
}
