import { expect, it } from 'vitest'
import { isOfRows } from '../../../src/metrics/read/prediction-columns.ts'
import { byId, classText, differentCells, remembered } from '../../../src/metrics/read/prediction-rows.ts'
import { asNumbers, numbersOf, textsOf } from '../../../src/metrics/read/rows-of-columns.ts'

it.each([
  ['True', 'true'],
  [' FALSE ', 'false'],
  ['TrueBlue', 'TrueBlue'],
  ['UnTrue', 'UnTrue'],
  ['1.0', '1'],
  ['-10.00', '-10'],
  ['0.0', '0'],
  ['12.0', '12'],
  ['v1.0', 'v1.0'],
  ['1.0b', '1.0b'],
  ['1.05', '1.05'],
  ['01.0', '01.0'],
  ['1a.0', '1a.0'],
  ['.0', '.0'],
])('the class %j is %j', (cell, text) => {
  expect(classText(cell)).toBe(text)
})

it('rows are put in the order of their ids, with all that they have', () => {
  const rows = { rows: 3, labels: ['1', '0', null], predicted: ['p', 'q', 'r'], part: 'x' as never }
  expect(byId({ ...rows, ids: ['b', 'c', 'a'] })).toEqual({
    rows: 3,
    ids: ['a', 'b', 'c'],
    labels: [null, '1', '0'],
    predicted: ['r', 'p', 'q'],
  })
  expect(byId(rows)).toBe(rows)
})

it('cells are asked for once each, and answers remembered', () => {
  expect(differentCells(['b', null, 'a', 'b'], undefined, ['c', 'a'])).toEqual(['b', 'a', 'c'])
  const asked: (string | null)[] = []
  const lengthOf = remembered((cell) => asked.push(cell))
  expect(['a', 'b', 'a', null, null].map(lengthOf)).toEqual([1, 2, 1, 3, 3])
})

it('a column is texts or numbers, whichever it was read as', () => {
  const texts = { name: 'a', kind: 'text' as const, values: ['1', ' ', null, '', '2e3', 'x'], nulls: 1 }
  const { NaN: none } = Number
  expect(textsOf(texts)).toBe(texts.values)
  expect([...numbersOf(texts as never)]).toEqual([1, none, none, none, 2000, none])
  const numbers = asNumbers(texts as never)
  expect(numbers).toMatchObject({ name: 'a', kind: 'number' })
  expect(asNumbers(numbers)).toBe(numbers)
  expect(numbersOf(numbers)).toBe(numbers.values)
  expect(textsOf(numbers)).toEqual(['1', 'NaN', 'NaN', 'NaN', '2000', 'NaN'])
})

it('columns are of predictions by row where one is called so', () => {
  expect(isOfRows(['fold', ' Y_True '])).toBe(true)
  expect(isOfRows(['accuracy', 'f1'])).toBe(false)
})
