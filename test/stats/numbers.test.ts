import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binCounts, nextBelow, quantileEdges } from '../../src/stats/bins.ts'
import { ascending } from '../../src/stats/order.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { sum } from '../../src/stats/sum.ts'

const finite = fc.double({ noNaN: true, noDefaultInfinity: true })

describe('order', () => {
  test('sorts any doubles, equal ones by place', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(finite, fc.integer({ min: -2, max: 2 }))), (values) => {
        const expected = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)
        expect([...ascending(Float64Array.from(values))]).toEqual(expected)
      }),
    )
  })

  test('infinities lie at the ends, the two zeros are equal', () => {
    const values = Float64Array.of(0, Number.POSITIVE_INFINITY, -0, Number.NEGATIVE_INFINITY, 5e-324, -5e-324)
    expect([...ascending(values)]).toEqual([3, 5, 0, 2, 4, 1])
  })
})

describe('sum', () => {
  test('keeps what plain addition loses', () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2)
    expect(sum(new Float64Array(1_000_000).fill(0.1))).toBe(100_000)
  })
})

test('a quantile between equal infinities is infinite', () => {
  const values = Float64Array.of(1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
  expect(quantile(values, 0.75)).toBe(Number.POSITIVE_INFINITY)
})

describe('quantile bins', () => {
  test('deciles of 1 to 1000 hold 100 each', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i + 1)
    expect([...binCounts(values, quantileEdges(values))]).toEqual(Array(10).fill(100))
  })

  test('lose no row, wherever it lies', () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 1 }), fc.array(finite), (reference, current) => {
        const edges = quantileEdges(Float64Array.from(reference).sort())
        expect(sum(binCounts(current, edges))).toBe(current.length)
      }),
    )
  })

  test('edges ascend without repeats', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1 }), (values) => {
        const edges = quantileEdges(Float64Array.from(values).sort())
        for (let i = 1; i < edges.length; i++) expect(edges[i]).toBeGreaterThan(edges[i - 1]!)
      }),
    )
  })

  test.each([0, -5, 1e300])('a column of %d alone has a bin just below it', (value) => {
    const edges = quantileEdges(new Float64Array(50).fill(value))
    const below = value === 0 ? -Number.MIN_VALUE : value - Math.abs(value) * 1e-15
    expect([...binCounts([value, below, value + Math.abs(value || 1)], edges)]).toEqual([1, 1, 1])
    expect(nextBelow(value)).toBeLessThan(value)
    expect(
      (nextBelow(value) + value) / 2 === value || (nextBelow(value) + value) / 2 === nextBelow(value),
    ).toBe(true)
  })

  test('a column of one value shows a change on either side', () => {
    const edges = quantileEdges(new Float64Array(50).fill(5))
    expect([...binCounts([5, 5, 4.99, 5.01, 7], edges)]).toEqual([1, 2, 2])
  })
})
