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
