import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ascending, ascendingWords } from '../../src/stats/order.ts'

const sorted = (values: ArrayLike<number>) =>
  Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]! || a - b)

const bits = new BigUint64Array(1)
const doubles = new Float64Array(bits.buffer)
const beside = (value: number, steps: number) => {
  doubles[0] = value
  bits[0] = bits[0]! + BigInt(steps)
  return doubles[0]!
}

describe('the order that sorts numbers', () => {
  const any = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1, -1, Number.MIN_VALUE, -Number.MIN_VALUE),
    fc.integer({ min: -3, max: 3 }),
  )
  const close = fc.integer({ min: 0, max: 200 }).map((steps) => beside(0.3, steps))

  test.each([
    ['of any kind', any],
    ['that differ in their last digits alone', close],
    ['some of which do', fc.oneof(any, close)],
  ])('leaves equal ones as they were: %s', (_what, number) => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 300, size: 'max' }), (values) => {
        expect([...ascending(Float64Array.from(values))]).toEqual(sorted(values))
      }),
    )
  })

  test('does so for words of 32 bits', () => {
    const word = fc.oneof(fc.nat({ max: 5 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
    fc.assert(
      fc.property(fc.array(word, { maxLength: 100 }), (words) => {
        expect([...ascendingWords(Uint32Array.from(words))]).toEqual(sorted(words))
      }),
    )
  })
})
