import { expect, test } from 'vitest'
import { gammaDraw } from '../../src/stats/gamma-draw.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { randomizationTails } from '../../src/stats/randomization-tails.ts'

test('counts draws as extreme as the difference, those that differ by rounding too', () => {
  const drawn = Float64Array.from([-0.3, -0.1 - 1e-16, 0.1, 0.3])
  expect(randomizationTails(-0.1, drawn, 0)).toEqual({ lower: 3 / 5, higher: 4 / 5 })
})

test('takes rounding for none in any unit', () => {
  const near = Float64Array.of(-1e6 + 1e-9, -1e6 - 1e-9, 0)
  expect(randomizationTails(-1e6, near, 0)).toEqual({ lower: 3 / 4, higher: 1 })
})

test('draws that are all alike have no tail to go on into', () => {
  expect(randomizationTails(-1, new Float64Array(9), 0)).toEqual({ lower: 1 / 10, higher: 1 })
})

test('counts a draw without a value on both sides', () => {
  expect(randomizationTails(-1, Float64Array.from([Number.NaN, 0.5, -0.5]), 0)).toMatchObject({
    lower: 2 / 4,
  })
})

test('goes on into the normal tail where no draw reaches, but not below the rarest draw there is', () => {
  const random = randomFrom('tails')
  const drawn = Float64Array.from({ length: 1000 }, () => random() - 0.5)
  expect(randomizationTails(-2, drawn, 0).lower).toBeLessThan(1e-9)
  expect(randomizationTails(-2, drawn, 2 ** -10).lower).toBe(2 ** -10)
  expect(randomizationTails(2, drawn, 2 ** -10).higher).toBe(2 ** -10)
  expect(randomizationTails(-0.4, drawn, 0).lower).toBeGreaterThan(0.05)
})

test.each([0.3, 0.5, 1, 7])('gamma draws of shape %d have its mean and variance', (shape) => {
  const random = randomFrom(`gamma ${shape}`)
  const draws = Array.from({ length: 20_000 }, () => gammaDraw(shape, random))
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length
  const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length
  expect(Math.abs(mean / shape - 1)).toBeLessThan(0.06)
  expect(Math.abs(variance / shape - 1)).toBeLessThan(0.12)
  expect(Math.min(...draws)).toBeGreaterThan(0)
})
