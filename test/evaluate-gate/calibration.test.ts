import { expect, test } from 'vitest'
import { falseAlarms } from '../../bench/calibration/false-alarms.ts'
import { judged } from '../../bench/calibration/judged.ts'
import { power } from '../../bench/calibration/power.ts'
import { simulate } from '../../bench/calibration/simulated.ts'

/** What docs/calibration.md holds at length, with the same simulations and fewer runs. */

const within = (expected: number, runs: number) => 3 * Math.sqrt((expected * (1 - expected)) / runs)

test.each([
  [{ task: 'regression', rows: 60, dependence: 'none', told: true }, 300],
  [{ task: 'regression', rows: 1_000, dependence: 'none', told: true }, 60],
  [{ task: 'regression', rows: 300, dependence: 'patients', told: true }, 60],
  [{ task: 'binary', rows: 60, dependence: 'none', told: true }, 30],
  [{ task: 'binary', rows: 300, dependence: 'none', told: true, ease: 8 }, 30],
] as const)('verdicts block equal models in at most one of twenty runs: %j', (of, runs) => {
  expect(falseAlarms(of, runs).blocked / runs).toBeLessThan(0.05 + within(0.05, runs))
})

test('ten rows a patient make equal models look worse to a gate that is not told', () => {
  const { blocked, runs } = falseAlarms(
    { task: 'regression', rows: 300, dependence: 'patients', told: false },
    150,
  )
  expect(blocked / runs).toBeGreaterThan(0.05 + within(0.05, runs))
})

test.each([
  ['mae', 'regression'],
  ['accuracy', 'binary'],
] as const)(
  'a model worse by what smallest_blocked says is blocked in four runs of five: %s',
  (metric, task) => {
    const { blocked, runs, drop } = power(metric, { task, rows: 300 }, 0.01, 150, { rows: 60_000, sets: 1 })
    expect(drop).toBeGreaterThan(0.01)
    expect(Math.abs(blocked / runs - 0.8)).toBeLessThan(within(0.8, runs) + 0.03)
  },
)

test('every test says what it can see, and how many rows an equal model would need', () => {
  const [candidate, baseline] = simulate({ task: 'binary', rows: 200, noise: [0.7, 0.7], seed: 'says' })
  const rules = Object.fromEntries(
    ['accuracy', 'f1', 'roc_auc', 'log_loss', 'average_precision'].map((name) => [
      name,
      { max_worsening: 0.02 },
    ]),
  )
  const meaning = { task: 'binary', positive: '1' } as const
  for (const found of judged(candidate!, [baseline!], meaning, rules, { columns: ['region'], rules })) {
    if (found.zone === 'not-judged') continue
    expect(found.smallest_blocked, found.explanation).toBeGreaterThan(0.02)
    expect(found.rows_needed, found.explanation).toBeGreaterThan(found.rows)
  }
})
