import { expect, it } from 'vitest'
import { queryMetricNamed } from '../../../src/metrics/catalogue/rankings.ts'
import { metricNamed } from '../../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../../src/metrics/compare/paired-differences.ts'
import { interpret, type Meaning } from '../../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../../src/metrics/read/prediction-rows.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { twoModels } from '../two-models.ts'

const rows = 60
/** Twelve queries of five rows, of which the first is relevant. */
function ranked(noise: number): PredictionRows {
  const random = randomFrom(`ranked ${noise}`)
  const of = <T>(cell: (row: number) => T) => Array.from({ length: rows }, (_, row) => cell(row))
  return {
    rows,
    labels: of((row) => String(Number(row % 5 === 0))),
    score: Float64Array.from(of((row) => Number(row % 5 === 0) + noise * random())),
    attributes: { query: of((row) => String(Math.floor(row / 5))) },
  }
}
const sidesOf = (task: Meaning['task']): readonly PredictionRows[] =>
  task === 'ranking' ? [ranked(2), ranked(4)] : twoModels(task, rows, `methods ${task}`)
const meaningOf = (task: Meaning['task']): Meaning => ({
  task,
  ...(task === 'binary' && { positive: '1' }),
  ...(task === 'ranking' && { query: 'query' }),
})

it.each([
  ['f2', 'binary', 'multinomial', 'multinomial', 'jackknife'],
  ['ece_10', 'binary', 'bootstrap', 'bootstrap', 'jackknife'],
  ['f2_macro', 'multiclass', 'multinomial', 'multinomial', 'jackknife'],
  ['f2_micro', 'multiclass', 'tango+mcnemar', 'wilson', 'jackknife'],
  ['top_2_accuracy', 'multiclass', 'tango+mcnemar', 'wilson', 'jackknife'],
  ['recall[a]', 'multiclass', 'tango+mcnemar', 'wilson', 'jackknife'],
  ['pinball_0.9', 'regression', 'student', 'student', 'student'],
  ['ndcg@3', 'ranking', 'student', 'student', 'student'],
  ['hit_rate@1', 'ranking', 'tango+mcnemar', 'wilson', 'jackknife'],
] as const)(
  '%s of a %s task is tested by %s, bounded by %s, and with weights tested by %s',
  (name, task, test, bound, weighted) => {
    const metric = metricNamed(name)!
    const meaning = meaningOf(task)
    const [one, other] = sidesOf(task)
    expect(metric.method).toBe(test)
    expect(pairedDifferences(one!, other!, meaning, [metric])[name]!.method).toBe(test)
    expect(intervalsOf(interpret(one!, meaning, 'test'), [metric])[name]!.method).toBe(bound)
    const weights = Float64Array.from({ length: rows }, (_, row) => 1 + (Math.floor(row / 5) % 2))
    const [heavy, before] = [one!, other!].map((side) => ({ ...side, weights }))
    expect(pairedDifferences(heavy!, before!, meaning, [metric])[name]!.method).toBe(weighted)
    const bounds = intervalsOf(interpret(heavy!, meaning, 'test'), [metric])
    expect(Object.keys(bounds)).toEqual(weighted === 'student' ? [name] : [])
  },
)

it('metrics of queries go by their own names alone, with all digits of how many rows count', () => {
  expect(queryMetricNamed('ndcg@12')!.k).toBe(12)
  expect(queryMetricNamed('mrr')!.k).toBe(Number.POSITIVE_INFINITY)
  for (const name of ['my ndcg', 'ndcg@3 of mine', 'cost', '', 'constructor'])
    expect(queryMetricNamed(name), name).toBeUndefined()
})
