import { describe, expect, test } from 'vitest'
import { catalogue, metricNamed } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { interpret, type Meaning } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { rowsAt } from '../../src/metrics/read/rows-at.ts'
import { normalDraw } from '../../src/stats/gamma-draw.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { twoModels } from './two-models.ts'

const mae = [metricNamed('mae')!]
const withColumn = (rows: PredictionRows, name: string, cell: (row: number) => string): PredictionRows => ({
  ...rows,
  attributes: { [name]: Array.from({ length: rows.rows }, (_, row) => cell(row)) },
})
const grouped: Meaning = { task: 'regression', dependence: { group: 'patient' } }
const timed: Meaning = { task: 'regression', dependence: { time: 'at' } }

describe('rows that belong together', () => {
  test('say no more than one of them where they are copies of each other', () => {
    const [candidate, baseline] = twoModels('regression', 40, 'copies')
    const tenfold = Uint32Array.from({ length: 400 }, (_, i) => Math.floor(i / 10))
    const copies = [candidate, baseline].map((rows) =>
      withColumn(rowsAt(rows, tenfold), 'patient', (row) => String(tenfold[row])),
    )
    const once = pairedDifferences(candidate, baseline, { task: 'regression' }, mae).mae!
    const often = pairedDifferences(copies[0]!, copies[1]!, grouped, mae).mae!
    expect(often.method).toBe('student+clusters')
    expect(often.change).toBeCloseTo(once.change, 12)
    expect(often.standardError).toBeCloseTo(once.standardError, 12)
    const bounds = intervalsOf(interpret(copies[0]!, grouped, 'test'), mae).mae!
    const ofOne = intervalsOf(interpret(candidate, { task: 'regression' }, 'test'), mae).mae!
    expect((bounds.high - bounds.low) / (ofOne.high - ofOne.low)).toBeCloseTo(1, 1)
  })

  test('are never surer than rows apart', () => {
    for (const task of ['binary', 'multiclass', 'regression'] as const) {
      const [candidate, baseline] = twoModels(task, 120, `${task} never surer`).map((rows) =>
        withColumn(rows, 'patient', (row) => String(row % 40)),
      )
      const positive = task === 'binary' ? { positive: '1' } : {}
      const quick = catalogue.filter(({ method }) => method !== 'bootstrap')
      const apart = pairedDifferences(candidate!, baseline!, { task, ...positive }, quick)
      const together = pairedDifferences(candidate!, baseline!, { ...grouped, task, ...positive }, quick)
      expect(Object.keys(together)).toEqual(Object.keys(apart))
      for (const [name, { pLower, interval }] of Object.entries(apart)) {
        expect(together[name]!.pLower, name).toBeGreaterThanOrEqual(pLower)
        expect(together[name]!.interval[0], name).toBeLessThanOrEqual(interval[0])
      }
    }
  })

  test.each([
    ['patient', grouped],
    ['at', timed],
  ])('are no more where rows of no weight have a %s of their own', (column, meaning) => {
    const heavy = 30
    const sides = twoModels('regression', 200, 'weightless').map((rows, side) => ({
      ...withColumn(rows, column, (row) => String(row < heavy ? row % 6 : row)),
      predicted: rows.predicted!.map((guess, row) => String(Number(guess) + side * (row % 6))),
      weights: Float64Array.from({ length: 200 }, (_, row) => (row < heavy ? 1 + (row % 2) : 0)),
    }))
    const first = Uint32Array.from({ length: heavy }, (_, row) => row)
    const alone = sides.map((side) => rowsAt(side, first))
    const [among, apart] = [sides, alone].map(
      ([one, other]) => pairedDifferences(one!, other!, meaning, mae).mae!,
    )
    for (const key of ['change', 'standardError', 'pLower'] as const)
      expect(among![key]).toBeCloseTo(apart![key], 10)
    expect(among!.interval[0]).toBeCloseTo(apart!.interval[0], 10)
  })

  test('without an error have the bound of as many rows as there are groups', () => {
    const labels = Array.from({ length: 200 }, (_, row) => String(row % 2))
    const rows = withColumn({ rows: 200, labels, predicted: labels }, 'patient', (row) => String(row % 20))
    const meaning: Meaning = { ...grouped, task: 'binary', positive: '1' }
    const { accuracy } = intervalsOf(interpret(rows, meaning, 'test'), [metricNamed('accuracy')!])
    expect(accuracy).toMatchObject({ method: 'wilson+clusters', high: 1 })
    expect(accuracy!.low).toBeCloseTo(20 / (20 + 2.7055), 1)
  })
})

/** Absolute errors of two equal models, with noise of variance 1 that the rows of a cluster, or of a while, share. */
function alike(kind: 'clusters' | 'blocks', rows: number, seed: string): PredictionRows[] {
  const random = randomFrom(seed)
  return [0, 1].map((): PredictionRows => {
    let shared = normalDraw(random)
    const predicted = Array.from({ length: rows }, (_, row) => {
      if (kind === 'blocks') shared = 0.6 * shared + 0.8 * normalDraw(random)
      else if (row % 10 === 0) shared = normalDraw(random)
      return kind === 'blocks' ? shared : Math.sqrt(0.3) * shared + Math.sqrt(0.7) * normalDraw(random)
    })
    return { rows, labels: Array(rows).fill('0'), predicted: predicted.map(String) }
  })
}

test.each([
  ['clusters', grouped, 'patient', (row: number) => String(Math.floor(row / 10)), 0.08],
  ['blocks', timed, 'at', (row: number) => new Date(row * 3_600_000).toISOString(), 0.06],
] as const)(
  'equal models on %s are called worse in about one of twenty runs',
  (kind, meaning, name, cell, plain) => {
    const runs = 250
    const alarms = { together: 0, apart: 0 }
    for (let run = 0; run < runs; run++) {
      const [candidate, baseline] = alike(kind, 300, `${kind} ${run}`).map((rows) =>
        withColumn(rows, name, cell),
      )
      const errors = [metricNamed('mse')!]
      if (pairedDifferences(candidate!, baseline!, meaning, errors).mse!.pHigher <= 0.05) alarms.together++
      if (pairedDifferences(candidate!, baseline!, { task: 'regression' }, errors).mse!.pHigher <= 0.05)
        alarms.apart++
    }
    expect(alarms.together / runs).toBeLessThan(0.05 + 2.5 * Math.sqrt((0.05 * 0.95) / runs))
    expect(alarms.apart / runs).toBeGreaterThan(plain)
  },
)

describe('a column of times', () => {
  const rows = (cells: readonly string[]) =>
    withColumn(
      { rows: cells.length, labels: cells.map(() => '1'), predicted: cells.map(() => '2') },
      'at',
      (row) => cells[row]!,
    )

  test('orders rows by numbers or dates', () => {
    const of = (cells: readonly string[]) => [...interpret(rows(cells), timed, 'test').dependence![0]!.part]
    expect(of(['10', '9', '8', '9'])).toEqual([2, 1, 0, 1])
    expect(of(['2026-01-02', '2026-01-01 23:00', '2026-01-01T22:30:00Z'])).toEqual([2, 1, 0])
  })

  test.each([
    [['1', ''], 'missing-time'],
    [['1', 'yesterday'], 'time-unreadable'],
    [['01/02/2026', '2026-01-01'], 'time-unreadable'],
  ])('that has no order is refused: %j', (cells, code) => {
    expect(() => interpret(rows(cells), timed, 'p.csv')).toThrow(expect.objectContaining({ code }))
  })
})
