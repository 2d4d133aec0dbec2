import { describe, expect, test } from 'vitest'
import { catalogue, metricNamed } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import { interpret } from '../../src/metrics/interpret/interpret.ts'
import type { Metric } from '../../src/metrics/metric.ts'
import type { Task } from '../../src/metrics/predictions.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { twoModels } from './two-models.ts'

const meaningOf = (task: Task) => (task === 'binary' ? { task, positive: '1' } : { task })
const valuesOf = (rows: PredictionRows, task: Task) =>
  computeMetrics(interpret(rows, meaningOf(task), 'test')).metrics

describe.each(['binary', 'multiclass', 'regression'] as const)('the differences of two %s models', (task) => {
  const metrics = catalogue.filter(({ tasks, method }) => tasks.includes(task) && method !== 'estimate')
  // Metrics that are drawn are all tested in the same way, and slowly.
  const ofEachKind = metrics.filter(
    ({ method, name }) =>
      !['multinomial', 'bootstrap'].includes(method) ||
      ['f1_macro', 'mcc', 'average_precision'].includes(name),
  )

  test('are those of the two values, inside of their intervals, and turn round when the models change sides', () => {
    const [candidate, baseline] = twoModels(task, 300, `${task} values`)
    const differences = pairedDifferences(candidate, baseline, meaningOf(task), catalogue)
    const back = pairedDifferences(baseline, candidate, meaningOf(task), ofEachKind)
    expect(Object.keys(differences).sort()).toEqual(metrics.map(({ name }) => name).sort())
    const [one, other] = [valuesOf(candidate, task), valuesOf(baseline, task)]
    for (const [name, { change, interval, standardError, pLower }] of Object.entries(differences)) {
      expect(change, name).toBeCloseTo(one[name]! - other[name]!, 10)
      expect(interval[0], name).toBeLessThanOrEqual(change)
      expect(interval[1], name).toBeGreaterThanOrEqual(change)
      expect(standardError, name).toBeGreaterThan(0)
      if (back[name] === undefined) continue
      expect(back[name].change, name).toBeCloseTo(-change, 10)
      expect(Math.abs(back[name].pHigher - pLower), name).toBeLessThan(0.05)
    }
    expect(Object.keys(back)).toEqual(ofEachKind.map(({ name }) => name))
  })

  test('show a model that is worse, by each kind of metric and in its direction', () => {
    const [candidate, baseline] = twoModels(task, 800, `${task} worse`, [2, 0.2])
    const differences = pairedDifferences(candidate, baseline, meaningOf(task), ofEachKind)
    for (const { name, direction } of ofEachKind) {
      const { pLower, pHigher, interval } = differences[name]!
      expect(direction === 'higher' ? pLower : pHigher, name).toBeLessThan(0.001)
      expect(direction === 'higher' ? interval[1] : -interval[0], name).toBeLessThan(0)
    }
  })

  test('are the same every time', () => {
    const drawn = metrics.filter(({ name }) =>
      ['f1_macro', 'average_precision', 'median_ae', 'mae'].includes(name),
    )
    const [candidate, baseline] = twoModels(task, 100, `${task} again`)
    const once = pairedDifferences(candidate, baseline, meaningOf(task), drawn)
    expect(Object.keys(once).length).toBeGreaterThan(1)
    expect(pairedDifferences(candidate, baseline, meaningOf(task), drawn)).toEqual(once)
  })

  test('of a model with itself tell nothing worse', () => {
    const [candidate] = twoModels(task, 100, `${task} itself`)
    for (const { change, pLower, pHigher } of Object.values(
      pairedDifferences(candidate, candidate, meaningOf(task), ofEachKind),
    )) {
      expect(change).toBe(0)
      expect(Math.min(pLower, pHigher)).toBeGreaterThanOrEqual(0.5)
    }
  })
})

describe('equal models', () => {
  // Each run of a metric that is drawn over cells costs as much as a hundred of the others.
  const runsOf = ({ method }: Metric) => (method === 'multinomial' ? 40 : 100)

  test.each([
    ['binary', 60],
    ['multiclass', 100],
    ['regression', 50],
  ] as const)(
    '%s on %d rows are called worse in at most one of twenty runs, by each metric',
    (task, rows) => {
      // The bootstrap of rows is too slow to be repeated so often; it has a test of its own.
      const tested = catalogue.filter(
        ({ tasks, method }) => tasks.includes(task) && method !== 'estimate' && method !== 'bootstrap',
      )
      const quick = tested.filter(({ method, name }) => method !== 'multinomial' || name === 'f1_macro')
      const alarms: Record<string, number> = Object.fromEntries(quick.map(({ name }) => [name, 0]))
      for (let run = 0; run < 100; run++) {
        const [candidate, baseline] = twoModels(task, rows, `${task} ${rows} ${run}`)
        const asked = quick.filter((metric) => run < runsOf(metric))
        const differences = pairedDifferences(candidate, baseline, meaningOf(task), asked)
        for (const { name, direction } of asked) {
          const difference = differences[name]
          const p = direction === 'higher' ? difference?.pLower : difference?.pHigher
          if (p !== undefined && p <= 0.05) alarms[name]! += 1
        }
      }
      // Two standard errors of a share of 5% over so many runs, and the unevenness of a small sample.
      const mostOf = (runs: number) => runs * (0.05 + 2.5 * Math.sqrt((0.05 * 0.95) / runs))
      expect(quick.filter((metric) => alarms[metric.name]! > mostOf(runsOf(metric)))).toEqual([])
    },
  )
})

