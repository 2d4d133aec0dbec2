import { describe, expect, it } from 'vitest'
import { validate } from './validate.ts'

/** No engine is there: what asks for it ends in an error. */
const none = { cache: '/nonexistent/cache', ready: '/nonexistent/engine' }

const config = (data: object = {}) =>
  JSON.stringify({
    name: 'm',
    data: { contract: 'contract.yml', tables: { t: 't.csv' }, profile: false, ...data },
  })
const contract = JSON.stringify({
  fields: [
    { name: 'id', type: 'integer', constraints: { unique: true } },
    { name: 'when', type: 'date', constraints: { minimum: '2024-01-01' } },
  ],
})
const good = 'id,when\n1,2024-01-31\n2,2024-02-29\n'

const validated = (table: string, engine?: typeof none, data?: object) =>
  validate(
    { 'modelassay.yml': config(data), 'contract.yml': contract, 't.csv': table },
    {},
    undefined,
    undefined,
    engine,
  )

/** What of a record does not vary with the bytes of the table. */
function finding({ record }: Awaited<ReturnType<typeof validated>>) {
  const { run: _, observed: __, built_on: ___, tables = [], ...rest } = record
  return { ...rest, tables: tables.map(({ identity: _, bytes: __, ...table }) => table) }
}

describe('data-validate of a plain table that keeps its contract', () => {
  it('needs no engine, and finds what the engine finds', async () => {
    const without = await validated(good, none)
    expect(without).toMatchObject({
      exitCode: 0,
      record: { verdict: 'valid', tables: [{ rows: 2, format: 'csv' }] },
    })
    // A cell in quotes is read by the engine, whatever it holds.
    const withIt = await validated(good.replace('id,', '"id",').replace('\n1,', '\n"1",'))
    expect(finding(without)).toEqual(finding(withIt))
  })

  it.each([
    ['a fault', good.replace('2,', '1,'), {}],
    ['a profile', good, { profile: true }],
    ['a quote', good.replace('1,', '"1",'), {}],
    ['another table at fault', good, { tables: { t: 't.csv', other: 'contract.yml' } }],
  ])('needs it with %s', async (_, table, data) => {
    const { record, exitCode } = await validated(table, none, data)
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'engine-incomplete' } })
    expect(exitCode).toBe(3)
  })

  it('says where the faults of another are', async () => {
    const { record } = await validated('id,when\n1,2024-01-31\n1,2023-12-31\n2,2024-02-30\n')
    expect(record.errors?.map(({ code, line, field }) => [code, line, field])).toEqual([
      ['type-error', 4, 'when'],
      ['constraint-error', 3, 'when'],
      ['unique-error', 3, 'id'],
    ])
  })

  it.each([
    ['the first row', 0],
    ['the last row', 1999],
  ])('finds a fault in %s that the engine finds by itself', async (_, at) => {
    const days = Array.from({ length: 2000 }, (_, i) => (i === at ? '2023-12-31' : '2024-01-31'))
    const rows = days.map((day, i) => `${i},${day}\n`).join('')
    const seen = await validated(`id,when\n${rows}`)
    const unseen = await validated(`"id",when\n${rows.replace('0,', '"0",')}`)
    expect(seen.record.errors?.map(({ line }) => line)).toEqual([at + 2])
    expect(finding(seen)).toEqual(finding(unseen))
  })

  it('keeps two tables of one file apart that are written with other delimiters', async () => {
    const keys = (delimiter: string, [first, second]: readonly string[]) => ({
      dialect: { delimiter },
      fields: [
        { name: first, type: 'string' },
        { name: second, type: 'string' },
      ],
    })
    const children = {
      fields: [{ name: 'fk', type: 'string' }],
      foreignKeys: [{ fields: ['fk'], reference: { resource: 'parents', fields: ['id,k'] } }],
    }
    const { record } = await validate({
      'modelassay.yml': config({
        contract: undefined,
        tables: {
          parents: { path: 'x.csv', contract: 'parents.yml' },
          others: { path: 'x.csv', contract: 'others.yml' },
          children: { path: 'c.csv', contract: 'children.yml' },
        },
      }),
      'parents.yml': JSON.stringify(keys(';', ['id,k', 'v'])),
      'others.yml': JSON.stringify(keys(',', ['id', 'k;v'])),
      'children.yml': JSON.stringify(children),
      'x.csv': 'id,k;v\n1,a;5\n2,b;6\n3,c;7\n',
      'c.csv': 'fk\n1\n2\n3\n',
    })
    expect(record.errors?.map(({ code, line }) => [code, line])).toEqual([
      ['foreign-key', 2],
      ['foreign-key', 3],
      ['foreign-key', 4],
    ])
  })
})
