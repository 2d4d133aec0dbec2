import { describe, expect, it } from 'vitest'
import type { Rule } from '../../../src/config/schema.ts'
import { boundDrafts } from '../../../src/evaluate-gate/compare/bounds.ts'
import { metricNamed } from '../../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../../src/metrics/compute.ts'
import { interpret } from '../../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../../src/metrics/intervals/intervals-of.ts'
import { normalDraw } from '../../../src/stats/gamma-draw.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { evaluation } from '../an-evaluation.ts'

const rows = 200
const runs = 250

/** What a bound of the mean absolute error finds of models whose errors are normal and truly so large on average. */
function drafts(truth: number, rule: Partial<Rule>) {
  const random = randomFrom(`bounds ${truth}`)
  const metric = metricNamed('mae')!
  return Array.from({ length: runs }, () => {
    const deviation = truth * Math.sqrt(Math.PI / 2)
    const predicted = Array.from({ length: rows }, () => String(deviation * normalDraw(random)))
    const labels = predicted.map(() => '0')
    const predictions = interpret({ rows, labels, predicted }, { task: 'regression' }, 'test')
    const { metrics } = computeMetrics(predictions, [metric])
    const intervals = intervalsOf(predictions, [metric])
    const side = evaluation({ task: 'regression', rows, metrics: { ...metrics }, intervals })
    return boundDrafts(side, 'mae', rule as Rule)[0]!.comparison
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
/** Standard error of the mean of |N(0, σ)|, as a share of it. */
const spread = Math.sqrt((Math.PI / 2 - 1) / rows)
const chance = 3 * Math.sqrt((0.8 * 0.2) / runs)

describe('a model that is truly what smallest_blocked says', () => {
  it.each([
    ['with confidence', { max: 0.5, confidence: 0.95 as const }, 0.5 / (1 + (1.645 - 0.842) * spread)],
    ['by the estimate alone', { max: 0.5 }, 0.5 / (1 - 0.842 * spread)],
  ])('is blocked in four runs of five: %s', (_, rule, truth) => {
    const found = drafts(truth, rule)
    expect(mean(found.map(({ smallest_blocked }) => smallest_blocked!))).toBeCloseTo(truth, 2)
    const blocked = found.filter(({ zone }) => zone === 'below-bound').length
    expect(Math.abs(blocked / runs - 0.8)).toBeLessThan(chance)
  })
})

it('the rows that it takes to show a model inside its bound show it in four runs of five', () => {
  // Of a mean whose standard error is this share of it, as many rows as there are are just enough at this distance.
  const truth = 0.5 / (1 + (1.645 + 0.842) * spread)
  const found = drafts(truth, { max: 0.5, confidence: 0.95 })
  const needed = found.map(({ rows_needed }) => rows_needed ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b)
  expect(needed[runs / 2]! / rows).toBeCloseTo(1, 1)
  const passed = found.filter(({ zone }) => zone === 'within-bound').length
  expect(Math.abs(passed / runs - 0.8)).toBeLessThan(chance)
})

describe('what a bound says of its power', () => {
  const interval = { low: 0.72, high: 0.86, method: 'wilson' }
  const of = (rule: Partial<Rule>, more: object = {}) =>
    boundDrafts(evaluation({ intervals: { accuracy: interval }, ...more }), 'accuracy', rule as Rule)[0]!
      .comparison

  it('is a forecast of rows only where the model has to show that it keeps it', () => {
    expect(of({ min: 0.7 })).not.toHaveProperty('rows_needed')
    expect(of({ min: 0.7 }).smallest_blocked).toBeLessThan(0.7)
    expect(of({ min: 0.75, confidence: 0.95 }).rows_needed).toBeGreaterThan(100)
    expect(of({ min: 0.75, confidence: 0.95 }).smallest_blocked).toBeGreaterThan(0.75)
  })

  it('is no forecast of rows that are not known, and of a value outside', () => {
    expect(of({ min: 0.75, confidence: 0.95 }, { rows: 0 })).not.toHaveProperty('rows_needed')
    expect(of({ min: 0.8, confidence: 0.95 })).not.toHaveProperty('rows_needed')
  })

  it('is nothing where there is no interval, or none with a width', () => {
    const point = { low: 0.8, high: 0.8, method: 'reported' }
    expect(of({ min: 0.7 }, { intervals: {} })).not.toHaveProperty('smallest_blocked')
    expect(of({ min: 0.7 }, { intervals: { accuracy: point } })).not.toHaveProperty('smallest_blocked')
  })
})
