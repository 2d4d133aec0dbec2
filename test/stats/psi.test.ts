import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  filledPopulationStabilityIndex,
  populationStabilityIndex,
  smoothedPopulationStabilityIndex,
  stabilityNoiseFloor,
  stabilityPValue,
} from '../../src/stats/psi.ts'

const counts = (...values: number[]) => Float64Array.from(values)
const histogram = fc
  .array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 12 })
  .map((values) => Float64Array.from(values))

describe('population stability index', () => {
  test('of a known pair', () => {
    const index = populationStabilityIndex(counts(50, 50), counts(40, 60))
    expect(index).toBeCloseTo(0.1 * Math.log(0.5 / 0.4) - 0.1 * Math.log(0.5 / 0.6), 14)
  })

  test('does not depend on how many rows a side has', () => {
    fc.assert(
      fc.property(histogram, fc.integer({ min: 2, max: 9 }), (reference, times) => {
        const more = reference.map((count) => count * times)
        expect(populationStabilityIndex(reference, more)).toBeCloseTo(0, 12)
      }),
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

  test('is infinite when a bin is empty on one side only', () => {
    expect(populationStabilityIndex(counts(1, 9), counts(0, 10))).toBe(Number.POSITIVE_INFINITY)
    expect(populationStabilityIndex(counts(1, 0), counts(5, 0))).toBe(0)
  })

  test('refuses sides that cannot be compared', () => {
    expect(() => populationStabilityIndex(counts(1, 2), counts(1, 2, 3))).toThrow(RangeError)
    expect(() => populationStabilityIndex(counts(0, 0), counts(1, 2))).toThrow(/no rows/)
    expect(() => populationStabilityIndex(counts(Number.NaN, 1), counts(1, 2))).toThrow(RangeError)
    expect(() => populationStabilityIndex(counts(), counts())).toThrow(RangeError)
  })
})

describe('filled as Evidently fills', () => {
  test('an empty bin counts as 0.0001', () => {
    const index = filledPopulationStabilityIndex(counts(1, 9), counts(0, 10))
    expect(index).toBeCloseTo((0.1 - 1e-4) * Math.log(0.1 / 1e-4) + (0.9 - 1) * Math.log(0.9), 12)
  })

  test('or as a millionth of the smallest share, where that is tiny', () => {
    const index = filledPopulationStabilityIndex(counts(1, 1, 99_998), counts(0, 1, 99_999))
    const fill = 1e-5 / 1e6
    const first = (1e-5 - fill) * Math.log(1e-5 / fill)
    const last = (0.99998 - 0.99999) * Math.log(0.99998 / 0.99999)
    expect(index).toBeCloseTo(first + last, 14)
  })
})

test('at a smallest share of 0.0001 the fill is a millionth of it already', () => {
  const index = filledPopulationStabilityIndex(counts(1, 1, 9998), counts(0, 1, 9999))
  const fill = 1e-4 / 1e6
  const first = (1e-4 - fill) * Math.log(1e-4 / fill)
  const last = (0.9998 - 0.9999) * Math.log(0.9998 / 0.9999)
  expect(index).toBeCloseTo(first + last, 14)
})

describe('smoothed', () => {
  test('every bin of both sides holds half a row more', () => {
    const index = smoothedPopulationStabilityIndex(counts(1, 2), counts(0, 5))
    expect(index).toBeCloseTo(populationStabilityIndex(counts(1.5, 2.5), counts(0.5, 5.5)), 14)
    expect(index).toBeCloseTo(
      (0.375 - 1 / 12) * Math.log(4.5) + (0.625 - 11 / 12) * Math.log(0.625 / (11 / 12)),
      14,
    )
  })

  test('refuses sides that cannot be compared', () => {
    expect(() => smoothedPopulationStabilityIndex(counts(1, 2), counts(1, 2, 3))).toThrow(RangeError)
    expect(() => smoothedPopulationStabilityIndex(counts(0, 0), counts(1, 2))).toThrow(RangeError)
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
        const index = smoothedPopulationStabilityIndex(deciles(1000), deciles(currentRows))
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
