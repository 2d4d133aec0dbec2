import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ascending } from '../../../src/tables/profile/ascending.ts'

const anyNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, Number.MIN_VALUE, -Number.MIN_VALUE, 2 ** 53),
)

describe('numbers in ascending order', () => {
  it('are those that Float64Array sorts, -0 before 0, of any kind and however often they repeat', () => {
    fc.assert(
      fc.property(fc.array(anyNumber), fc.integer({ min: 1, max: 40 }), (some, times) => {
        const numbers = Array.from({ length: times }, () => some).flat()
        expect([...ascending(Float64Array.from(numbers))]).toStrictEqual([
          ...Float64Array.from(numbers).sort(),
        ])
      }),
      { numRuns: 300 },
    )
  })

  it('are taken from a part of a longer array', () => {
    const held = Float64Array.of(9, 3, -2, 3, 7)
    expect([...ascending(held.subarray(1, 4))]).toStrictEqual([-2, 3, 3])
    expect([held[0], held[4]]).toStrictEqual([9, 7])
  })

  it('are none of none', () => {
    expect([...ascending(new Float64Array())]).toStrictEqual([])
  })
})
