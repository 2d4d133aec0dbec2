import { quantile } from './quantile.ts'

/**
 * Inner edges that cut a sample into bins of about equal counts. Bin i holds edge(i-1) < x <= edge(i); the first and
 * the last bin are open, so that no later value falls outside. A value so frequent that several quantiles meet in it
 * gets a bin to itself: a column of one value has then a bin on either side in which a change shows.
 * @param sorted ascending, not empty, finite
 * @param bins wanted, >= 2; 10 gives deciles
 * @returns ascending edges without repeats; one fewer than there are bins
 */
export function quantileEdges(sorted: Float64Array, bins = 10): Float64Array {
  const edges = new Set<number>()
  let last: number | undefined
  for (let i = 1; i < bins; i++) {
    const edge = quantile(sorted, i / bins)
    if (edge === last) edges.add(nextBelow(edge))
    edges.add(edge)
    last = edge
  }
  return Float64Array.from(edges).sort()
}

/**
 * Counts per bin of {@link quantileEdges}.
 * @param values without NaN, in any order
 * @param edges ascending
 * @returns counts, one more than there are edges
 */
export function binCounts(values: ArrayLike<number>, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length + 1)
  for (let i = 0; i < values.length; i++) {
    let low = 0
    let high = edges.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (edges[middle]! < values[i]!) low = middle + 1
      else high = middle
    }
    counts[low]! += 1
  }
  return counts
}

/** The largest double below a finite one. */
export function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  const bits = new BigInt64Array(1)
  const double = new Float64Array(bits.buffer)
  double[0] = value
  bits[0]! += value > 0 ? -1n : 1n
  return double[0]
}
