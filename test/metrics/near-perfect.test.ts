import { expect, test } from 'vitest'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { pairedDifferences } from '../../src/metrics/compare/paired-differences.ts'
import { interpret } from '../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../src/metrics/intervals/intervals-of.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { type Random, randomFrom } from '../../src/stats/random.ts'

const meaning = { task: 'binary', positive: '1' } as const
const rowsOf = (pairs: readonly (readonly [label: number, guess: number])[]): PredictionRows => ({
  rows: pairs.length,
  labels: pairs.map(([label]) => String(label)),
  predicted: pairs.map(([, guess]) => String(guess)),
})
const metrics = (names: readonly string[]) => names.map((name) => metricNamed(name)!)
const intervals = (rows: PredictionRows, names: readonly string[]) =>
  intervalsOf(interpret(rows, meaning, 'test'), metrics(names))

/** Rows of which 40% are positive, 3% wrong. */
const nearlyRight = (rows: number, random: Random) =>
  rowsOf(
    Array.from({ length: rows }, () => {
      const label = Number(random() < 0.4)
      return [label, random() < 0.03 ? 1 - label : label] as const
    }),
  )
const truth = { precision: 0.388 / 0.406, f1: (2 * 0.388) / (2 * 0.388 + 0.03), balanced_accuracy: 0.97 }

test.each([
  ['precision', 800],
  ['f1', 800],
  ['balanced_accuracy', 60],
] as const)(
  'the lower bound of a %s near 1 lies above the truth in about one sample of twenty',
  (name, runs) => {
    const random = randomFrom(`near 1 ${name}`)
    let above = 0
    for (let run = 0; run < runs; run++)
      if (intervals(nearlyRight(50, random), [name])[name]!.low > truth[name]) above++
    expect(above / runs).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs))
  },
)

test('a sample without an error does not speak as if there could be none', () => {
  const right = rowsOf(Array.from({ length: 50 }, (_, i) => [i % 2, i % 2] as const))
  const names = ['precision', 'recall', 'f1', 'f1_macro', 'balanced_accuracy', 'mcc', 'cohen_kappa']
  for (const [name, { low, high }] of Object.entries(intervals(right, names))) {
    expect(high, name).toBe(1)
    expect(low, name).toBeGreaterThan(0.75)
    expect(low, name).toBeLessThan(0.99)
  }
})

test('three rows of chance do not make a model worse, by any function of the confusion table', () => {
  const labels = Array.from({ length: 50 }, (_, i) => i % 2)
  const before = rowsOf(labels.map((label) => [label, label]))
  const after = rowsOf(labels.map((label, i) => [label, i < 3 ? 1 - label : label]))
  const tested = pairedDifferences(
    after,
    before,
    meaning,
    metrics(['f1', 'mcc', 'balanced_accuracy', 'accuracy']),
  )
  // Each of the three could as well have been the other model's: McNemar's (1/2)³.
  expect(tested.accuracy!.pLower).toBe(0.125)
  for (const name of ['f1', 'mcc', 'balanced_accuracy'])
    expect(Math.abs(tested[name]!.pLower - 0.125), name).toBeLessThan(0.02)
})
