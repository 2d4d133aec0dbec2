import { meanOfRowsDifference, type RowValue } from '../compare/means.ts'
import { sharesDifference } from '../compare/proportions.ts'
import { meanInterval } from '../intervals/means.ts'
import { shareInterval } from '../intervals/proportions.ts'
import { weightedMean } from '../mean.ts'
import { type Measure, type Metric, ofRanking, ranking } from '../metric.ts'
import type { RankingPredictions, RegressionPredictions } from '../predictions.ts'
import {
  averagePrecisionOfQuery,
  hit,
  ndcg,
  type OfQuery,
  precisionOfQuery,
  recallOfQuery,
  reciprocalRank,
} from '../query-metrics.ts'
import { rankedQueries } from '../ranked-queries.ts'
import { type Measured, undefinedBecause } from '../undefined.ts'

/** Metrics of ranked queries. */
export const ofRankings: readonly Metric[] = [
  ofRanking('ndcg', ranking, ofQueries(ndcg)),
  ofRanking('map', ranking, ofQueries(averagePrecisionOfQuery)),
  ofRanking('mrr', ranking, ofQueries(reciprocalRank)),
]

const cut: Readonly<Record<string, OfQuery>> = {
  ndcg,
  map: averagePrecisionOfQuery,
  mrr: reciprocalRank,
  precision: precisionOfQuery,
  recall: recallOfQuery,
}

/** What a metric says of a query, and of how many of its rows; undefined for one that is not made of queries. */
export function queryMetricNamed(name: string): { readonly of: OfQuery; readonly k: number } | undefined {
  const [, base = '', first] = /^([a-z_]+)(?:@(\d+))?$/.exec(name) ?? []
  const of = base === 'hit_rate' ? hit : Object.hasOwn(cut, base) ? cut[base] : undefined
  return of && { of, k: first === undefined ? Number.POSITIVE_INFINITY : Number(first) }
}

/** The same of the first `k` rows of each query, and metrics that only those have. */
export function cutOff(name: string, base: string, k: number): Metric | undefined {
  if (base === 'hit_rate') return ofRanking(name, ranking, shareOfHits(k))
  const of = Object.hasOwn(cut, base) ? cut[base] : undefined
  return of && ofRanking(name, ranking, ofQueries(of, k))
}

/** A mean over queries: a query is what chance draws, not a row of it. */
function ofQueries(of: OfQuery, k = Number.POSITIVE_INFINITY): Measure<RankingPredictions> {
  const queries = (predictions: RankingPredictions) => asRows(predictions, of, k)
  return {
    method: 'student',
    weighted: true,
    compute: (predictions) => meanOf(predictions, of, k),
    difference: (candidate, baseline) =>
      meanOfRowsDifference(valueOfQuery, queries(candidate), queries(baseline)),
    interval: (predictions) => meanInterval(valueOfQuery, queries(predictions)),
  }
}

function shareOfHits(k: number): Measure<RankingPredictions> {
  const hits = (predictions: RankingPredictions) =>
    Uint8Array.from(rankedQueries(predictions), (query) => hit(query, k))
  return {
    method: 'tango+mcnemar',
    compute: (predictions) => meanOf(predictions, hit, k),
    difference: (candidate, baseline) => sharesDifference(hits(candidate), hits(baseline)),
    interval: (predictions) => shareInterval(hits(predictions)),
  }
}

function meanOf(predictions: RankingPredictions, of: OfQuery, k: number): Measured {
  const found = rankedQueries(predictions)
  if (!predictions.labels.some((label) => label > 0))
    return undefinedBecause('no row of any query is relevant')
  const weights = predictions.weights && Float64Array.from(found, ({ weight }) => weight)
  if (weights?.every((weight) => weight === 0)) return undefinedBecause('all queries weigh 0')
  return weightedMean(found.length, weights, (i) => of(found[i]!, k))
}

/** One row a query, which holds what the metric says of it. */
function asRows(predictions: RankingPredictions, of: OfQuery, k: number): RegressionPredictions {
  const found = rankedQueries(predictions)
  return {
    task: 'regression',
    rows: found.length,
    labels: new Float64Array(found.length),
    predicted: Float64Array.from(found, (query) => of(query, k)),
    ...(predictions.weights && { weights: Float64Array.from(found, ({ weight }) => weight) }),
  }
}

const valueOfQuery: RowValue<RegressionPredictions> =
  ({ predicted }) =>
  (query) =>
    predicted[query]!
