import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { joinColumns } from '../../src/tables/join-columns.ts'
import { readColumns } from '../../src/tables/read-columns.ts'
import { tablesForTests } from './engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const said = (promise: Promise<unknown>) =>
  promise.then(
    () => 'nothing',
    (e) => `${e.code}: ${e.message}`,
  )

describe('named columns', () => {
  it('are read in the order of the file, as numbers or text', async () => {
    const table = await tables.open('id,"p|q",label\n7,0.1,yes\n3,1e-3,\n5,,no\n')
    const columns = await readColumns(tables.engine, table, [
      { name: 'p|q', as: 'number' },
      { name: 'label', as: 'text' },
    ])
    expect(columns).toEqual([
      { name: 'p|q', kind: 'number', values: Float64Array.of(0.1, 0.001, Number.NaN), nulls: 1 },
      { name: 'label', kind: 'text', values: ['yes', null, 'no'], nulls: 1 },
    ])
  })

  it('of Parquet likewise', async () => {
    const table = await tables.parquet('SELECT i::INTEGER AS i, i / 4 AS d, i = 1 AS b FROM range(3) t(i)')
    const columns = await readColumns(tables.engine, table, [
      { name: 'i', as: 'number' },
      { name: 'd', as: 'number' },
      { name: 'b', as: 'text' },
    ])
    expect(columns.map(({ values }) => [...values])).toEqual([
      [0, 1, 2],
      [0, 0.25, 0.5],
      ['false', 'true', 'false'],
    ])
  })

  it('keep NaN and infinities for the reader to judge', async () => {
    const table = await tables.open('x\nnan\n-Inf\n1\n')
    const [column] = await readColumns(tables.engine, table, [{ name: 'x', as: 'number' }])
    expect(column?.values).toEqual(Float64Array.of(Number.NaN, Number.NEGATIVE_INFINITY, 1))
  })

  it('give back a million doubles to the last bit', async () => {
    const values = Array.from({ length: 200_000 }, (_, i) => Math.sin(i) * 10 ** ((i % 40) - 20))
    const table = await tables.open(`x\n${values.join('\n')}\n`)
    const [column] = await readColumns(tables.engine, table, [{ name: 'x', as: 'number' }])
    expect(column?.values).toEqual(Float64Array.from(values))
  })

  it.each([
    [
      'a word',
      'x\n1\noops\n',
      'not-a-number: data.csv: column "x" has "oops" on line 3, which is no number.',
    ],
    ['a space', 'x\n 1\n', 'not-a-number: data.csv: column "x" has " 1" on line 2, which is no number.'],
    ['no such column', 'yes\n1\n', 'missing-column: data.csv has no column "x".'],
    ['the column twice', 'x,x\n1,2\n', 'duplicate-column: data.csv has more than one column "x".'],
    ['no rows', 'x\n', 'no-rows: data.csv has a header but no rows.'],
    [
      'a broken row',
      'x,y\n1,2\n1\n2\n',
      'broken-rows: data.csv, line 3: the row has 1 cell, the header 2; 1 more rows are broken.',
    ],
  ])('with %s are refused', async (_, content, message) => {
    expect(
      await said(readColumns(tables.engine, await tables.open(content), [{ name: 'x', as: 'number' }])),
    ).toBe(message)
  })
})

it('numbers with a decimal comma come with how to write them', async () => {
  const table = await tables.open('x\n1\n"0,5"\n')
  await expect(readColumns(tables.engine, table, [{ name: 'x', as: 'number' }])).rejects.toMatchObject({
    code: 'not-a-number',
    hint: 'Write a decimal point: 0.5 for 0,5. Predictions and their labels are read so, whatever decimalChar a contract has.',
  })
})

describe('two tables', () => {
  it('are joined by id in the order of the left, and what only one has is counted', async () => {
    const left = await tables.open('id,p\nc,1\na,2\nx,3\n')
    const right = await tables.open('truth,key\nA,a\nB,b\nC,c\n')
    expect(
      await joinColumns(
        tables.engine,
        { table: left, id: 'id', columns: ['p'] },
        { table: right, id: 'key', columns: ['truth'] },
      ),
    ).toEqual({
      rows: 2,
      left: [{ name: 'p', kind: 'text', values: ['1', '2'], nulls: 0 }],
      right: [{ name: 'truth', kind: 'text', values: ['C', 'A'], nulls: 0 }],
      onlyLeft: 1,
      onlyRight: 1,
      examplesOnlyLeft: ['x'],
      examplesOnlyRight: ['b'],
    })
  })

  it('are not joined by ids that repeat or are missing', async () => {
    const good = { table: await tables.open('id\na\n'), id: 'id', columns: [] }
    const repeated = { table: await tables.open('id,v\na,1\na,2\n'), id: 'id', columns: [] }
    const missing = { table: await tables.open('id,v\na,1\n,2\n'), id: 'id', columns: [] }
    expect(await said(joinColumns(tables.engine, good, repeated))).toBe(
      'repeated-id: data.csv: "id" is "a" in 2 rows.',
    )
    expect(await said(joinColumns(tables.engine, missing, good))).toBe(
      'missing-id: data.csv: "id" is empty in 1 row, the first is row 2.',
    )
  })
})
