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

async function checked(contract: string, data: string | Table, environment?: string) {
  const table = typeof data === 'string' ? await tables.open(data) : data
  const loaded = loadContract(contract, 'contract.yml')
  const result = await checkTable(tables.engine, loaded, table, { name: 't', environment })
  return withForeignKeys(tables.engine, loaded, table, result, { name: 't', others: new Map() })
}

const fields = `fields:
  - { name: a, type: integer, constraints: { required: true, minimum: 1, unique: true } }
  - { name: b, categories: [x, y], type: string }
`

describe('tolerance', () => {
  const body = (bad: number) =>
    `a,b\n${Array.from({ length: 100 }, (_, i) => `${i < bad ? -i : i},x\n`).join('')}`

  it('lets a share of the rows fail one check of one field', async () => {
    const { counts, errors } = await checked(
      `${fields}tolerance: { fields: { a: { minimum: 0.05 } } }\n`,
      body(5),
    )
    expect(counts).toEqual({ error: 0, warning: 0, tolerated: 5, by_code: {} })
    expect(errors[0]).toMatchObject({
      code: 'constraint-error',
      severity: 'tolerated',
      line: 2,
      message:
        '"a" is "0"; the contract asks that it is at least 1 (5 of 100 rows, 5%; the contract tolerates 5%)',
    })
  })

  it('beyond it every row counts', async () => {
    const { counts } = await checked(`${fields}tolerance: { fields: { a: { minimum: 0.05 } } }\n`, body(6))
    expect(counts).toEqual({ error: 6, warning: 0, by_code: { 'constraint-error': 6 } })
  })

  it('is of all rows, broken ones included', async () => {
    const contract =
      'fields: [{ name: a, type: integer }, { name: b }]\ntolerance: { fields: { a: { type: 0.25 } } }\n'
    expect((await checked(contract, 'a,b\nx,1\n1,1\n1,1\n1\n')).counts).toMatchObject({
      error: 1,
      tolerated: 1,
    })
  })

  it.each([
    ['type', 'x,x', 'type-error'],
    ['required', ',x', 'constraint-error'],
    ['unique', '7,x', 'unique-error'],
  ])('%s', async (check, row, code) => {
    const table = `a,b\n7,x\n${row}\n8,y\n9,y\n`
    expect(
      (await checked(`${fields}tolerance: { fields: { a: { ${check}: 0.25 } } }\n`, table)).counts,
    ).toEqual({
      error: 0,
      warning: 0,
      tolerated: 1,
      by_code: {},
    })
    expect(
      (await checked(`${fields}tolerance: { fields: { a: { ${check}: 0.2 } } }\n`, table)).counts.by_code,
    ).toEqual({ [code]: 1 })
  })

  it('of keys', async () => {
    const keyed = `fields: [{ name: a }, { name: b }]
primaryKey: a
uniqueKeys: [[b]]
foreignKeys: [{ fields: b, reference: { fields: a } }]
tolerance: { primaryKey: 0.25, uniqueKeys: 0.25, foreignKeys: 0.25 }
`
    expect((await checked(keyed, 'a,b\n1,1\n1,2\n2,3\n4,1\n')).counts).toEqual({
      error: 0,
      warning: 0,
      tolerated: 3,
      by_code: {},
    })
  })

  it.each(['fields: { a: { minimum: 1 } }', 'primaryKey: 1.0', 'fields: { a: { type: 1.5 } }'])(
    'is refused where nothing could break it: %s',
    (tolerance) => {
      const text = `${fields}primaryKey: a\ntolerance: { ${tolerance} }\n`
      expect(() => loadContract(text, 'c.yml')).toThrow('it can never fail')
    },
  )

  it('never covers a column that Parquet stores as another type', async () => {
    const table = await tables.parquet("SELECT 'x' AS a, 'x' AS b FROM range(100)")
    expect(
      (await checked(`${fields}tolerance: { fields: { a: { type: 0.999 } } }\n`, table)).counts.error,
    ).toBe(1)
  })
})

