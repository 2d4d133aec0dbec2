import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weightedQuantile } from '../../src/stats/quantile.ts'

const of = (values: number[], weights: number[], probability: number) =>
  weightedQuantile(Float64Array.from(values), Float64Array.from(weights), probability)

test('a weighted quantile is the smallest value up to which so much of the weight lies', () => {
  expect(of([30, 10, 20], [1, 1, 1], 0.5)).toBe(20)
  expect(of([30, 10, 20], [1, 5, 1], 0.5)).toBe(10)
  expect(of([30, 10, 20], [5, 1, 1], 0.5)).toBe(30)
  expect(of([10, 20], [1, 1], 0.5)).toBe(10)
  expect(of([10, 20], [1, 1], 0.51)).toBe(20)
  expect(of([10, 20, 30], [2, 0, 2], 0.75)).toBe(30)
  expect(of([7], [3], 0.99)).toBe(7)
})

test('no other value has a smaller mean pinball loss', () => {
  const row = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 5 }))
  const rows = fc.array(row, { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 19 }), (drawn, twentieths) => {
      const probability = twentieths / 20
      const loss = (at: number) =>
        drawn.reduce((total, [value, weight]) => {
          const error = value - at
          return total + weight * (error >= 0 ? probability * error : (probability - 1) * error)
        }, 0)
      const [values, weights] = [drawn.map(([value]) => value), drawn.map(([, weight]) => weight)]
      const least = loss(of(values, weights, probability))
      for (const value of values) expect(least).toBeLessThanOrEqual(loss(value) + 1e-9)
    }),
  )
})

test('weights that add up to less than asked for by their last digit give the largest value', () => {
  const weights = Array.from({ length: 100 }, () => 0.1)
  expect(of(Array.from(weights.keys()), weights, 1 - Number.EPSILON / 2)).toBe(99)
})
