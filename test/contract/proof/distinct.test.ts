import { describe, expect, it } from 'vitest'
import { distinctNumbers, distinctTexts } from '../../../src/contract/proof/distinct.ts'

const isNew = (numbers: readonly number[]) => numbers.map(distinctNumbers())
const every = (step: number) => Array.from({ length: 50_000 }, (_, i) => i * step)

/** Whole numbers of 15 digits that are looked for first in one of a few neighbouring places of many. */
function crowded(count: number): number[] {
  const found: number[] = []
  const words = new Float64Array([2 ** 49])
  const halves = new Int32Array(words.buffer)
  const spread = Math.imul(halves[1]!, 0x85ebca6b)
  for (let place = 1; found.length < count; place++) {
    // The way back from a place to the number.
    const slot = (place << 20) | (place >>> 12)
    const product = slot ^ (slot >>> 15) ^ (slot >>> 30)
    halves[0] = Math.imul(product, 0x0e8b2f51) ^ spread
    if (Number.isSafeInteger(words[0])) found.push(words[0]!)
  }
  return found
}

describe('what is to come once', () => {
  it.each([1, -3, 10, 1000, 1024, 86_400, 2 ** 20, 2 ** 26, 1e9])('may come in steps of %d', (step) => {
    expect(isNew(every(step))).not.toContain(false)
    expect(isNew([...every(step), every(step)[777]!]).indexOf(false)).toBe(50_000)
  })

  it('is zero of either sign once', () => {
    expect(isNew([0, -0, 1, -1, 1])).toEqual([true, false, true, true, false])
  })

  it('is left to the engine where it was chosen to be looked for in one place', () => {
    const numbers = crowded(3000)
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(isNew(numbers.slice(0, 100))).not.toContain(false)
    expect(isNew(numbers)).toContain(false)
  })

  it('are texts, too', () => {
    const once = distinctTexts()
    const given = ['a', 'b', 'ab', 'ba', 'é', 'a'].map((text) => {
      const bytes = Buffer.from(`-${text}-`)
      return once(bytes, 1, bytes.length - 1)
    })
    expect(given).toEqual([true, true, true, true, true, false])
  })
})
