import { describe, expect, it } from 'vitest'
import { distinctNumbers, distinctTexts } from '../../../src/contract/proof/distinct.ts'

const many = 100_000

function areDistinct(numbers: Iterable<number>): boolean {
  const { add, holds } = distinctNumbers(many)
  for (const number of numbers) if (!add(number)) return false
  return holds()
}
const every = (step: number) => Array.from({ length: 50_000 }, (_, i) => i * step)

describe('what is to come once', () => {
  it.each([1, -3, 10, 1000, 1024, 86_400, 2 ** 20, 2 ** 26, 1e9])('may come in steps of %d', (step) => {
    expect(areDistinct(every(step))).toBe(true)
    expect(areDistinct([...every(step), every(step)[777]!])).toBe(false)
    expect(areDistinct([...every(step), every(step).at(-1)!])).toBe(false)
  })

  it('is zero of either sign once', () => {
    expect(areDistinct([-1, 0, 1])).toBe(true)
    for (const zeros of [
      [0, -0],
      [-0, 0],
      [0, 5, -0],
    ])
      expect(areDistinct(zeros)).toBe(false)
  })

  it('may be asked for on the way', () => {
    const { add, holds } = distinctNumbers(many)
    const asked = [3, 1, 2, 4, 5, 3, 6].map((number) => add(number) && holds())
    expect(asked).toEqual([true, true, true, true, true, false, false])
  })

  it('is any number of them that rise, and only so many that do not', () => {
    function* numbers(...last: number[]) {
      for (let i = 0; i < many; i++) yield i
      yield* last
    }
    expect(areDistinct(numbers(many, many + 1))).toBe(true)
    expect(areDistinct(numbers(many, many))).toBe(false)
    expect(areDistinct(numbers(-1))).toBe(false)
  })

  it('are texts, too', () => {
    const { add, holds } = distinctTexts(many)
    const given = ['a', 'b', 'ab', 'ba', 'é', 'a'].map((text) => {
      const bytes = Buffer.from(`-${text}-`)
      return add(bytes, 1, bytes.length - 1) && holds()
    })
    expect(given).toEqual([true, true, true, true, true, false])
  })
})
