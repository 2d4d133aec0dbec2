import { expect, test } from 'vitest'
import { wilsonInterval } from '../../src/stats/wilson.ts'

/** statsmodels.stats.proportion.proportion_confint(x, n, method='wilson') */
test.each([
  [342, 344, 0.979057, 0.998404],
  [344, 344, 0.988956, 1],
  [0, 344, 0, 0.011044],
  [5, 10, 0.236593, 0.763407],
  [1, 1_000_000, 1.765e-7, 5.665e-6],
])('%i of %i', (successes, trials, low, high) => {
  const [below, above] = wilsonInterval(successes, trials)
  expect(below / (low || 1)).toBeCloseTo(low && 1, 3)
  expect(above / high).toBeCloseTo(1, 3)
})

test('a level asks for a wider interval', () => {
  const [low, high] = wilsonInterval(5, 10, 0.99)
  expect(low).toBeLessThan(wilsonInterval(5, 10)[0])
  expect(high).toBeGreaterThan(wilsonInterval(5, 10)[1])
})

test.each([
  [1, 0],
  [2, 1],
  [-1, 1],
  [Number.NaN, 1],
  [0.5, 1],
])('%d of %d is no proportion', (successes, trials) => {
  expect(() => wilsonInterval(successes, trials)).toThrow(RangeError)
})
