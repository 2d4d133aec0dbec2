import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mcNemarWorse } from '../../src/stats/mcnemar.ts'
import { pairedStandardError, rowsToShowNoWorse, smallestBlocked } from '../../src/stats/power.ts'
import { type PairedCounts, tangoInterval } from '../../src/stats/tango.ts'

const pairedCounts = fc
  .tuple(fc.nat(400), fc.nat(400), fc.nat(2000))
  .filter(([n10, n01, both]) => n10 + n01 + both > 0)
  .map(([n10, n01, both]): PairedCounts => ({ n10, n01, n: n10 + n01 + both }))

const levels = fc.constantFrom(0.5, 0.9, 0.95, 0.999)

describe('Tango interval', () => {
  test('holds the estimate and lies within [-1, 1]', () => {
    fc.assert(
      fc.property(pairedCounts, levels, (counts, level) => {
        const [low, high] = tangoInterval(counts, level)
        const estimate = (counts.n10 - counts.n01) / counts.n
        expect(low).toBeGreaterThanOrEqual(-1)
        expect(low).toBeLessThanOrEqual(estimate)
        expect(high).toBeGreaterThanOrEqual(estimate)
        expect(high).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('mirrors when the models change sides', () => {
    fc.assert(
      fc.property(pairedCounts, levels, (counts, level) => {
        const [low, high] = tangoInterval(counts, level)
        const mirrored = tangoInterval({ n10: counts.n01, n01: counts.n10, n: counts.n }, level)
        expect(mirrored).toEqual([-high, -low])
      }),
    )
  })

  test('widens with the level', () => {
    fc.assert(
      fc.property(pairedCounts, (counts) => {
        const narrow = tangoInterval(counts, 0.9)
        const wide = tangoInterval(counts, 0.95)
        expect(wide[0]).toBeLessThanOrEqual(narrow[0])
        expect(wide[1]).toBeGreaterThanOrEqual(narrow[1])
      }),
    )
  })

  test('equal predictions show an equal model within 0.01 from 268 rows on', () => {
    expect(tangoInterval({ n10: 0, n01: 0, n: 267 }, 0.9)[0]).toBeLessThan(-0.01)
    expect(tangoInterval({ n10: 0, n01: 0, n: 268 }, 0.9)[0]).toBeGreaterThan(-0.01)
  })

  test('at the edges', () => {
    expect(tangoInterval({ n10: 4, n01: 0, n: 4 }, 0.95)[1]).toBe(1)
    expect(tangoInterval({ n10: 0, n01: 4, n: 4 }, 0.95)[0]).toBe(-1)
    expect(tangoInterval({ n10: 0, n01: 1, n: 1 }, 0.95)[1]).toBeGreaterThan(0)
    expect(tangoInterval({ n10: 0, n01: 0, n: 1 }, 0.9)[1]).toBeCloseTo(2.705543 / 3.705543, 6)
  })

  test('calls a model at the margin no worse in at most 5% of runs, with few discordant rows', () => {
    const n = 300
    const [win, loss] = [0.001, 0.011]
    let noWorse = 0
    for (let n10 = 0; n10 <= 12; n10++) {
      for (let n01 = 0; n01 <= 30; n01++) {
        const [low] = tangoInterval({ n10, n01, n }, 0.9)
        if (low > win - loss) noWorse += trinomial(n, [n10, win], [n01, loss])
      }
    }
    expect(noWorse).toBeCloseTo(0.041, 3)
  })

  test('refuses what are no counts', () => {
    for (const counts of [
      { n10: 0, n01: 0, n: 0 },
      { n10: -1, n01: 0, n: 5 },
      { n10: 3, n01: 3, n: 5 },
      { n10: 0.5, n01: 0, n: 5 },
      { n10: Number.NaN, n01: 0, n: 5 },
    ]) {
      expect(() => tangoInterval(counts, 0.9)).toThrow(RangeError)
      expect(() => mcNemarWorse(counts)).toThrow(RangeError)
    }
    expect(() => tangoInterval({ n10: 1, n01: 1, n: 5 }, 1)).toThrow(RangeError)
  })
})

describe('exact McNemar test', () => {
  test('five losses and no win are significant, four are not', () => {
    expect(mcNemarWorse({ n10: 0, n01: 5, n: 300 })).toBe(1 / 32)
    expect(mcNemarWorse({ n10: 0, n01: 4, n: 300 })).toBe(1 / 16)
  })

  test('no discordant row is no evidence', () => {
    expect(mcNemarWorse({ n10: 0, n01: 0, n: 300 })).toBe(1)
  })

  test('another loss never weakens the evidence', () => {
    fc.assert(
      fc.property(pairedCounts, ({ n10, n01, n }) => {
        const p = mcNemarWorse({ n10, n01, n })
        expect(mcNemarWorse({ n10, n01: n01 + 1, n: n + 1 })).toBeLessThanOrEqual(p + 1e-12)
      }),
    )
  })
})

describe('what a test can see', () => {
  test('the smallest drop that blocks in 80% of runs', () => {
    expect(smallestBlocked(0.01, 0.001)).toBeCloseTo(0.01 + 0.00084162, 8)
    expect(smallestBlocked(0.01, 0.01)).toBeCloseTo(0.0248648, 6)
  })

  test('rows for an equal model to be no worse', () => {
    expect(rowsToShowNoWorse(1000, Math.sqrt(0.05 / 1000), 0.01)).toBe(3092)
    expect(() => rowsToShowNoWorse(1000, 0.01, 0)).toThrow(RangeError)
  })

  test('the standard error is that of the four cells, each with half a row more', () => {
    // 4 wins and 9 losses of 98: 4.5 and 9.5 of 100
    const expected = Math.sqrt((0.045 + 0.095 - 0.05 ** 2) / 100)
    expect(pairedStandardError({ n10: 4, n01: 9, n: 98 })).toBeCloseTo(expected, 14)
  })

  test('no discordant row does not make a sample infinitely precise', () => {
    expect(pairedStandardError({ n10: 0, n01: 0, n: 98 })).toBeCloseTo(0.01, 12)
  })
})

function trinomial(n: number, [a, p]: [number, number], [b, q]: [number, number]): number {
  let log = (n - a - b) * Math.log(1 - p - q) + a * Math.log(p) + b * Math.log(q)
  for (let i = 0; i < a + b; i++) log += Math.log(n - i)
  for (let i = 2; i <= a; i++) log -= Math.log(i)
  for (let i = 2; i <= b; i++) log -= Math.log(i)
  return Math.exp(log)
}
