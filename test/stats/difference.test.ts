import { describe, expect, it, test } from 'vitest'
import { areaParts, aucDifference } from '../../src/stats/auc-difference.ts'
import { scaled, studentDifference } from '../../src/stats/difference.ts'
import { estimatedMean } from '../../src/stats/estimated-mean.ts'
import { normalDraw } from '../../src/stats/gamma-draw.ts'
import { jackknife } from '../../src/stats/jackknife.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { skewedMean } from '../../src/stats/skewed-mean.ts'

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
  it('with weights is as sure as so many rows of equal weight, and unbiased where rows vary alike', () => {
    const [values, weights] = [Float64Array.of(1, 0, -1), Float64Array.of(1, 2, 3)]
    const { mean, standardError, df } = estimatedMean(values, weights)!
    expect(mean).toBeCloseTo(-1 / 3, 14)
    const shares = [1 / 6, 2 / 6, 3 / 6]
    const squared = 14 / 36
    const parts = shares.map((share, i) => (share * (values[i]! + 1 / 3)) ** 2 / (1 - 2 * share + squared))
    expect(standardError).toBeCloseTo(Math.sqrt(parts[0]! + parts[1]! + parts[2]!), 14)
    expect(df).toBeCloseTo(36 / 14 - 1, 14)
  })

  it('knows no row that weighs nothing', () => {
    const [values, weights] = [
      [1, 0, -1, 0.4, 2],
      [1, 2, 3, 1, 1],
    ]
    const known = estimatedMean(Float64Array.from(values), Float64Array.from(weights))!
    const more = Array.from({ length: 95 }, (_, i) => i)
    const padded = estimatedMean(
      Float64Array.from([...values, ...more]),
      Float64Array.from([...weights, ...more.map(() => 0)]),
    )!
    for (const key of ['mean', 'standardError', 'df', 'skewness'] as const)
      expect(padded[key]).toBeCloseTo(known[key], 12)
    expect(estimatedMean(Float64Array.of(1, 2, 3), Float64Array.of(0, 1, 0))).toBeUndefined()
  })

  it('does not take one row that outweighs all others for many', () => {
    const random = randomFrom('one row')
    const weights = new Float64Array(50).fill(1).fill(1e6, 0, 1)
    const runs = 400
    let alarms = 0
    for (let run = 0; run < runs; run++) {
      const values = Float64Array.from({ length: 50 }, () => normalDraw(random))
      const { pLower, pHigher } = skewedMean(values, weights, 0.05)!
      if (Math.min(pLower, pHigher) < 0.05) alarms++
    }
    expect(alarms / runs).toBeLessThan(0.1)
  })

  it.each([20, 100])(
    'of %i rows of very unequal weights is called other than 0 as often as it may be',
    (rows) => {
      const random = randomFrom(`unequal ${rows}`)
      const runs = 800
      let alarms = 0
      for (let run = 0; run < runs; run++) {
        const weights = Float64Array.from({ length: rows }, () => Math.exp(1.5 * normalDraw(random)))
        const values = Float64Array.from({ length: rows }, () => normalDraw(random))
        if (skewedMean(values, weights, 0.05)!.pLower < 0.05) alarms++
      }
      expect(alarms / runs).toBeLessThan(0.07)
    },
  )

  it.each([[[0.5]], [[0.3, 0.1 + 0.2, 0.3]], [[2, 2]]])('of %j has no spread to go by', (differences) => {
    expect(estimatedMean(Float64Array.from(differences), undefined)).toBeUndefined()
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
