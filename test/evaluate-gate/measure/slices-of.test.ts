import { describe, expect, test } from 'vitest'
import { slicesOf } from '../../../src/evaluate-gate/measure/slices.ts'

describe('slices', () => {
  test('of numbers are their values up to twice as many as bins, and of other text always', () => {
    const column = (cells: (string | null)[]) =>
      slicesOf({ x: cells }, { columns: ['x'], depth: 1, bins: 2 }).map(({ name }) => name)
    expect(column(['1', '2', '3', '4', null, ''])).toEqual([
      'x = 1',
      'x = 2',
      'x = 3',
      'x = 4',
      'x is missing',
    ])
    expect(column(['1', '2', '3', '4', '5', null])).toEqual(['x ≤ 3', 'x > 3', 'x is missing'])
    expect(column(['1', '2', '3', '4', 'b'])).toEqual(['x = 1', 'x = 2', 'x = 3', 'x = 4', 'x = b'])
    expect(column(['1e999', '2e999', '3e999', '4e999', '5e999']).at(0)).toBe('x = 1e999')
  })

  test('are crossed by no more columns than the depth, those of fewer first', () => {
    const three = { a: ['1', '2'], b: ['x', 'x'], c: ['y', 'y'] }
    const crossings = (depth: number) =>
      slicesOf(three, { columns: ['a', 'b', 'c'], depth, bins: 4 }).map(
        ({ name }) => name.split(' & ').length,
      )
    expect(crossings(1)).toEqual([1, 1, 1, 1])
    expect(crossings(2)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2])
    expect(crossings(3)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3])
  })
})
