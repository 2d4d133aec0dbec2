import { describe, expect, it } from 'vitest'
import { checking, field } from './checking.ts'

const { checked, faults } = checking()

describe('rows', () => {
  it('that are not whole are faults with their lines, and count as rows', async () => {
    const result = await checked(
      'fields: [{ name: a, type: integer }, { name: b }]\nchecks: { rows: { max: 4 } }\n',
      'a,b\n1\nx,2\n\n1,2,3\n"p"q,1\n5,6\n',
    )
    expect(result.errors.map(({ code, row, line }) => `${code} ${row ?? '-'}/${line ?? '-'}`)).toEqual([
      'blank-row 3/4',
      'extra-cell 4/5',
      'missing-cell 1/2',
      'row-error 5/6',
      'type-error 2/3',
      'row-count -/-',
    ])
    expect(result.rows).toBe(5)
    expect(result.counts.error).toBe(6)
  })

  it('may not be none, unless the contract says so', async () => {
    expect(await faults('fields: [{ name: a }]\n', 'a\n')).toEqual(['row-count -/-: the table has no rows'])
    expect(await faults('fields: [{ name: a }]\nchecks: { rows: { min: 0 } }\n', 'a\n')).toEqual([])
  })

  it('may be too few', async () => {
    expect(await faults('fields: [{ name: a }]\nchecks: { rows: { min: 1 } }\n', 'a\n')).toEqual([
      'row-count -/-: the table has 0 rows; the contract asks for at least 1',
    ])
  })

  it('at fault are all counted, and the first of each kind and column listed in the order of the file', async () => {
    const body = Array.from({ length: 30_000 }, (_, i) => `${i % 3 === 0 ? 'bad' : i},${i % 2}\n`).join('')
    const { errors, counts } = await checked(field('integer', '{ minimum: 5 }'), `x,y\n${body}`, 3)
    expect(counts.by_code).toEqual({ 'constraint-error': 3, 'type-error': 10_000 })
    expect(errors.map(({ code, line }) => `${code} ${line}`)).toEqual([
      'type-error 2',
      'type-error 5',
      'type-error 8',
      'constraint-error 3',
      'constraint-error 4',
      'constraint-error 6',
    ])
  })

  it('at fault are grouped by kind and column', async () => {
    const contract =
      'fields: [{ name: a, type: integer }, { name: b, type: integer, constraints: { unique: true } }]\n'
    const { groups } = await checked(contract, 'a,b\nx,1\ny,1\n3,z\n')
    expect(groups.map(({ code, field, count }) => [code, field, count])).toEqual([
      ['type-error', 'a', 2],
      ['type-error', 'b', 1],
      ['unique-error', 'b', 1],
    ])
  })

  it('are found behind line breaks inside cells', async () => {
    expect(await faults(field('integer'), 'x,y\n1,"a\nb\n"\noops,1\n')).toEqual([
      'type-error 2/5: "x" is "oops", not a whole number',
    ])
  })
})

describe('the places of a fault', () => {
  it('are the line of the data and the line of the contract', async () => {
    const contract = `fields:
  - name: x
    type: integer
    constraints:
      required: true
      minimum: 3
  - name: gone
checks:
  rows:
    max: 1
`
    const { errors } = await checked(contract, 'x\na\n2\n')
    expect(errors).toEqual([
      {
        code: 'missing-label',
        severity: 'error',
        table: 'train',
        file: 'data.csv',
        line: 1,
        field: 'gone',
        message: 'there is no column "gone"',
        contract_line: 7,
      },
      {
        code: 'type-error',
        severity: 'error',
        table: 'train',
        file: 'data.csv',
        row: 1,
        line: 2,
        field: 'x',
        column: 1,
        value: 'a',
        message: '"x" is "a", not a whole number',
        contract_line: 3,
        rule: 'fields.0.type',
      },
      {
        code: 'constraint-error',
        severity: 'error',
        table: 'train',
        file: 'data.csv',
        row: 2,
        line: 3,
        field: 'x',
        column: 1,
        value: '2',
        message: '"x" is "2"; the contract asks that it is at least 3',
        contract_line: 6,
        rule: 'fields.0.constraints.minimum',
      },
      {
        code: 'row-count',
        severity: 'error',
        table: 'train',
        file: 'data.csv',
        message: 'the table has 2 rows; the contract asks for at most 1',
        contract_line: 10,
      },
    ])
  })
})
