import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { randomFrom } from '../../src/stats/random.ts'

const queries = 40
const documents = 5
const meaning: Meaning = { task: 'ranking', query: 'query' }
const named = (name: string) => [metricNamed(name)!]

/** Each query has one relevant row; the more noise, the lower it ranks. */
function ranked(noise: number, seed: string): PredictionRows {
  const random = randomFrom(seed)
  const rows = queries * documents
  const of = <T>(cell: (row: number) => T) => Array.from({ length: rows }, (_, row) => cell(row))
  return {
    rows,
    labels: of((row) => String(Number(row % documents === 0))),
    score: Float64Array.from(of((row) => Number(row % documents === 0) + noise * random())),
    attributes: { query: of((row) => String(Math.floor(row / documents))) },
  }
}

const weighing = (rows: PredictionRows, ofQuery: (query: number) => number): PredictionRows => ({
  ...rows,
  weights: Float64Array.from({ length: rows.rows }, (_, row) => ofQuery(Math.floor(row / documents))),
})

const compared = (one: PredictionRows, other: PredictionRows, name: string) =>
  pairedDifferences(one, other, meaning, named(name))[name]!
const bounded = (rows: PredictionRows, name: string) =>
  intervalsOf(interpret(rows, meaning, 'test'), named(name))[name]

describe('queries that weigh', () => {
  const [candidate, baseline] = [ranked(3, 'candidate'), ranked(2, 'baseline')]

  it('alike are tested and bounded as those without a weight, a query being what counts', () => {
    const [one, other] = [candidate, baseline].map((side) => weighing(side, () => 3))
    const [plain, weighted] = [compared(candidate, baseline, 'ndcg'), compared(one!, other!, 'ndcg')]
    expect(weighted.method).toBe('student')
    expect(weighted.change).toBeCloseTo(plain.change, 12)
    expect(weighted.interval[0]).toBeCloseTo(plain.interval[0], 9)
    expect(weighted.interval[1]).toBeCloseTo(plain.interval[1], 9)
    const { low, high } = bounded(one!, 'ndcg')!
    expect([low, high]).toEqual([
      expect.closeTo(bounded(candidate, 'ndcg')!.low, 9),
      expect.closeTo(bounded(candidate, 'ndcg')!.high, 9),
    ])
  })

  it('nothing are not seen by the value, the test and the bounds', () => {
    const half = (query: number) => Number(query < queries / 2)
    const spoilt = {
      ...candidate,
      score: candidate.score!.map((score, row) => (row < candidate.rows / 2 ? score : -score)),
    }
    const [kept, other, changed] = [candidate, baseline, spoilt].map((rows) => weighing(rows, half))
    const mrrOf = (rows: PredictionRows) =>
      computeMetrics(interpret(rows, meaning, 'test'), named('mrr')).metrics.mrr
    expect(mrrOf(changed!)).toBe(mrrOf(kept!))
    expect(mrrOf(changed!)).not.toBe(mrrOf(candidate))
    expect(compared(changed!, other!, 'mrr').change).toBe(compared(kept!, other!, 'mrr').change)
    expect(bounded(changed!, 'mrr')).toEqual(bounded(kept!, 'mrr'))
  })

  it('leave a share of hits without bounds, and tested over parts', () => {
    const [one, other] = [candidate, baseline].map((side) => weighing(side, (query) => 1 + (query % 2)))
    expect(bounded(one!, 'hit_rate@1')).toBeUndefined()
    expect(bounded(candidate, 'hit_rate@1')!.method).toBe('wilson')
    expect(compared(one!, other!, 'hit_rate@1').method).toBe('jackknife')
    expect(compared(candidate, baseline, 'hit_rate@1').method).toBe('tango+mcnemar')
  })
})
