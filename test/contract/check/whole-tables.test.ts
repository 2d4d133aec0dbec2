import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { openTable } from '../../../src/tables/read.ts'
import { checking, field } from './checking.ts'

const on = checking()
const { checked, faults } = on

describe('a table of thousands of columns', () => {
  it('is held to the contract of each, and what is asked of several', async () => {
    const names = Array.from({ length: 2001 }, (_, i) => `c${i}`)
    const fields = names.map(
      (name) => `  - { name: ${name}, type: integer, constraints: { maximum: 5000 } }\n`,
    )
    const cells = (odd: Record<number, string>) => names.map((_, i) => odd[i] ?? i).join(',')
    const rows = [cells({}), cells({ 1: 'one', 2000: '9999' }), cells({ 1500: 'x' })]
    expect(
      await faults(`fields:\n${fields.join('')}primaryKey: c0\n`, `${names.join(',')}\n${rows.join('\n')}\n`),
    ).toEqual([
      'type-error 2/3: "c1" is "one", not a whole number',
      'type-error 3/4: "c1500" is "x", not a whole number',
      'constraint-error 2/3: "c2000" is "9999"; the contract asks that it is at most 5000',
      'primary-key 2/3: "c0" is "0", as on line 2 already',
      'primary-key 3/4: "c0" is "0", as on line 2 already',
    ])
  })
})

describe('a table that is written while it is checked', () => {
  it('is not taken for one without faults', async () => {
    const file = on.tables.write('x\n9\n')
    const table = await openTable(on.tables.engine, file)
    const engine = {
      ...on.tables.engine,
      async rows(sql: string) {
        const found = await on.tables.engine.rows(sql)
        writeFileSync(file, 'x\n1\n')
        return found
      },
    }
    const loaded = loadContract(field('integer', '{ maximum: 3 }'), 'contract.yml')
    await expect(checkTable(engine, loaded, table, { name: 'train' })).rejects.toMatchObject({
      code: 'table-changed',
    })
  })
})

describe('a table of which no cell has its type', () => {
  it.each([
    ['integer', '{ minimum: 1, maximum: 3 }', '1-1'],
    ['integer', '{ maximum: 3 }', 'x'],
    ['number', '{ minimum: 0, maximum: 3 }', '1.2.3'],
    ['number', '{ minimum: 0 }', '1e400'],
    ['year', '{ minimum: 2000 }', '20240'],
    ['date', '{ minimum: 2020-01-01 }', '2024-02-30'],
    ['datetime', '{ minimum: "2020-01-01T00:00:00Z" }', '2024-01-31T24:00:00Z'],
    ['datetime', '{ minimum: "2020-01-01T00:00:00Z" }', '2024-02-30T08:00:00Z'],
    ['time', '{ exclusiveMaximum: "08:00:00" }', '08:60:00'],
    ['boolean', '{ enum: [true] }', 'ja'],
  ])('is at fault as %s with %s', async (type, constraints, cell) => {
    const { counts } = await checked(field(type, constraints), `x\n${cell}\n${cell}\n`)
    expect(counts.by_code).toEqual({ 'type-error': 2 })
  })
})

describe('a table that keeps its contract', () => {
  it('has no faults, and its rows are counted', async () => {
    const contract = `
fields:
  - { name: id, type: integer, constraints: { required: true, unique: true, minimum: 1 } }
  - { name: mass, type: number, constraints: { maximum: 10 } }
  - { name: kind, type: string, constraints: { enum: [a, b], minLength: 1, maxLength: 1, pattern: "[a-z]" } }
  - { name: seen, type: date }
  - { name: at, type: datetime }
  - { name: ok, type: boolean }
  - { name: rest }
primaryKey: id
checks: { rows: { min: 2, max: 2 } }
`
    const table = 'id,mass,kind,seen,at,ok,rest\n1,1.5,a,2024-02-29,2024-01-31T08:00:00Z,true,\n2,,b,,,0,x\n'
    expect(await checked(contract, table)).toEqual({
      rows: 2,
      errors: [],
      groups: [],
      counts: { error: 0, warning: 0, by_code: {} },
    })
  })
})
