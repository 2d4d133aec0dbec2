import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderedIds } from '../../../src/metrics/read/id-order.ts'

const byUnit = (ids: readonly string[]) =>
  ids.map((_, row) => row).sort((a, b) => (ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b))

test.each([
  ['numbers', fc.nat({ max: 50 }).map((n) => `row-${n}`)],
  ['long ids that begin alike', fc.nat({ max: 9 }).map((n) => `patient-00000000${n}-${n % 2}`)],
  [
    'ids that differ late',
    fc.tuple(fc.constantFrom('a', 'b'), fc.nat({ max: 9 })).map(([a, n]) => `${a}0000000${n}`),
  ],
  [
    'ids that differ behind what fits into a number',
    fc
      .tuple(fc.constantFrom('0f3b9c7d1e5a8246', '8246f0e1d5c7b3a9'), fc.nat({ max: 999 }))
      .map(([hash, n]) => `${hash}${n * 7919}`),
  ],
  ['anything', fc.string({ maxLength: 8 })],
  ['anything of Unicode', fc.string({ unit: 'binary', maxLength: 4 })],
  ['what ends early', fc.constantFrom('', 'a', 'a\0', 'a\0\0', 'ab', 'aÿ', 'aĀ')],
] as const)('ids are ordered by code unit, equal ones as they were: %s', (_what, id) => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 200, size: 'max' }), (ids) => {
      const { order, sorted } = orderedIds(ids)
      expect([...order]).toEqual(byUnit(ids))
      expect(sorted).toEqual(byUnit(ids).map((row) => ids[row]))
    }),
  )
})

test('running numbers are, and so are the many runs of none', () => {
  for (const rows of [1, 9, 10, 11, 99, 1234, 10_001]) {
    const ids = Array.from({ length: rows }, (_, row) => `row-${row}`)
    expect([...orderedIds(ids).order]).toEqual(byUnit(ids))
    const twice = [...ids, ...ids]
    expect([...orderedIds(twice).order]).toEqual(byUnit(twice))
    expect([...orderedIds(ids.toReversed()).order]).toEqual(byUnit(ids.toReversed()))
  }
})

test('the same ids are ordered once', () => {
  const ids = Array.from({ length: 200 }, (_, row) => `row-${row}`)
  const { sorted } = orderedIds(ids)
  expect(orderedIds(ids.map((id) => `${id}`)).sorted).toBe(sorted)
  expect(orderedIds(ids.toReversed()).sorted).not.toBe(sorted)
})

test('as many ids of which one is another are ordered anew', () => {
  const ids = Array.from({ length: 200 }, (_, row) => `row-${row}`)
  const others = ids.with(199, 'a row')
  expect([...orderedIds(ids).order]).toEqual(byUnit(ids))
  expect([...orderedIds(others).order]).toEqual(byUnit(others))
  expect(orderedIds(others).sorted[0]).toBe('a row')
})
