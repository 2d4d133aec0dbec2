import { describe, expect, test } from 'vitest'
import { queryMetricNamed } from '../../src/metrics/catalogue/rankings.ts'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { naiveOf } from '../../src/metrics/naive.ts'
import type { RankingPredictions } from '../../src/metrics/predictions.ts'
import { randomOrderOf } from '../../src/metrics/random-order.ts'
import { randomFrom } from '../../src/stats/random.ts'

function* orders(items: readonly number[]): Generator<number[]> {
  if (items.length === 0) yield []
  for (const [i, item] of items.entries())
    for (const rest of orders(items.filter((_, j) => j !== i))) yield [item, ...rest]
}

const queries = [[1], [0], [1, 0], [0, 0, 2], [1, 1, 1], [3, 0, 1, 0], [0, 0, 0, 0, 1], [2, 1, 0, 3, 0, 0]]

describe.each([
  'ndcg',
  'map',
  'mrr',
  'hit_rate@2',
  'precision@3',
  'recall@2',
  'ndcg@2',
  'map@3',
  'mrr@2',
  'recall@9',
])('%s of a random order', (name) => {
  const { of, k } = queryMetricNamed(name)!
  test.each(queries.map((relevance) => [relevance]))('of %j is its mean over all orders', (relevance) => {
    const all = [...orders(relevance)].map((order) =>
      of({ relevance: Float64Array.from(order), ends: new Uint8Array(order.length).fill(1), weight: 1 }, k),
    )
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    expect(randomOrderOf(of)!({ relevance: Float64Array.from(relevance) }, k)).toBeCloseTo(mean, 12)
  })
})

describe('a ranking beside a random order', () => {
  const ranking = (noise: number, weights?: Float64Array): RankingPredictions => {
    const random = randomFrom(`ranking ${noise}`)
    const labels = Float64Array.from({ length: 400 }, (_, i) => (i % 8 < 2 ? 1 : 0))
    return {
      task: 'ranking',
      rows: 400,
      queries: 50,
      query: Uint32Array.from({ length: 400 }, (_, i) => Math.floor(i / 8)),
      labels,
      score: labels.map((label) => label + noise * random()),
      ...(weights && { weights }),
    }
  }
  const beside = (name: string, predictions: RankingPredictions) =>
    naiveOf(predictions, metricNamed(name)!, 'seed')

  test.each(['ndcg', 'map@5', 'mrr', 'hit_rate@3', 'precision@2', 'recall@2'])(
    'has a value of %s, and a test',
    (name) => {
      const good = beside(name, ranking(0.5))
      const guess = beside(name, ranking(1e6))
      if ('reason' in good || 'reason' in guess) throw new Error('no value')
      expect(good.does).toBe('orders the rows of every query at random')
      expect(guess.value).toBeCloseTo(good.value, 12)
      expect(guess.difference!.pHigher).toBeGreaterThan(0.02)
      expect(guess.difference!.interval[0]).toBeLessThan(0.1)
      const value = metricNamed(name)!.compute(ranking(2.2)) as number
      const better = beside(name, ranking(2.2))
      expect(value - (better as { value: number }).value).toBeCloseTo(
        (better as typeof good).difference!.change,
        12,
      )
      expect((better as typeof good).difference!.pHigher).toBeLessThan(0.01)
    },
  )

  test('weighs queries as they weigh', () => {
    const weights = Float64Array.from({ length: 400 }, (_, i) => (i < 200 ? 0 : 1))
    const one = beside('recall@2', ranking(1.5, weights)) as { difference: { change: number } }
    const value = metricNamed('recall@2')!.compute(ranking(1.5, weights)) as number
    expect(one.difference.change).toBeCloseTo(value - 0.25, 12)
  })

  test('has no value where nothing is relevant', () => {
    const none = ranking(1)
    expect(beside('ndcg', { ...none, labels: none.labels.map(() => 0) })).toHaveProperty('reason')
  })
})

test('queries that weigh are dealt whole to the parts of a test', () => {
  const rows = 400
  const random = randomFrom('weighted hits')
  const side = (noise: number): RankingPredictions => ({
    task: 'ranking',
    rows,
    queries: 100,
    query: Uint32Array.from({ length: rows }, (_, i) => Math.floor(i / 4)),
    labels: Float64Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 1 : 0)),
    score: Float64Array.from({ length: rows }, (_, i) => (i % 4 === 0 ? 1 : 0) + noise * random()),
    weights: new Float64Array(rows).fill(2),
  })
  const [worse, better] = [side(4), side(1.5)]
  const hits = metricNamed('hit_rate@1')!
  const weighted = hits.difference(worse, better, 'seed')!
  const { weights: _w, ...plainWorse } = worse
  const { weights: _b, ...plainBetter } = better
  const plain = hits.difference(plainWorse, plainBetter, 'seed')!
  expect(weighted.method).toBe('jackknife')
  expect(weighted.change).toBeCloseTo(plain.change, 12)
  expect(weighted.standardError / plain.standardError).toBeGreaterThan(0.7)
  expect(weighted.standardError / plain.standardError).toBeLessThan(1.4)
})
