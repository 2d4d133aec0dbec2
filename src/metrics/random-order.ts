import {
  averagePrecisionOfQuery,
  hit,
  ndcg,
  type OfQuery,
  precisionOfQuery,
  recallOfQuery,
  reciprocalRank,
} from './query-metrics.ts'
import type { RankedQuery } from './ranked-queries.ts'

/** What a metric is on average over all orders of a query's rows. */
type OfRandomOrder = (query: Pick<RankedQuery, 'relevance'>, k: number) => number

interface Counts {
  /** rows, and how many of them are relevant */
  readonly rows: number
  readonly relevant: number
  /** of the rows, how many the metric looks at */
  readonly seen: number
}

const counted =
  (of: (counts: Counts, k: number) => number): OfRandomOrder =>
  ({ relevance }, k) => {
    const relevant = relevance.reduce((count, value) => count + (value > 0 ? 1 : 0), 0)
    const rows = relevance.length
    return relevant === 0 ? 0 : of({ rows, relevant, seen: Math.min(k, rows) }, k)
  }

/** That none of the first `places` rows is relevant. */
function noneWithin(places: number, { rows, relevant }: Counts): number {
  let chance = 1
  for (let i = 0; i < places; i++) chance *= Math.max(0, rows - relevant - i) / (rows - i)
  return chance
}

const ranks = ({ seen }: Counts) => Array.from({ length: seen }, (_, i) => i + 1)

const expectations = new Map<OfQuery, OfRandomOrder>([
  // Rows of equal score share the mean of their gains, which is what they gain in a random order.
  [ndcg, ({ relevance }, k) => ndcg({ relevance, ends: endsOfTie(relevance.length), weight: 1 }, k)],
  [precisionOfQuery, counted(({ rows, relevant, seen }, k) => (seen * relevant) / rows / k)],
  [recallOfQuery, counted(({ rows, seen }) => seen / rows)],
  [hit, counted((counts) => 1 - noneWithin(counts.seen, counts))],
  [
    reciprocalRank,
    counted((counts) =>
      ranks(counts).reduce(
        (sum, rank) =>
          sum + (noneWithin(rank - 1, counts) * counts.relevant) / (counts.rows - rank + 1) / rank,
        0,
      ),
    ),
  ],
  [
    averagePrecisionOfQuery,
    counted((counts, k) => {
      const { rows, relevant } = counts
      const others = rows === 1 ? 0 : (relevant - 1) / (rows - 1)
      const total = ranks(counts).reduce(
        (sum, rank) => sum + ((relevant / rows) * (1 + (rank - 1) * others)) / rank,
        0,
      )
      return total / Math.min(relevant, k)
    }),
  ],
])

function endsOfTie(rows: number): Uint8Array {
  const ends = new Uint8Array(rows)
  ends[rows - 1] = 1
  return ends
}

/** @returns undefined for a metric of which that is not known */
export const randomOrderOf = (of: OfQuery): OfRandomOrder | undefined => expectations.get(of)
