import { expect, test } from 'vitest'
import { difference } from '../../src/deploy-model/match.ts'

test.each([
  [{ a: 1 }, { a: 1, b: 2 }, 0],
  [{ p: 0.5 }, { p: 0.5004 }, 0.001],
  [{ p: 0.91 }, { p: 0.911 }, 0.001],
  [{ p: -0.3 }, { p: -0.4 }, 0.1],
  [[1, [2]], [1, [2]], 0],
  ['x', 'x', 0],
  [null, null, 0],
  [{}, { any: 'thing' }, 0],
])('%j is met by %j with tolerance %d', (expected, answer, tolerance) => {
  expect(difference(expected, answer, tolerance)).toBeUndefined()
})

test.each([
  [{ p: 0.5 }, { p: 0.502 }, 0.001, 'the answer.p is 0.502, not 0.5 ± 0.001'],
  [{ p: 0.5 }, { p: Number.NaN }, 1e9, 'the answer.p is null, not 0.5 ± 1000000000'],
  [{ p: 0.91 }, { p: 0.9110001 }, 0.001, 'the answer.p is 0.9110001, not 0.91 ± 0.001'],
  [{ p: 0.3 }, { p: 0.1 + 0.2 }, 0, 'the answer.p is 0.30000000000000004, not 0.3'],
  [{ p: 0.5 }, { p: Number.POSITIVE_INFINITY }, 1, 'the answer.p is null, not 0.5 ± 1'],
  [{ p: 0.5 }, { p: '0.5' }, 0, 'the answer.p is "0.5", not 0.5'],
  [{ p: 0.5 }, { p: null }, 1, 'the answer.p is null, not 0.5 ± 1'],
  [{ a: { b: 1 } }, { a: {} }, 0, 'the answer.a has no "b"'],
  [[1, 2], [1], 0, 'the answer has 1 entries, not 2'],
  [[1], [1, 2], 0, 'the answer has 2 entries, not 1'],
  [{ a: 1 }, [1], 0, 'the answer is [1], not {"a":1}'],
  [{ toString: 1 }, {}, 0, 'the answer has no "toString"'],
  [true, 1, 1, 'the answer is 1, not true'],
])('%j is not met by %j with tolerance %d', (expected, answer, tolerance, why) => {
  expect(difference(expected as never, answer, tolerance)).toBe(why)
})