describe('severity', () => {
  it('makes a check of a field a warning', async () => {
    const { counts, errors } = await checked(
      `${fields}severity: { fields: { b: { categories: warning }, a: { type: warning } } }\n`,
      'a,b\n1,z\nq,x\n',
    )
    expect(counts).toEqual({ error: 0, warning: 2, by_code: { 'constraint-error': 1, 'type-error': 1 } })
    expect(errors.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      'warning: "a" is "q", not a whole number',
      'warning: "b" is "z"; the contract asks that it is one of "x", "y"',
    ])
  })

  it('of keys and of the header', async () => {
    const contract = `fields: [{ name: a }, { name: b }]
primaryKey: a
severity: { primaryKey: warning, labels: warning }
`
    const { counts } = await checked(contract, 'a,b,c\n1,1,1\n1,2,1\n')
    expect(counts).toEqual({ error: 0, warning: 2, by_code: { 'extra-label': 1, 'primary-key': 1 } })
  })

  it.each([
    ['a required column', 'fields: [{ name: a, constraints: { required: true } }, { name: c }]', 'c\n1\n'],
    ['a column of the primary key', 'fields: [{ name: a }, { name: c }]\nprimaryKey: a', 'c\n1\n'],
    ['every column', 'fields: [{ name: a }]\nfieldsMatch: superset', 'c\n1\n'],
    ['the separator', 'fields: [{ name: a }, { name: b }]', 'a;b\n1;2\n'],
  ])('of labels never makes light of the lack of %s', async (_, contract, data) => {
    const { counts } = await checked(`${contract}\nseverity: { labels: warning }\n`, data)
    expect(counts.error).toBe(1)
  })

  it('counts as an error where the contract says nothing', async () => {
    const { counts } = await checked(
      `${fields}severity: { fields: { b: { type: warning } } }\n`,
      'a,b\n0,z\n',
    )
    expect(counts).toMatchObject({ error: 2, warning: 0 })
  })

  it('and tolerance together: beyond the tolerance it is a warning', async () => {
    const contract = `${fields}severity: { fields: { b: { categories: warning } } }
tolerance: { fields: { b: { categories: 0.5 } } }
`
    expect((await checked(contract, 'a,b\n1,z\n2,x\n')).counts).toMatchObject({ warning: 0, tolerated: 1 })
    expect((await checked(contract, 'a,b\n1,z\n2,z\n')).counts).toMatchObject({ warning: 2, error: 0 })
  })
})

describe('an environment', () => {
  const contract = `fields:
  - { name: id }
  - { name: label, constraints: { required: true } }
  - { name: note }
environments: { serving: { absent: [label] } }
`
  it('lets its columns be absent, and no other', async () => {
    expect((await checked(contract, 'id,note\n1,x\n', 'serving')).counts.error).toBe(0)
    expect(
      (await checked(contract, 'id,label\n1,x\n', 'serving')).errors.map(({ message }) => message),
    ).toEqual(['there is no column "note"'])
  })

  it('keeps the order of what is there, and the checks of what need not be', async () => {
    expect((await checked(contract, 'note,id\n1,x\n', 'serving')).counts.by_code).toEqual({
      'incorrect-label': 1,
    })
    expect((await checked(contract, 'id,label,note\n1,,x\n', 'serving')).counts.by_code).toEqual({
      'constraint-error': 1,
    })
  })

  it('holds for tables that are in it alone', async () => {
    expect((await checked(contract, 'id,note\n1,x\n')).counts.by_code).toEqual({ 'missing-label': 1 })
  })

  it('that the contract does not have is an error', async () => {
    await expect(checked(contract, 'id,note\n1,x\n', 'servig')).rejects.toMatchObject({
      code: 'unknown-environment',
      message: 'contract.yml has no environment "servig"; did you mean "serving"?',
      place: { line: 5 },
    })
  })
})
