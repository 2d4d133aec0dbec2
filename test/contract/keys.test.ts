import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { withForeignKeys } from '../../src/contract/foreign-keys.ts'
import { loadContract } from '../../src/contract/load.ts'
import type { Table } from '../../src/tables/table.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

async function heldToAll(
  contract: string,
  table: Table,
  others: Readonly<Record<string, Table | undefined>>,
  limit = 10,
) {
  const { engine } = tables
  const loaded = loadContract(contract, 'contract.yml')
  const result = await checkTable(engine, loaded, table, { name: 'orders', limit })
  const options = { name: 'orders', others: new Map(Object.entries(others)), limit }
  return withForeignKeys(engine, loaded, table, result, options)
}

async function faults(
  contract: string,
  data: string | Table,
  others: Readonly<Record<string, Table | undefined>> = {},
) {
  const table = typeof data === 'string' ? await tables.open(data) : data
  const { errors } = await heldToAll(contract, table, others)
  return errors.map(({ code, row, line, message }) => `${code} ${row ?? '-'}/${line ?? '-'}: ${message}`)
}

describe('unique keys', () => {
  it('may repeat in their parts, not as a whole; a missing part makes no repeat', async () => {
    const contract = 'fields: [{ name: a, type: integer }, { name: b }]\nuniqueKeys: [[a, b]]\n'
    expect(await faults(contract, 'a,b\n1,x\n1,y\n01,x\n1,\n1,\n')).toEqual([
      'unique-error 3/4: "a", "b" is "01, x", as on line 2 already',
    ])
  })

  it('are many, each told by its columns', async () => {
    const contract = 'fields: [{ name: a }, { name: b }]\nuniqueKeys: [a, [b]]\n'
    expect(await faults(contract, 'a,b\n1,x\n1,x\n')).toEqual([
      'unique-error 2/3: "a" is "1", as on line 2 already',
      'unique-error 2/3: "b" is "x", as on line 2 already',
    ])
  })

  it.each([
    ['date', 'format: "%d/%m/%Y"', ['1/2/2024', '01/02/2024']],
    ['datetime', '', ['2024-01-01T00:00:00Z', '2024-01-01T01:00:00+01:00']],
    ['number', 'decimalChar: ","', ['1,50', '1,5']],
    ['duration', '', ['P1Y', 'P12M']],
    ['duration', '', ['P1D', 'PT24H']],
    ['geopoint', '', ['1,2', '1.0, 2']],
    ['array', '', ['[1, 2]', '[1,2]']],
    ['list', 'itemType: integer, delimiter: ";"', ['1;2', '01;2']],
    ['boolean', '', ['true', '1']],
  ])('compare values of type %s with %s', async (type, options, [first = '', second = '']) => {
    const contract = `fields: [{ name: a, type: ${type}${options && `, ${options}`}, constraints: { unique: true } }]\n`
    expect(await faults(contract, `a\n"${first}"\n"${second}"\n`)).toEqual([
      `unique-error 2/3: "a" is ${JSON.stringify(second)}, as on line 2 already`,
    ])
  })

  it('tell apart lists of whole numbers beyond 128 bits', async () => {
    const contract = 'fields: [{ name: a, type: list, itemType: integer, constraints: { unique: true } }]\n'
    const nines = '9'.repeat(50)
    expect(await faults(contract, `a\n"1,${nines}"\n"1,${nines}9"\n"1,${nines}"\n`)).toHaveLength(1)
  })
})

describe('a cell of the wrong type', () => {
  it.each([
    ['a unique field', 'fields: [{ name: a, type: integer, constraints: { unique: true } }]'],
    ['a unique key', 'fields: [{ name: a, type: integer }]\nuniqueKeys: [a]'],
    ['a primary key', 'fields: [{ name: a, type: integer }]\nprimaryKey: a'],
  ])('is one fault, and repeats nothing, in %s', async (_, contract) => {
    expect(await faults(contract, 'a\nx\nx\n1\n2\n')).toEqual([
      'type-error 1/2: "a" is "x", not a whole number',
      'type-error 2/3: "a" is "x", not a whole number',
    ])
  })

  it('does not hide what else the key lacks', async () => {
    const contract = 'fields: [{ name: a, type: integer }, { name: b }]\nprimaryKey: [a, b]\n'
    expect(await faults(contract, 'a,b\nx,\n1,y\n1,y\n')).toEqual([
      'type-error 1/2: "a" is "x", not a whole number',
      'primary-key 1/2: the primary key "a", "b" has a missing part',
      'primary-key 3/4: "a", "b" is "1, y", as on line 3 already',
    ])
  })
})

