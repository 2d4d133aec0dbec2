import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { populationStabilityIndex, stabilityNoiseFloor, stabilityPValue } from '../../src/stats/psi.ts'

const counts = (...values: number[]) => Float64Array.from(values)
const histogram = fc
  .array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 12 })
  .map((values) => Float64Array.from(values))

describe('population stability index', () => {
  test('is of shares to which every bin of both sides gives half a row', () => {
    const index = populationStabilityIndex(counts(1, 2), counts(0, 5))
    expect(index).toBeCloseTo(
      (0.375 - 1 / 12) * Math.log(4.5) + (0.625 - 11 / 12) * Math.log(0.625 / (11 / 12)),
      14,
    )
  })

  test('is symmetric and not negative', () => {
    fc.assert(
      fc.property(histogram, (reference) => {
        const current = reference.toReversed()
        const index = populationStabilityIndex(reference, current)
        expect(index).toBeGreaterThanOrEqual(0)
        expect(populationStabilityIndex(current, reference)).toBeCloseTo(index, 12)
      }),
    )
  })

  test('refuses sides that cannot be compared', () => {
    const index = populationStabilityIndex
    expect(() => index(counts(1, 2), counts(1, 2, 3))).toThrow(RangeError)
    expect(() => index(counts(0, 0), counts(1, 2))).toThrow(/no rows/)
    expect(() => index(counts(), counts())).toThrow(RangeError)
  })
})

describe('noise of the index', () => {
  const size = { referenceRows: 5000, currentRows: 100, bins: 10 }

  test('the floor for deciles of 5000 and 100 rows', () => {
    expect(stabilityNoiseFloor(size, 0.05)).toBeCloseTo(16.918977604620448 * (1 / 5000 + 1 / 100), 12)
  })

  test('an index at the floor has the p-value that the floor was made for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.99, noNaN: true }),
        fc.integer({ min: 2, max: 60 }),
        (alpha, bins) => {
          const floor = stabilityNoiseFloor({ ...size, bins }, alpha)
          expect(stabilityPValue(floor, { ...size, bins })).toBeCloseTo(alpha, 10)
        },
      ),
    )
  })

  test('no difference has p-value 1, an endless one 0', () => {
    expect(stabilityPValue(0, size)).toBe(1)
    expect(stabilityPValue(Number.POSITIVE_INFINITY, size)).toBe(0)
  })

  test('samples of one distribution seldom rise above it, however few rows they have', () => {
    const random = randomNumbers(1)
    const deciles = (rows: number) => {
      const histogram = new Float64Array(10)
      for (let i = 0; i < rows; i++) histogram[Math.floor(random() * 10)]! += 1
      return histogram
    }
    for (const currentRows of [20, 50, 300]) {
      let alarms = 0
      for (let run = 0; run < 2000; run++) {
        const index = populationStabilityIndex(deciles(1000), deciles(currentRows))
        if (stabilityPValue(index, { referenceRows: 1000, currentRows, bins: 10 }) < 0.05) alarms++
      }
      expect(alarms / 2000, `${currentRows} rows`).toBeLessThan(0.065)
    }
  })

  test('one bin has no noise to speak of', () => {
    expect(() => stabilityPValue(0.1, { ...size, bins: 1 })).toThrow(RangeError)
  })
})

/** Numerical Recipes' linear congruence: the same rows in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
