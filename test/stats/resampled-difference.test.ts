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

it('has the percentiles of the resamples, in whatever order they come', () => {
  const shuffled = Float64Array.from({ length: 101 }, (_, i) => ((i * 37) % 101) - 10)
  const { interval, pLower, pHigher, standardError } = resampledDifference(40, shuffled, 0.05)!
  expect(interval).toEqual([-5, 85])
  // 91 of them are 0 or more, 11 are 0 or less
  expect(pLower).toBe(92 / 102)
  expect(pHigher).toBe(12 / 102)
  expect(standardError).toBeCloseTo(Math.sqrt((101 * 102) / 12), 12)
})

it('goes on into the normal tail, on either side', () => {
  const apart = Float64Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? -1.2 : -0.8))
  // scipy.stats.norm.cdf(-1 / 0.2000500187578159)
  expect(resampledDifference(-1, apart, 0.05)!.pLower / 2.8851602421707614e-7).toBeCloseTo(1, 5)
  const mirrored = apart.map((value) => -value)
  expect(resampledDifference(1, mirrored, 0.05)!.pHigher / 2.8851602421707614e-7).toBeCloseTo(1, 5)
  expect(resampledDifference(1, mirrored, 0.05)!.pLower).toBe(1)
})

it('without a value counts as none, and is none where no resample differs', () => {
  const some = Float64Array.of(Number.NaN, 1, 2, 3)
  expect(resampledDifference(2, some, 0.05)!.pHigher).toBe(2 / 5)
  expect(resampledDifference(0.1, new Float64Array(100).fill(0.1), 0.05)).toBeUndefined()
  const byRounding = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 0.3 : 0.1 + 0.2))
  expect(resampledDifference(0.3, byRounding, 0.05)).toBeUndefined()
  expect(
    resampledDifference(
      1e9,
      byRounding.map((value) => value * 1e9),
      0.05,
    ),
  ).toBeUndefined()
})
