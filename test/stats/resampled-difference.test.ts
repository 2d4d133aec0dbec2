import { expect, it } from 'vitest'
import { resampledDifference } from '../../src/stats/resampled-difference.ts'

/** 2,000 resamples around -1, none of them near 0. */
const farBelowNone = Float64Array.from({ length: 2000 }, (_, i) => -1.1 + (0.2 * i) / 1999)

it('a difference that no resample comes near survives the adjustment over many tests', () => {
  const { pLower, pHigher } = resampledDifference(-1, farBelowNone, 0.05)!
  expect(pLower * 500).toBeLessThan(0.05)
  expect(pLower).toBeGreaterThan(0)
  expect(pHigher).toBe(1)
})

it('one that a resample does reach is never surer than the count of them says', () => {
  const reached = Float64Array.from(farBelowNone)
  reached[0] = 0
  expect(resampledDifference(-1, reached, 0.05)!.pLower).toBe(2 / 2001)
})

it('one within its spread is judged by the count', () => {
  const { pLower } = resampledDifference(
    -0.001,
    farBelowNone.map((value) => value + 0.999),
    0.05,
  )!
  expect(pLower).toBeCloseTo(0.5, 1)
})
