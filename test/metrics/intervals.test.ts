import { describe, expect, test } from 'vitest'
import { catalogue, metricNamed } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import type { Task } from '../../src/metrics/predictions.ts'
import { twoModels } from './two-models.ts'

const meaningOf = (task: Task) => (task === 'binary' ? { task, positive: '1' } : { task })
const modelOf = (task: Task, rows: number, seed: string) =>
  interpret(twoModels(task, rows, seed)[0], meaningOf(task), 'test')

describe.each(['binary', 'multiclass', 'regression'] as const)('the intervals of a %s model', (task) => {
  const metrics = catalogue.filter(({ tasks }) => tasks.includes(task))

  test('hold the value, and narrow as rows are added', () => {
    const few = modelOf(task, 100, `${task} few`)
    const many = modelOf(task, 1600, `${task} many`)
    const values = computeMetrics(few).metrics
    const [wide, narrow] = [intervalsOf(few, metrics), intervalsOf(many, metrics)]
    expect(Object.keys(wide).sort()).toEqual(
      metrics
        .map(({ name }) => name)
        .filter((name) => name !== 'max_error')
        .sort(),
    )
    for (const [name, { low, high }] of Object.entries(wide)) {
      expect(low, name).toBeLessThanOrEqual(values[name]!)
      expect(high, name).toBeGreaterThanOrEqual(values[name]!)
      const ratio = (high - low) / (narrow[name]!.high - narrow[name]!.low)
      expect(ratio, name).toBeGreaterThan(2)
      expect(ratio, name).toBeLessThan(9)
    }
  })

  test('are missed on either side about once in twenty', () => {
    const quick = metrics.filter(
      ({ method, name }) => method !== 'bootstrap' && (method !== 'multinomial' || name === 'f1_macro'),
    )
    // The true value, twenty times as well as the runs tell it.
    const truth = computeMetrics(modelOf(task, 100_000, `${task} truth`), quick).metrics
    // Each run of a metric that is drawn over cells costs as much as a hundred of the others.
    const runsOf = (name: string) => (name === 'f1_macro' ? 40 : 100)
    const missed: Record<string, [low: number, high: number]> = {}
    for (let run = 0; run < 100; run++) {
      const asked = quick.filter(({ name }) => run < runsOf(name))
      for (const [name, { low, high }] of Object.entries(
        intervalsOf(modelOf(task, 200, `${task} ${run}`), asked),
      )) {
        missed[name] ??= [0, 0]
        if (low > truth[name]!) missed[name][0]++
        if (high < truth[name]!) missed[name][1]++
      }
    }
    // Three standard errors above 5%, and a little for what is asymptotic on 200 rows.
    const mostOf = (runs: number) => runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs) + 0.02)
    expect(
      Object.entries(missed).filter(([name, [low, high]]) => Math.max(low, high) > mostOf(runsOf(name))),
    ).toEqual([])
  })
})

test('a model that ranks every row right is not certain for it', () => {
  const rows = {
    rows: 40,
    labels: Array.from({ length: 40 }, (_, i) => String(Number(i >= 30))),
    score: Float64Array.from({ length: 40 }, (_, i) => i / 40),
  }
  const { roc_auc } = intervalsOf(interpret(rows, meaningOf('binary'), 'test'), catalogue)
  expect(roc_auc).toMatchObject({ method: 'wilson', high: 1 })
  expect(roc_auc!.low).toBeCloseTo(10 / (10 + 1.6448536269514722 ** 2), 10)
})

test('a model without an error is given a bound, of what so many rows cannot rule out', () => {
  const labels = Array.from({ length: 60 }, (_, i) => String(i % 10))
  const perfect = interpret({ rows: 60, labels, predicted: labels }, { task: 'regression' }, 'test')
  const { mae, rmse, r2 } = intervalsOf(perfect, catalogue)
  // 1 - 0.05^(1/60) of the rows, as wrong as the mean of the labels is.
  const unseen = 1 - 0.05 ** (1 / 60)
  expect(mae).toMatchObject({ method: 'rule-of-three', low: 0 })
  expect(mae!.high).toBeCloseTo(2.5 * unseen, 10)
  expect(rmse!.high).toBeCloseTo(Math.sqrt(8.25 * unseen), 10)
  expect(r2!.low).toBeCloseTo(1 - unseen, 10)
  expect(r2!.high).toBe(1)
})

test('the bounds of R² allow for labels that would have varied otherwise', () => {
  const runs = 600
  const missed = { low: 0, high: 0 }
  for (let run = 0; run < runs; run++) {
    const { low, high } = intervalsOf(modelOf('regression', 200, `r2 ${run}`), [metricNamed('r2')!]).r2!
    // Labels have a variance of 2, errors one of 1.25.
    if (low > 0.375) missed.low++
    if (high < 0.375) missed.high++
  }
  const most = runs * (0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs))
  expect(Math.max(missed.low, missed.high)).toBeLessThan(most)
})
