import { quantile, weightedQuantile } from '../stats/quantile.ts'
import { skewedMean } from '../stats/skewed-mean.ts'
import { studentTCdf } from '../stats/student-t.ts'
import { queryMetricNamed } from './catalogue/rankings.ts'
import { someClasses } from './class-list.ts'
import { dependentDifference, dependentTest } from './compare/dependent-rows.ts'
import { boundAlpha, type MetricDifference, testedBy, withinDoubles } from './compare/difference.ts'
import { reach } from './intervals/interval.ts'
import { intervalsOf } from './intervals/intervals-of.ts'
import { weightedMean } from './mean.ts'
import type { Metric } from './metric.ts'
import {
  type ClassPredictions,
  classCount,
  type Predictions,
  type RankingPredictions,
  type RegressionPredictions,
} from './predictions.ts'
import { predictionsAt } from './predictions-at.ts'
import type { OfQuery } from './query-metrics.ts'
import { randomOrderOf } from './random-order.ts'
import { rankedQueries } from './ranked-queries.ts'
import { type Undefined, undefinedBecause } from './undefined.ts'

/** The best that a model can do which does not look at its inputs, and how far a model is from it. */
export interface Naive {
  readonly value: number
  /** what such a model does, as a clause: `always says "no"` */
  readonly does: string
  /** the model minus the naive one; absent where these rows allow no test */
  readonly difference?: Omit<MetricDifference, 'method'> & { readonly method: string }
}

/** Of many classes only these can be the best to say always. */
const mostClasses = 20

/** As many degrees of freedom as the normal distribution, whose lower tail keeps all its digits here. */
const normal = 1e9

/** Agreement beyond chance, of which a model without inputs has none: its quotient is 0 / 0. */
const beyondChance = ['mcc', 'cohen_kappa']

/**
 * The naive model that has the best value of a metric: one class always, the shares of the classes as probabilities,
 * the mean, the median or another quantile of the labels, a random order of each query. They are learnt from the labels of these very rows, which
 * makes the naive model the best of its kind and harder to beat than one learnt elsewhere.
 * @param predictions without a fault for the metric
 */
export function naiveOf(predictions: Predictions, metric: Metric, seed: string): Naive | Undefined {
  if (predictions.task === 'ranking') return randomOrder(predictions, metric)
  if (metric.needs === 'values') return undefinedBecause('a metric of columns has no naive model beside it')
  const sign = metric.direction === 'higher' ? 1 : -1
  let best: (Naive & { readonly predictions: Predictions }) | undefined
  for (const model of modelsFor(predictions, metric)) {
    const value = metric.compute(model.predictions)
    if (
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (best === undefined || sign * value > sign * best.value)
    )
      best = { ...model, value }
  }
  if (best === undefined) return withoutAgreement(predictions, metric)
  const { value, does, predictions: naive } = best
  const independent = metric.difference(predictions, naive, seed)
  const difference = withinDoubles(dependentDifference(metric, predictions, naive, independent))
  return { value, does, ...(difference && { difference }) }
}

/** A model that does not look at its inputs orders rows at random: what that is worth on average is known of each query. */
function randomOrder(predictions: RankingPredictions, { name }: Metric): Naive | Undefined {
  const asked = queryMetricNamed(name)
  const expected = asked && randomOrderOf(asked.of)
  if (!asked || !expected) return undefinedBecause('a metric of columns has no naive model beside it')
  if (!predictions.labels.some((label) => label > 0))
    return undefinedBecause('no row of any query is relevant')
  const meanOf = (of: OfQuery, part = predictions) => {
    const queries = rankedQueries(part)
    return weightedMean(queries.length, weightsOf(part), (i) => of(queries[i]!, asked.k))
  }
  const gain: OfQuery = (query, k) => asked.of(query, k) - expected(query, k)
  const gains = Float64Array.from(rankedQueries(predictions), (query) => gain(query, asked.k))
  const independent = testedBy('student', skewedMean(gains, weightsOf(predictions), boundAlpha))
  const difference = withinDoubles(
    dependentTest(predictions.dependence, independent, (at) => meanOf(gain, predictionsAt(predictions, at))),
  )
  return {
    value: meanOf(expected),
    does: 'orders the rows of every query at random',
    ...(difference && { difference }),
  }
}

