import binomialCdf from '@stdlib/stats-base-dists-binomial-cdf'
import { describe, expect, it } from 'vitest'
import {
  type BoundedValue,
  rowsToKeepBound,
  shareExceeding,
  valueBlocked,
} from '../../src/stats/bound-power.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'

const confident = { alpha: 0.05, power: 0.8 }
const estimated = { alpha: 0.5, power: 0.8 }

const shareOf = (right: number, rows: number, side: 'min' | 'max', bound: number): BoundedValue => {
  const [low, high] = wilsonInterval(right, rows, 0.9)
  return { side, bound, value: right / rows, low, high, share: true }
}

/** How often a share that is truly so large is blocked, by adding up what each count of right rows comes to. */
function blocks(truth: number, rows: number, blocked: (right: number) => boolean): number {
  let chance = 0
  for (let right = 0; right <= rows; right++)
    if (blocked(right))
      chance += binomialCdf(right, rows, truth) - (right === 0 ? 0 : binomialCdf(right - 1, rows, truth))
  return chance
}

describe('a bound of a share', () => {
  it.each([
    ['min', 0.9, 800],
    ['min', 0.9, 300],
    ['min', 0.6, 100],
    ['max', 0.1, 300],
    ['max', 0.4, 100],
  ] as const)('%s %d on %i rows blocks what it says in four of five test sets', (side, bound, rows) => {
    const outside = (value: number) => (side === 'min' ? value < bound : value > bound)
    const limit = side === 'min' ? 0 : 1
    const tests: [typeof confident, (right: number) => boolean][] = [
      [confident, (right) => outside(wilsonInterval(right, rows, 0.9)[limit])],
      [estimated, (right) => outside(right / rows)],
    ]
    for (const [target, blocked] of tests) {
      const truth = valueBlocked(shareOf(rows / 2, rows, side, bound), target)!
      // One count of right rows more or less is as near as a test of counts gets.
      const step = (side === 'min' ? 1 : -1) / rows
      expect(blocks(truth - step, rows, blocked)).toBeGreaterThan(0.8)
      expect(blocks(truth + step, rows, blocked)).toBeLessThan(0.8)
    }
  })

  it('does not depend on what this test set happened to show, all right included', () => {
    const seen = [150, 280, 300, 0].map((right) => valueBlocked(shareOf(right, 300, 'min', 0.9), confident)!)
    for (const one of seen) expect(one).toBeCloseTo(seen[0]!, 10)
  })

  it('blocks whatever the model is like where even all rows right are too few', () => {
    expect(valueBlocked(shareOf(18, 20, 'min', 0.95), confident)).toBeGreaterThan(0.95)
    expect(valueBlocked(shareOf(5, 5, 'min', 0.9), { alpha: 0.05, power: 0.5 })).toBe(1)
    expect(valueBlocked(shareOf(0, 5, 'max', 0.1), { alpha: 0.05, power: 0.5 })).toBe(0)
  })

  it.each([
    ['min', 0.9, 279],
    ['max', 0.1, 21],
  ] as const)('%s %d is kept in four of five test sets of as many rows as it says', (side, bound, right) => {
    const rows = rowsToKeepBound(300, shareOf(right, 300, side, bound), confident)!
    const [low, high] = side === 'min' ? [0.9, 2] : [-1, 0.1]
    const blocked = (hits: number) => {
      const [from, to] = wilsonInterval(hits, rows, 0.9)
      return side === 'min' ? from < low : to > high
    }
    expect(rows).toBeGreaterThan(300)
    expect(Math.abs(blocks(right / 300, rows, blocked) - 0.2)).toBeLessThan(0.02)
  })
})

describe('a bound of anything else', () => {
  const of = (more: Partial<BoundedValue>): BoundedValue => ({
    side: 'max',
    bound: 5,
    value: 4.5,
    low: 4.5 - 1.6448536 * 0.2,
    high: 4.5 + 1.6448536 * 0.2,
    share: false,
    ...more,
  })

  it('is 0.80 standard errors inside with confidence, and 0.84 outside by the estimate', () => {
    expect(valueBlocked(of({}), confident)).toBeCloseTo(5 - (1.6448536 - 0.8416212) * 0.2, 6)
    expect(valueBlocked(of({}), estimated)).toBeCloseTo(5 + 0.8416212 * 0.2, 6)
    const skewed = of({ low: 4.5 - 1.6448536 * 0.1 })
    expect(valueBlocked(skewed, confident)).toBeCloseTo(5 - 1.6448536 * 0.2 + 0.8416212 * 0.15, 6)
    const least = of({ side: 'min', bound: 4, low: 4.5 - 1.6448536 * 0.1, high: 4.5 + 1.6448536 * 0.1 })
    expect(valueBlocked(least, confident)).toBeCloseTo(4 + (1.6448536 - 0.8416212) * 0.1, 6)
  })

  it('takes the rows that bring (1.64 + 0.84) standard errors between value and bound', () => {
    expect(rowsToKeepBound(100, of({}), confident)).toBe(Math.ceil(100 * ((2.4864748 * 0.2) / 0.5) ** 2))
    expect(rowsToKeepBound(100, of({ value: 5 }), confident)).toBeUndefined()
    expect(rowsToKeepBound(100, of({ side: 'min', bound: 4.6 }), confident)).toBeUndefined()
    expect(rowsToKeepBound(100, of({ bound: 4.5 + 1e-9 }), confident)).toBeUndefined()
  })

  it('is as wide as the other side of the interval where its own has no width, and else not known', () => {
    expect(valueBlocked(of({ high: 4.5, low: 4.5 - 1.6448536 * 0.2 }), estimated)).toBeCloseTo(5.16832, 4)
    const point = of({ low: 4.5, high: 4.5 })
    expect([valueBlocked(point, confident), rowsToKeepBound(9, point, confident)]).toEqual([
      undefined,
      undefined,
    ])
    const share = of({ value: 1, low: 1, high: 1, share: true })
    expect(valueBlocked({ ...share, bound: 0.9 }, confident)).toBeUndefined()
  })
})

describe('rows that are counted', () => {
  it.each([
    [0, 300],
    [3, 300],
    [40, 2_000],
  ])('more than %i of %i are found in four of five test sets of what it says', (count, rows) => {
    expect(1 - binomialCdf(count, rows, shareExceeding(count, rows, 0.8)!)).toBeCloseTo(0.8, 10)
  })

  it('none more than there are', () => {
    expect(shareExceeding(0, 300, 0.8)).toBeCloseTo(1 - 0.2 ** (1 / 300), 12)
    expect(shareExceeding(7, 7, 0.8)).toBeUndefined()
    expect(shareExceeding(6, 7, 0.8)).toBeCloseTo(0.8 ** (1 / 7), 12)
  })
})
