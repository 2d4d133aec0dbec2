import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fallingRoot, highestRoot, lowestRoot } from '../../src/stats/root.ts'

const falling = (root: number) => (x: number) => root - x

describe('the root of several functions that do not rise', () => {
  test('is the highest or the lowest of theirs, in whatever order they come', () => {
    const roots = fc.array(fc.double({ min: 0.1, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(roots, (all) => {
        const functions = all.map(falling)
        expect(highestRoot(functions, 0, 1)).toBeCloseTo(Math.max(...all), 14)
        expect(lowestRoot(functions, 0, 1)).toBeCloseTo(Math.min(...all), 14)
      }),
    )
  })

  test('is the end where none lies between', () => {
    expect(highestRoot([falling(-1), falling(-2)], 0, 1)).toBe(0)
    expect(highestRoot([falling(0.5), falling(2)], 0, 1)).toBe(1)
    expect(lowestRoot([falling(2), falling(3)], 0, 1)).toBe(1)
    expect(lowestRoot([falling(0.5), falling(-1)], 0, 1)).toBe(0)
  })

  test('looks once at each function that cannot change it', () => {
    let looks = 0
    const low = Array.from({ length: 100 }, () => (x: number) => {
      looks++
      return 0.2 - x
    })
    expect(highestRoot([falling(0.8), ...low], 0, 1)).toBeCloseTo(0.8, 14)
    expect(looks).toBe(100)
  })
})

test('a root is found to the last double', () => {
  expect(fallingRoot((x) => 2 - x * x, 0, 2)).toBeCloseTo(Math.SQRT2, 15)
})