describe('foreign keys', () => {
  const contract = `fields:
  - { name: id }
  - { name: store, type: integer }
foreignKeys:
  - fields: store
    reference: { resource: stores, fields: number }
`
  it('must be found in the table that they refer to, by their values', async () => {
    const stores = await tables.open('number,city\n1,Oslo\n002,Rome\n', 'stores.csv')
    expect(await faults(contract, 'id,store\na,1\nb,2\nc,3\nd,\ne,x\n', { stores })).toEqual([
      'type-error 5/6: "store" is "x", not a whole number',
      'foreign-key 3/4: "store" is "3", which is not in "number" of stores.csv',
    ])
  })

  it('are found in Parquet, too', async () => {
    const stores = await tables.parquet('SELECT range::SMALLINT AS number FROM range(3)', 'stores.parquet')
    expect(await faults(contract, 'id,store\na,1\nb,3\n', { stores })).toEqual([
      'foreign-key 2/3: "store" is "3", which is not in "number" of stores.parquet',
    ])
  })

  it.each([
    ['text', "'1'", 'which is stored as VARCHAR'],
    ['no such column', '1', 'which stores.parquet does not have'],
  ])('to a column of %s is a fault of the contract, with its place', async (kind, value, message) => {
    const name = kind === 'text' ? 'number' : 'nummer'
    const stores = await tables.parquet(`SELECT ${value} AS ${name}`, 'stores.parquet')
    const checked = faults(contract, 'id,store\na,1\n', { stores })
    await expect(checked).rejects.toThrow(message)
    await expect(checked).rejects.toMatchObject({ kind: 'configuration', place: { line: 6 } })
  })

  it('to a table that is not configured is a fault of the contract, with its place', async () => {
    const stores = await tables.open('number\n1\n')
    await expect(faults(contract, 'id,store\na,1\n', { store: stores })).rejects.toMatchObject({
      kind: 'configuration',
      code: 'unknown-table',
      message: expect.stringContaining('did you mean "store"?'),
      place: { file: 'contract.yml', line: 6 },
    })
  })

  it('to a table that cannot be read are not looked up', async () => {
    expect(await faults(contract, 'id,store\na,1\n', { stores: undefined })).toEqual([])
  })

  it.each(['', 'resource: "", '])('may refer to their own table (%j)', async (resource) => {
    const own = `fields: [{ name: id }, { name: boss }]
foreignKeys: [{ fields: [boss], reference: { ${resource}fields: [id] } }]
`
    expect(await faults(own, 'id,boss\na,\nb,a\nc,z\n')).toEqual([
      'foreign-key 3/4: "boss" is "z", which is not in "id" of data.csv',
    ])
  })

  it('of several columns are found as a whole; a row that lacks a part refers to nothing', async () => {
    const two = `fields: [{ name: a }, { name: b, type: integer }]
foreignKeys: [{ fields: [a, b], reference: { resource: pairs, fields: [x, y] } }]
`
    const pairs = await tables.open('y,x\n1,p\n2,q\n', 'pairs.csv')
    expect(await faults(two, 'a,b\np,1\np,2\nz,\n,1\n', { pairs })).toEqual([
      'foreign-key 2/3: "a", "b" is "p, 2", which is not in "x", "y" of pairs.csv',
    ])
  })

  it('are all counted, and the first listed in the order of the file', async () => {
    const stores = await tables.open('number\n0\n', 'stores.csv')
    const rows = Array.from({ length: 20_000 }, (_, i) => `r,${i % 2}\n`).join('')
    const table = await tables.open(`id,store\n${rows}`)
    const { errors, counts } = await heldToAll(contract, table, { stores }, 3)
    expect(counts.by_code).toEqual({ 'foreign-key': 10_000 })
    expect(errors.map(({ line }) => line)).toEqual([3, 5, 7])
  })
})
