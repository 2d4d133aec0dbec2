import { describe, expect, it } from 'vitest'
import { welchDifference } from '../../src/stats/welch.ts'

const a = [0.812, 0.805, 0.821, 0.809, 0.799]
const b = [0.831, 0.828, 0.84, 0.826]

describe('Welch’s test', () => {
  // scipy 1.17.1: ttest_ind(a, b, equal_var=False, alternative=...), and its confidence_interval(0.95)
  it('gives what scipy gives', () => {
    const found = welchDifference(a, b, 0.05)
    expect(found?.change).toBeCloseTo(-0.02205, 12)
    expect(found?.pLower).toBeCloseTo(0.001247957870784054, 12)
    expect(found?.pHigher).toBeCloseTo(1 - 0.001247957870784054, 12)
    expect(found?.interval[1]).toBeCloseTo(-0.012962503753446908, 12)
  })

  it('says nothing of one value, nor of values that do not vary', () => {
    expect(welchDifference([1], b, 0.05)).toBeUndefined()
    expect(welchDifference([0.1, 0.1, 0.1], [0.3, 0.3], 0.05)).toBeUndefined()
    expect(welchDifference([0.1, 0.1, 0.1], b, 0.05)).toBeDefined()
  })
})

it('takes two values a side, and no rounding for a spread, however large the values', () => {
  expect(welchDifference([1, 2], [3, 5], 0.05)!.change).toBe(-2.5)
  expect(welchDifference([1], [3, 5], 0.05)).toBeUndefined()
  expect(welchDifference([1, 2], [3], 0.05)).toBeUndefined()
  expect(welchDifference([300_000, (0.1 + 0.2) * 1e6], [0.001, 0.001], 0.05)).toBeUndefined()
})
