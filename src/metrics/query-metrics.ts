import type { RankedQuery } from './ranked-queries.ts'

/** What a ranking metric says of one query, whose first `k` rows it looks at; 0 where no row is relevant. */
export type OfQuery = (query: RankedQuery, k: number) => number

/**
 * Normalised discounted cumulative gain, 0 to 1: the gain is the relevance itself, and rows of equal score share the
 * mean of theirs, as in scikit-learn.
 * @see Järvelin & Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques"
 */
export const ndcg: OfQuery = ({ relevance, ends }, k) => {
  let gain = 0
  let here = 0
  let discounts = 0
  let rows = 0
  relevance.forEach((value, rank) => {
    here += value
    discounts += discount(rank, k)
    rows++
    if (ends[rank] === 0) return
    gain += (here / rows) * discounts
    here = discounts = rows = 0
  })
  const best = Float64Array.from(relevance).sort().reverse()
  const ideal = best.reduce((sum, value, rank) => sum + value * discount(rank, k), 0)
  return ideal === 0 ? 0 : gain / ideal
}

const discount = (rank: number, k: number) => (rank < k ? 1 / Math.log2(rank + 2) : 0)

/** Mean over the relevant rows of the precision at their rank, of as many as there could be among the first `k`. */
export const averagePrecisionOfQuery: OfQuery = ({ relevance }, k) => {
  let found = 0
  let total = 0
  relevance.forEach((value, rank) => {
    if (!(value > 0)) return
    found++
    if (rank < k) total += found / (rank + 1)
  })
  return found === 0 ? 0 : total / Math.min(found, k)
}

/** 1 / rank of the first relevant row. */
export const reciprocalRank: OfQuery = ({ relevance }, k) => {
  const first = relevance.findIndex((value) => value > 0)
  return first === -1 || first >= k ? 0 : 1 / (first + 1)
}

/** 1 where a relevant row is among the first `k`. */
export const hit: OfQuery = (query, k) => (reciprocalRank(query, k) > 0 ? 1 : 0)

/** Share of the first `k` that are relevant. */
export const precisionOfQuery: OfQuery = ({ relevance }, k) => relevantIn(relevance.subarray(0, k)) / k

/** Share of the relevant rows that are among the first `k`. */
export const recallOfQuery: OfQuery = ({ relevance }, k) => {
  const all = relevantIn(relevance)
  return all === 0 ? 0 : relevantIn(relevance.subarray(0, k)) / all
}

function relevantIn(relevance: Float64Array): number {
  let count = 0
  for (const value of relevance) if (value > 0) count++
  return count
}