describe('a metric without a test', () => {
  test('is left out: a missing column, another task', () => {
    const [candidate, baseline] = twoModels('binary', 50, 'weights')
    const { score: _, ...unscored } = candidate
    const auc = metricNamed('roc_auc')!
    expect(pairedDifferences(unscored, baseline, meaningOf('binary'), [auc])).toEqual({})
    expect(pairedDifferences(candidate, baseline, meaningOf('binary'), [metricNamed('mae')!])).toEqual({})
  })
})

describe('rows of unequal weight', () => {
  const weighed = (rows: number, of: (i: number) => number) =>
    Float64Array.from({ length: rows }, (_, i) => of(i))
  const difference = (name: string, sides: ReturnType<typeof twoModels>, weights?: Float64Array) => {
    const [candidate, baseline] = sides.map((side) => (weights ? { ...side, weights } : side))
    return pairedDifferences(candidate!, baseline!, { task: 'binary', positive: '1' }, [metricNamed(name)!])[
      name
    ]
  }

  test.each(['accuracy', 'recall', 'f1', 'roc_auc', 'average_precision'])(
    'that are equal all the same test %s about as surely as those without',
    (name) => {
      const sides = twoModels('binary', 400, 'equal weights', [0.5, 0.9])
      const [plain, weighted] = [
        difference(name, sides)!,
        difference(
          name,
          sides,
          weighed(400, () => 3),
        )!,
      ]
      expect(weighted.method).toBe('jackknife')
      expect(weighted.change).toBeCloseTo(plain.change, 12)
      expect(weighted.standardError / plain.standardError).toBeGreaterThan(0.75)
      expect(weighted.standardError / plain.standardError).toBeLessThan(1.35)
      expect(
        difference(
          name,
          sides,
          weighed(400, () => 3),
        ),
      ).toEqual(weighted)
    },
  )

  test('test what they weigh: of a row of no weight nothing is seen', () => {
    const sides = twoModels('binary', 200, 'half')
    const [candidate, baseline] = sides
    const half = weighed(200, (i) => (i < 100 ? 1 : 0))
    const spoilt = {
      ...candidate,
      predicted: candidate.predicted!.map((p, i) => (i < 100 ? p : String(1 - Number(p)))),
    }
    expect(difference('accuracy', [spoilt, baseline], half)).toEqual(difference('accuracy', sides, half))
  })

  test.each(['accuracy', 'mae'])('test %s as if those of no weight were not there', (name) => {
    const task = name === 'mae' ? 'regression' : 'binary'
    const sides = twoModels(task, 200, 'padded')
    const tested = (rows: number, weights: Float64Array) => {
      const cut = sides.map((side) => ({
        rows,
        labels: side.labels.slice(0, rows),
        predicted: side.predicted!.slice(0, rows),
        weights,
      }))
      return pairedDifferences(cut[0]!, cut[1]!, meaningOf(task), [metricNamed(name)!])[name]!
    }
    const [alone, padded] = [
      tested(
        30,
        weighed(30, (i) => 1 + (i % 3)),
      ),
      tested(
        200,
        weighed(200, (i) => (i < 30 ? 1 + (i % 3) : 0)),
      ),
    ]
    expect(padded.standardError).toBeCloseTo(alone.standardError, 10)
    expect(padded.pLower).toBeCloseTo(alone.pLower, 10)
    expect(padded.interval[0]).toBeCloseTo(alone.interval[0], 10)
  })

  test('never make a handful of rows sure', () => {
    const rows = 1000
    const labels = Array.from({ length: rows }, (_, i) => String(i % 2))
    const side = (wrong: number) => ({
      rows,
      labels,
      predicted: labels.map((l, i) => (i < wrong ? String(1 - Number(l)) : l)),
    })
    const weights = weighed(rows, () => 2)
    for (const wrong of [1, 2, 3, 4])
      expect(difference('accuracy', [side(wrong), side(0)], weights)!.pLower).toBeGreaterThan(
        0.9 * 2 ** -wrong,
      )
    expect(difference('accuracy', [side(12), side(0)], weights)!.pLower).toBeLessThan(0.01)
    expect(difference('accuracy', [side(0), side(0)], weights)).toBeUndefined()
  })

  test('are too few for a test where fewer than ten weigh anything', () => {
    const sides = twoModels('binary', 200, 'few', [2, 0.2])
    expect(
      difference(
        'accuracy',
        sides,
        weighed(200, (i) => (i < 9 ? 1 : 0)),
      ),
    ).toBeUndefined()
  })

  test('are too few for a test below ten', () => {
    const sides = twoModels('binary', 9, 'few')
    expect(
      difference(
        'accuracy',
        sides,
        weighed(9, () => 1),
      ),
    ).toBeUndefined()
  })

  test('block equal models in about 5 of 100, however unequal they are', () => {
    let low = 0
    let high = 0
    const runs = 80
    for (let run = 0; run < runs; run++) {
      const random = randomFrom(`weights ${run}`)
      const weights = weighed(200, () => Math.exp(3 * random()))
      const { pLower, pHigher } = difference('f1', twoModels('binary', 200, `equal ${run}`), weights)!
      if (pLower <= 0.05) low++
      if (pHigher <= 0.05) high++
    }
    expect(Math.max(low, high)).toBeLessThanOrEqual(9)
    expect(low + high).toBeGreaterThan(1)
  })
})
