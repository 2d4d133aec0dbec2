import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cramersV } from '../../src/stats/cramers-v.ts'

describe("Cramér's V, corrected for bias", () => {
  it('is worked out by hand', () => {
    // chi² = 200 (20² / (140 100) + 20² / (60 100)) 2 = 38.095; less 1 / 199, over 1 - 1 / 199
    expect(cramersV([50, 50], [90, 10])).toBeCloseTo(
      Math.sqrt((38.0952381 / 200 - 1 / 199) / (1 - 1 / 199)),
      8,
    )
  })

  it('allows for how few rows there are, worked out by hand', () => {
    // chi² = 2 of 8 rows; both sides of the table count as 2 - 1 / 7
    expect(cramersV([3, 1], [1, 3])).toBeCloseTo(Math.sqrt((2 / 8 - 1 / 7) / (1 - 1 / 7)), 12)
    // Where each row is a class of its own nothing can be said.
    expect(cramersV([1, 0, 1], [0, 1, 0])).toBe(0)
  })

  it('is 1 where no class is on both sides, 0 where the shares are the same or there is one class', () => {
    expect(cramersV([10, 0, 5], [0, 20, 0])).toBeCloseTo(1, 1)
    expect(cramersV([30, 60], [10, 20])).toBe(0)
    expect(cramersV([5], [7])).toBe(0)
    expect(cramersV([1], [1])).toBe(0)
  })

  it('takes away what chance alone gives', () => {
    const many = Array.from({ length: 50 }, (_, i) => (i % 3) + 1)
    expect(cramersV(many, many.toReversed())).toBeLessThan(0.3)
  })

  it('is 0 to 1, the same both ways, and heeds no class that nobody has', () => {
    const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(counts, (pairs) => {
        const [a, b] = [pairs.map(([n]) => n), pairs.map(([, n]) => n)]
        fc.pre(a.some((n) => n > 0) && b.some((n) => n > 0))
        const value = cramersV(a, b)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThanOrEqual(1)
        expect(cramersV(b, a)).toBeCloseTo(value, 10)
        expect(cramersV([...a, 0], [...b, 0])).toBe(value)
      }),
    )
  })

  it('needs rows on both sides', () => {
    expect(() => cramersV([0], [1])).toThrow(RangeError)
    expect(() => cramersV([1, 2], [0, 0])).toThrow(RangeError)
    expect(() => cramersV([1], [1, 2])).toThrow(RangeError)
  })
})
