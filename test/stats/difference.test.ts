import { describe, expect, it, test } from 'vitest'
import { areaParts, aucDifference } from '../../src/stats/auc-difference.ts'
import { scaled, studentDifference } from '../../src/stats/difference.ts'
import { jackknife } from '../../src/stats/jackknife.ts'
import { meanDifference } from '../../src/stats/mean-difference.ts'

describe('a difference', () => {
  it.each([
    [0.1, 0],
    [0, 0],
    [0.1, Number.NaN],
    [0.1, Number.POSITIVE_INFINITY],
    [0.1, -1],
    [Number.NaN, 0.1],
    [Number.POSITIVE_INFINITY, 0.1],
  ])('of %d with a standard error of %d says nothing', (change, error) => {
    expect(studentDifference(change, error, 0.05)).toBeUndefined()
  })

  const known = { change: -2, interval: [-3, -1] as const, standardError: 0.5, pLower: 0.01, pHigher: 0.99 }

  it('is the same in another unit', () => {
    expect(scaled(known, 4)).toEqual({ ...known, change: -8, interval: [-12, -4], standardError: 2 })
  })

  it('turns round in a unit that grows the other way', () => {
    expect(scaled(known, -0.5)).toEqual({
      change: 1,
      interval: [0.5, 1.5],
      standardError: 0.25,
      pLower: 0.99,
      pHigher: 0.01,
    })
  })
})

describe('the mean of differences', () => {
  it('with weights has the variance of a ratio of totals, worked out by hand', () => {
    const mean = meanDifference(Float64Array.of(1, 0, -1), Float64Array.of(1, 2, 3), 0.05)!
    expect(mean.change).toBeCloseTo(-1 / 3, 14)
    expect(mean.standardError).toBeCloseTo(Math.sqrt(((16 + 4 + 36) / 9) * (3 / 2)) / 6, 14)
  })

  it.each([[[0.5]], [[0.3, 0.1 + 0.2, 0.3]], [[2, 2]]])('of %j has no spread to go by', (differences) => {
    expect(meanDifference(Float64Array.from(differences), undefined, 0.05)).toBeUndefined()
  })
})

describe('the jackknife', () => {
  it('of a mean is its standard error', () => {
    const values = [1, 2, 4, 9]
    const without = Float64Array.from(values, (left) => (16 - left) / 3)
    const { standardError, df } = jackknife(without)!
    expect(standardError).toBeCloseTo(Math.sqrt((9 + 4 + 0 + 25) / 3 / 4), 14)
    expect(df).toBe(3)
  })

  it('takes rounding for no spread', () => {
    expect(jackknife(Float64Array.of(0.3, 0.1 + 0.2))).toEqual({ standardError: 0, df: 1 })
    expect(jackknife(Float64Array.of(300_000, (0.1 + 0.2) * 1e6))).toEqual({ standardError: 0, df: 1 })
  })

  it('needs two parts, each of which leaves an estimate', () => {
    expect(jackknife(Float64Array.of(1))).toBeUndefined()
    expect(jackknife(Float64Array.of(1, Number.NaN, 2))).toBeUndefined()
    expect(jackknife(Float64Array.of(Number.NaN, Number.NaN))).toBeUndefined()
    expect(jackknife(Float64Array.of(1, 2))).toBeDefined()
  })
})

describe('a difference of areas', () => {
  const pair = (positive: number[], candidate: number[], baseline: number[]) => ({
    positive: Uint8Array.from(positive),
    candidate: Float64Array.from(candidate),
    baseline: Float64Array.from(baseline),
  })
  const one = pair([1, 1, 0, 0, 1], [3, 1, 2, 0, 5], [1, 2, 3, 0, 5])
  const other = pair([0, 1, 0, 1, 0, 1], [1, 2, 3, 4, 0, 6], [4, 2, 3, 1, 0, 6])

  test('over rows apart has the weighted mean, and the variance of independent ones', () => {
    const [first, second] = [one, other].map((of) => aucDifference(of.positive.length, [of], 0.05)!)
    const both = aucDifference(
      11,
      [
        { ...one, rows: Uint32Array.of(10, 9, 8, 7, 6), weight: 3 },
        { ...other, rows: Uint32Array.of(0, 1, 2, 3, 4, 5), weight: 1 },
      ],
      0.05,
    )!
    expect(both.change).toBeCloseTo(0.75 * first!.change + 0.25 * second!.change, 14)
    expect(both.standardError).toBeCloseTo(
      Math.hypot(0.75 * first!.standardError, 0.25 * second!.standardError),
      14,
    )
  })

  test('over the same rows counts what they have in common once', () => {
    const single = aucDifference(5, [one], 0.05)!
    const twice = aucDifference(5, [one, one], 0.05)!
    expect(twice.standardError).toBeCloseTo(single.standardError, 14)
  })

  test.each([
    ['no positive row', [0, 0, 0, 0]],
    ['no negative row', [1, 1, 1, 1]],
    ['one positive row', [1, 0, 0, 0]],
    ['one negative row', [1, 1, 0, 1]],
  ])('is none with %s', (_what, positive) => {
    expect(aucDifference(4, [pair(positive, [1, 2, 3, 4], [2, 1, 4, 3])], 0.05)).toBeUndefined()
  })

  test('is there from two rows of each kind on', () => {
    expect(aucDifference(4, [pair([1, 1, 0, 0], [1, 2, 3, 4], [2, 4, 1, 3])], 0.05)).toBeDefined()
  })

  test('an area needs rows of both kinds', () => {
    const score = Float64Array.of(1, 2)
    expect(areaParts(Uint8Array.of(1, 1), score)).toBeUndefined()
    expect(areaParts(Uint8Array.of(0, 0), score)).toBeUndefined()
    expect(areaParts(Uint8Array.of(0, 1), score)!.area).toBe(1)
  })
})
