import { sharedOrder } from '../stats/order.ts'
import type { RankingPredictions } from './predictions.ts'

/** One query's rows, the highest score first. */
export interface RankedQuery {
  /** relevance by rank; of equal scores the less relevant come first, so that no metric gains by a tie */
  readonly relevance: Float64Array
  /** by rank: 1 where the next row has another score */
  readonly ends: Uint8Array
  /** of the query's first row: all of a query should weigh the same */
  readonly weight: number
}

const known = new WeakMap<RankingPredictions, readonly RankedQuery[]>()

/** The queries that have rows, each ranked; done once for all metrics of the same predictions. */
export function rankedQueries(predictions: RankingPredictions): readonly RankedQuery[] {
  const queries = known.get(predictions) ?? rank(predictions)
  known.set(predictions, queries)
  return queries
}

function rank({ labels, score, query, queries, rows, weights }: RankingPredictions): RankedQuery[] {
  const starts = new Uint32Array(queries + 1)
  for (let row = 0; row < rows; row++) starts[query[row]! + 1]! += 1
  for (let q = 0; q < queries; q++) starts[q + 1]! += starts[q]!
  const order = sharedOrder(score)
  const ranked = new Uint32Array(rows)
  const filled = starts.slice(0, queries)
  for (let at = rows - 1; at >= 0; at--) {
    const row = order[at]!
    ranked[filled[query[row]!]!++] = row
  }
  const found: RankedQuery[] = []
  for (let q = 0; q < queries; q++) {
    const of = ranked.subarray(starts[q]!, starts[q + 1]!)
    if (of.length === 0) continue
    const relevance = Float64Array.from(of, (row) => labels[row]!)
    const ends = Uint8Array.from(of, (row, i) =>
      i + 1 < of.length && score[of[i + 1]!] === score[row] ? 0 : 1,
    )
    sortWithinTies(relevance, ends)
    found.push({ relevance, ends, weight: weights?.[of.reduce((a, b) => Math.min(a, b))] ?? 1 })
  }
  return found
}

function sortWithinTies(relevance: Float64Array, ends: Uint8Array): void {
  let from = 0
  for (let at = 0; at < ends.length; at++) {
    if (ends[at] === 0) continue
    if (at > from) relevance.subarray(from, at + 1).sort()
    from = at + 1
  }
}
