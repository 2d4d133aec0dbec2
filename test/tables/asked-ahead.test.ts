import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { loadContract } from '../../src/contract/load.ts'
import { askedAhead } from '../../src/tables/asked-ahead.ts'
import type { Engine } from '../../src/tables/engine/engine.ts'
import { openTable } from '../../src/tables/read.ts'
import type { Table } from '../../src/tables/table.ts'
import { tablesForTests } from './engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const contract = loadContract(
  `fields:
    - {name: id, type: integer, constraints: {required: true, unique: true}}
    - {name: day, type: date, constraints: {minimum: '2020-01-01'}}
    - {name: x, type: number, constraints: {maximum: 100}}
    - {name: text, type: string, constraints: {maxLength: 60}}`,
  'contract.yml',
)

const rows = 60_000
const rowOf = (i: number) => `${i},2024-01-${10 + (i % 20)},${(i % 1000) / 10},${'x'.repeat(40 + (i % 20))}`
const lines = Array.from({ length: rows }, (_, i) => rowOf(i))
/** More than is read to guess from, with some lines replaced near the end. */
const fileWith = (replaced: Readonly<Record<number, string>> = {}, end = '\n') =>
  `id,day,x,text\n${lines.map((line, i) => replaced[i] ?? line).join('\n')}${end}`

/** What comes of a table as data-validate opens it, and how many statements had not been asked ahead. */
async function checkedAhead(content: string) {
  const { engine } = tables
  let asked = 0
  const counting: Engine = {
    ...engine,
    rows(sql, params) {
      asked++
      return engine.rows(sql, params)
    },
  }
  const asking = askedAhead(counting)
  const guesses: Table[] = []
  const file = tables.write(content)
  const table = await openTable(engine, file, {
    label: 'data.csv',
    ahead(guess) {
      guesses.push(guess)
      void checkTable(asking.ahead, contract, guess, { name: 't' }).catch(() => undefined)
    },
  })
  const result = await checkTable(asking.engine, contract, table, { name: 't' })
  await asking.end()
  return { asked, guesses: guesses.length, result }
}

async function checkedAfter(content: string) {
  const table = await openTable(tables.engine, tables.write(content), { label: 'data.csv' })
  return checkTable(tables.engine, contract, table, { name: 't' })
}

describe('a table that is asked before all of it is read', () => {
  it.each([
    ['like its beginning', fileWith(), 0],
    ['that ends without a line end', fileWith({}, ''), 0],
    ['with a text too long', fileWith({ 55000: `55000,2024-01-31,1,${'x'.repeat(61)}` }), 0],
    ['with a day too early', fileWith({ 55000: '55000,2019-12-31,1,x' }), 0],
    ['with a repeated value', fileWith({ 55000: '7,2024-01-31,1,x' }), 0],
  ])('is asked nothing again: one %s', async (_, content, asked) => {
    const found = await checkedAhead(content)
    expect(found).toMatchObject({ asked, guesses: 1 })
    expect(found.result).toEqual(await checkedAfter(content))
  })

  it.each([
    ['a number out of bounds', { 59000: '59000,2024-01-31,101,x' }],
    ['a text among numbers', { 59000: 'NA,2024-01-31,1,x' }],
    ['a number of another form', { 59000: '59000,2024-01-31,+-1,x' }],
    ['a date of another form', { 59000: '59000,2024-1-31,1e0,x' }],
    ['a quoted cell', { 59000: '59000,2024-01-31,1,"x\ny"' }],
    ['a cell too many', { 59000: '59000,2024-01-31,1,x,' }],
    ['a cell too few', { 59000: '59000,2024-01-31,1' }],
    ['a blank row', { 59000: '' }],
    ['another line end', { 59000: '59000,2024-01-31,1,x\r' }],
    ['quotes inside a cell', { 59000: '59000,2024-01-31,1,x"y', 59010: '59010,2024-01-31,1000,x' }],
  ])('is asked again where it turns out otherwise: by %s', async (_, replaced) => {
    const content = fileWith(replaced)
    const found = await checkedAhead(content)
    expect(found).toMatchObject({ guesses: 1 })
    expect(found.asked).toBeGreaterThan(0)
    expect(found.result).toEqual(await checkedAfter(content))
  })

  it('is refused as ever where it is no text', async () => {
    await expect(checkedAhead(fileWith({ 59000: 'a\0b' }))).rejects.toMatchObject({ code: 'not-text' })
  })
})