const weightsOf = (predictions: RankingPredictions) =>
  predictions.weights && Float64Array.from(rankedQueries(predictions), ({ weight }) => weight)

function withoutAgreement(predictions: Predictions, metric: Metric): Naive | Undefined {
  if (!beyondChance.includes(metric.name)) return undefinedBecause('no naive model has a value of it')
  const value = metric.compute(predictions)
  const interval = intervalsOf(predictions, [metric])[metric.name]
  const naive = { value: 0, does: 'always says one class' }
  if (interval === undefined || typeof value !== 'number') return naive
  const { low, high, method } = interval
  const standardError = (value - low) / reach()
  if (!(standardError > 0)) return naive
  const z = value / standardError
  const tail = (x: number) => studentTCdf(x, normal)
  return {
    ...naive,
    difference: {
      change: value,
      interval: [low, high],
      standardError,
      pHigher: tail(-z),
      pLower: tail(z),
      method,
    },
  }
}

interface NaiveModel {
  readonly does: string
  readonly predictions: Predictions
}

function modelsFor(
  predictions: Exclude<Predictions, RankingPredictions>,
  { needs, name }: Metric,
): NaiveModel[] {
  if (predictions.task === 'regression') return constants(predictions, name)
  return needs === 'score' ? [priors(predictions)] : oneClass(predictions)
}

function constants(predictions: RegressionPredictions, metric: string): NaiveModel[] {
  const { labels, rows, weights } = predictions
  const sorted = Float64Array.from(labels).sort()
  const quantileOf = (probability: number) =>
    weights === undefined ? quantile(sorted, probability) : weightedQuantile(labels, weights, probability)
  const alpha = /^pinball_(\d+(?:\.\d+)?)$/.exec(metric)?.[1]
  const model = (does: string, value: number) => ({
    does,
    predictions: { ...predictions, predicted: new Float64Array(rows).fill(value) },
  })
  return [
    model(
      'always says the mean of the labels',
      weightedMean(rows, weights, (row) => labels[row]!),
    ),
    model('always says the median of the labels', quantileOf(0.5)),
    ...(alpha === undefined
      ? []
      : [model(`always says the ${alpha} quantile of the labels`, quantileOf(Number(alpha)))]),
  ]
}

/** Weight of each class among the labels. */
function sharesOf(predictions: ClassPredictions): Float64Array {
  const { labels, rows, weights } = predictions
  const shares = new Float64Array(classCount(predictions))
  let all = 0
  for (let row = 0; row < rows; row++) {
    const weight = weights === undefined ? 1 : weights[row]!
    shares[labels[row]!]! += weight
    all += weight
  }
  return shares.map((share) => share / all)
}

function priors(predictions: ClassPredictions): NaiveModel {
  const shares = sharesOf(predictions)
  const column = (share: number) => new Float64Array(predictions.rows).fill(share)
  return {
    does: 'says the shares of the classes for every row',
    predictions:
      predictions.task === 'binary'
        ? { ...predictions, score: column(shares[1]!) }
        : { ...predictions, scores: Array.from(shares, column) },
  }
}

function oneClass(predictions: ClassPredictions): NaiveModel[] {
  const shares = sharesOf(predictions)
  const common = [...shares.keys()].sort((a, b) => shares[b]! - shares[a]!).slice(0, mostClasses)
  return common.map((c) =>
    predictions.task === 'binary'
      ? {
          does: `always says the ${c === 1 ? 'positive' : 'negative'} class`,
          predictions: { ...predictions, predicted: new Uint8Array(predictions.rows).fill(c) },
        }
      : {
          does: `always says ${someClasses([predictions.classes[c]!])}`,
          predictions: { ...predictions, predicted: new Int32Array(predictions.rows).fill(c) },
        },
  )
}
