import { describe, expect, it } from 'vitest'
import { bare, bytes, counted, numberFormat } from '../../src/report/number.ts'

describe('numbers beside each other', () => {
  it.each([
    [
      [0.9, 0.8],
      ['0.9000', '0.8000'],
    ],
    [
      [0.8, 0.79996],
      ['0.80000', '0.79996'],
    ],
    [
      [0.81 - 0.8, 0.01],
      ['0.0100', '0.0100'],
    ],
    [
      [1234.5, 1200],
      ['1234.5', '1200.0'],
    ],
    [
      [3, 12],
      ['3', '12'],
    ],
    [[0.0001234], ['0.000123']],
    [
      [0.0400264, 0.0400258],
      ['0.0400', '0.0400'],
    ],
    [[6.68e-7], ['6.7e-7']],
    [
      [-0.00000001, 1],
      ['0.0000', '1.0000'],
    ],
    [
      [-1e-14, 0.5],
      ['0.0000', '0.5000'],
    ],
  ])('%j', (values, texts) => {
    expect(values.map(numberFormat(values))).toEqual(texts)
  })
})

it('counts, sizes and single numbers', () => {
  expect(counted(1, 'row')).toBe('1 row')
  expect(counted(1234567, 'row')).toBe('1,234,567 rows')
  expect([999, 1300, 4_000_000].map(bytes)).toEqual(['999 B', '1.3 kB', '4.0 MB'])
  expect([0.01, 12, 0.1 + 0.2].map(bare)).toEqual(['0.01', '12', '0.3'])
})
