import { expect, it } from 'vitest'
import { findColumn } from '../../src/tables/find-column.ts'

const hintOf = (label: string, header: readonly string[]) => {
  try {
    findColumn({ label, columns: header.map((name) => ({ name })) }, 'score')
  } catch (thrown) {
    return (thrown as { hint: string }).hint
  }
  return undefined
}

it.each([
  [
    'p.csv',
    ['id;score'],
    'Its columns are "id;score". Write it with commas: its cells seem to be separated by semicolons, which only the contract of a data table can say (dialect: { delimiter: ";" }).',
  ],
  [
    'p.csv',
    ['id\tscore'],
    'Its columns are "id\\tscore". Let its name end in .tsv, or write it with commas: its cells seem to be separated by tabs.',
  ],
  [
    'p.tsv',
    ['id,score'],
    'Its columns are "id,score". Let its name end in .csv: its cells seem to be separated by commas.',
  ],
  [
    'p.csv',
    ['id', ' score'],
    'Its columns are "id", " score". Write its header without spaces around the names: it has " score" for "score".',
  ],
  ['p.csv', ['id,score'], 'Its columns are "id,score". Correct the name, or write the column.'],
  ['p.csv', ['id', 'rank'], 'Its columns are "id", "rank". Correct the name, or write the column.'],
])('a column that %s with the header %j lacks comes with what to do', (label, header, hint) => {
  expect(hintOf(label, header)).toBe(hint)
})
