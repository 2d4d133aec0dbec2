import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts'
import { holm } from '../../src/stats/holm.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })

test('Holm, as R adjusts c(0.01, 0.04, 0.03, 0.005)', () => {
  const expected = [0.03, 0.06, 0.06, 0.02]
  holm([0.01, 0.04, 0.03, 0.005]).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 14)
  })
})

test('Benjamini-Hochberg, as R adjusts c(0.01, 0.04, 0.03, 0.005)', () => {
  const expected = [0.02, 0.04, 0.04, 0.02]
  benjaminiHochberg([0.01, 0.04, 0.03, 0.005]).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 14)
  })
})

describe.each([
  { name: 'Holm', adjust: holm },
  { name: 'Benjamini-Hochberg', adjust: benjaminiHochberg },
])('$name', ({ adjust }) => {
  test('never lowers a value, passes 1 or changes the order', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const adjusted = adjust(values)
        for (const [i, value] of values.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value)
          expect(adjusted[i]).toBeLessThanOrEqual(1)
          for (const [j, other] of values.entries()) {
            if (value <= other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
          }
        }
      }),
    )
  })

  test('one value stays as it is, none is none', () => {
    expect([...adjust([0.04])]).toEqual([0.04])
    expect([...adjust([])]).toEqual([])
  })

  test('refuses NaN and what is no probability', () => {
    expect(() => adjust([0.1, Number.NaN])).toThrow(RangeError)
    expect(() => adjust([1.1])).toThrow(RangeError)
    expect(() => adjust([0.2, -0.1])).toThrow(RangeError)
  })
})

test('Holm is at least as strict as Benjamini-Hochberg', () => {
  fc.assert(
    fc.property(pValues, (values) => {
      const lenient = benjaminiHochberg(values)
      holm(values).forEach((value, i) => {
        expect(value).toBeGreaterThanOrEqual(lenient[i]! - 1e-15)
      })
    }),
  )
})
