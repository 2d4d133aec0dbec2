import { expect, it } from 'vitest'
import { parseCsv } from '../../../src/metrics/reported/csv.ts'

const cells = (text: string) => parseCsv(text, 'metrics.csv')

it('cells are told by commas and line ends of any kind, the last of which may be missing', () => {
  const expected = [
    ['a', 'b'],
    ['1', ''],
  ]
  expect(cells('a,b\n1,')).toEqual(expected)
  expect(cells('a,b\r\n1,\r\n')).toEqual(expected)
  expect(cells('a,b\r1,\r')).toEqual(expected)
  expect(cells('')).toEqual([])
})

it('quotes keep commas, line ends and doubled quotes', () => {
  expect(cells('"a,b","say ""x"""\n"1\n2",3\n')).toEqual([
    ['a,b', 'say "x"'],
    ['1\n2', '3'],
  ])
})

it('a quote out of place is told with its row', () => {
  expect(() => cells('a,b\n1,2"\n')).toThrow('a quote in row 2 is out of place')
})
