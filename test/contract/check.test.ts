import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { checkResultSchema } from '../../src/contract/finding.ts'
import { loadContract } from '../../src/contract/load.ts'
import { openTable } from '../../src/tables/read.ts'
import type { Table } from '../../src/tables/table.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

async function checked(contract: string, data: string | Table, limit?: number) {
  const table = typeof data === 'string' ? await tables.open(data) : data
  const result = await checkTable(tables.engine, loadContract(contract, 'contract.yml'), table, {
    name: 'train',
    ...(limit === undefined ? {} : { limit }),
  })
  expect(checkResultSchema.parse(result)).toEqual(result)
  return result
}

/** Faults as a person would note them down. */
async function faults(contract: string, data: string | Table) {
  const { errors } = await checked(contract, data)
  return errors.map(({ code, row, line, message }) => `${code} ${row ?? '-'}/${line ?? '-'}: ${message}`)
}

const field = (type: string, constraints = '') =>
  `fieldsMatch: subset\nfields:\n  - name: x\n    type: ${type}\n${constraints && `    constraints: ${constraints}\n`}`

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
    const file = tables.write('x\n9\n')
    const table = await openTable(tables.engine, file)
    const engine = {
      ...tables.engine,
      async rows(sql: string) {
        const found = await tables.engine.rows(sql)
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

describe('types', () => {
  it.each([
    [
      'integer',
      ['1', '-5', '+7', '007', '9223372036854775808', '1'.repeat(60)],
      ['1.0', '1e3', ' 1', '1_000', 'x', 'NaN', '0x10', '１'],
    ],
    [
      'number',
      ['1', '-.5', '5.', '1e-3', '+2E10', '1e308'],
      ['NaN', 'inf', '-Infinity', '1,5', ' 1', '1e999', '1 ', '--1', '.', 'e5'],
    ],
    [
      'boolean',
      ['true', 'True', 'TRUE', '1', 'false', 'False', 'FALSE', '0'],
      ['yes', 'no', 'tRue', '2', 't'],
    ],
    [
      'date',
      ['2024-01-31', '2024-02-29'],
      ['01/02/2024', '2023-02-29', '2024-1-1', '2024-01-31T00:00:00', '2024-13-01'],
    ],
    [
      'datetime',
      ['2024-01-31T08:00:00Z', '2024-01-31T08:00:00', '2024-01-31T08:00:00.123+02:00'],
      [
        '2024-01-31',
        '2024-01-31 08:00:00',
        '2024-01-31T25:00:00Z',
        '2024-01-31T08:00:00+99:99',
        '2024-01-31T08:00:00+02:60',
        'now',
      ],
    ],
    ['string', ['anything', 'NaN', '1'], []],
    ['any', ['anything'], []],
  ])('%s', async (type, good, bad) => {
    const quote = (values: readonly string[]) => values.map((value) => `"${value}"\n`).join('')
    expect(await faults(field(type), `x\n${quote(good)}`)).toEqual([])
    const { counts, errors } = await checked(field(type), `x\n${quote([...good, ...bad])}`)
    expect(counts.by_code).toEqual(bad.length === 0 ? {} : { 'type-error': bad.length })
    expect(errors.map(({ value, line }) => [value, line])).toEqual(
      bad.map((value, i) => [value, good.length + i + 2]),
    )
  })

  it('missing values are of no type', async () => {
    const contract = `missingValues: ["", "NA", "NaN"]\n${field('number', '{ minimum: 0 }')}`
    expect(await faults(contract, 'x,y\n,1\nNA,1\nNaN,1\n1,1\n')).toEqual([])
  })

  it("the empty cell is a value where '' is not listed as missing", async () => {
    expect(await faults(`missingValues: ["-"]\n${field('integer')}`, 'x,y\n-,1\n,1\n')).toEqual([
      'type-error 2/3: "x" is "", not a whole number',
    ])
    expect(
      await faults(`missingValues: []\n${field('string', '{ minLength: 1 }')}`, 'x,y\n,1\n'),
    ).toHaveLength(1)
  })
})

describe('constraints', () => {
  it.each([
    [
      'required',
      'integer',
      '{ required: true }',
      ['1', ''],
      'constraint-error 2/3: "x" is missing, and is required',
    ],
    [
      'minimum',
      'integer',
      '{ minimum: 3 }',
      ['3', '2'],
      'constraint-error 2/3: "x" is "2"; the contract asks that it is at least 3',
    ],
    [
      'maximum',
      'number',
      '{ maximum: 0.3 }',
      ['0.3', '0.30000000000000004'],
      'constraint-error 2/3: "x" is "0.30000000000000004"; the contract asks that it is at most 0.3',
    ],
    [
      'maximum of a huge whole number',
      'integer',
      '{ maximum: 9007199254740991 }',
      ['9007199254740991', '9007199254740992'],
      'constraint-error 2/3: "x" is "9007199254740992"; the contract asks that it is at most 9007199254740991',
    ],
    [
      'maximum beyond 128 bits',
      'integer',
      '{ maximum: 5 }',
      ['5', '9'.repeat(50)],
      `constraint-error 2/3: "x" is "${'9'.repeat(50)}"; the contract asks that it is at most 5`,
    ],
    [
      'the least maximum beyond 128 bits',
      'integer',
      '{ maximum: "170141183460469231731687303715884105727" }',
      ['-170141183460469231731687303715884105729', '170141183460469231731687303715884105728'],
      'constraint-error 2/3: "x" is "170141183460469231731687303715884105728"; the contract asks that it is at most 170141183460469231731687303715884105727',
    ],
    [
      'minimum of a date',
      'date',
      '{ minimum: 2024-01-01 }',
      ['2024-01-01', '2023-12-31'],
      'constraint-error 2/3: "x" is "2023-12-31"; the contract asks that it is at least 2024-01-01',
    ],
    [
      'maximum of a datetime',
      'datetime',
      '{ maximum: "2024-01-01T00:00:00Z" }',
      ['2024-01-01T01:00:00+01:00', '2024-01-01T00:00:01Z'],
      'constraint-error 2/3: "x" is "2024-01-01T00:00:01Z"; the contract asks that it is at most 2024-01-01T00:00:00Z',
    ],
    [
      'minLength',
      'string',
      '{ minLength: 2 }',
      ['éé', 'é'],
      'constraint-error 2/3: "x" is "é"; the contract asks that it has at least 2 characters',
    ],
    [
      'maxLength',
      'string',
      '{ maxLength: 2 }',
      ['😀😀', 'abc'],
      'constraint-error 2/3: "x" is "abc"; the contract asks that it has at most 2 characters',
    ],
    [
      'pattern',
      'string',
      '{ pattern: "[A-Z]{2}\'?" }',
      ["AB'", 'xABx'],
      'constraint-error 2/3: "x" is "xABx"; the contract asks that it matches [A-Z]{2}\'?',
    ],
    [
      'enum of texts',
      'string',
      '{ enum: [a, "b\'"] }',
      ["b'", 'c'],
      'constraint-error 2/3: "x" is "c"; the contract asks that it is one of "a", "b\'"',
    ],
    [
      'enum of numbers',
      'integer',
      '{ enum: [1, 2] }',
      ['01', '3'],
      'constraint-error 2/3: "x" is "3"; the contract asks that it is one of 1, 2',
    ],
    [
      'enum of booleans',
      'boolean',
      '{ enum: [true] }',
      ['1', 'false'],
      'constraint-error 2/3: "x" is "false"; the contract asks that it is one of true',
    ],
    [
      'unique',
      'integer',
      '{ unique: true }',
      ['1', '01'],
      'unique-error 2/3: "x" is "01", as on line 2 already',
    ],
  ])('%s', async (_, type, constraints, cells, message) => {
    expect(
      await faults(field(type, constraints), `x,y\n${cells.map((cell) => `${cell},1\n`).join('')}`),
    ).toEqual([message])
  })

  it('a cell of the wrong type is asked nothing else', async () => {
    expect(await faults(field('integer', '{ minimum: 3, enum: [5] }'), 'x,y\nabc,1\n')).toEqual([
      'type-error 1/2: "x" is "abc", not a whole number',
    ])
  })

  it('whole numbers of any size repeat by their value', async () => {
    const cells = ['9007199254740992', '9007199254740993', '1', '1.0', '1e3', '1000']
    expect(await faults(field('number', '{ unique: true }'), `x\n${cells.join('\n')}\n`)).toEqual([
      'unique-error 4/5: "x" is "1.0", as on line 4 already',
      'unique-error 6/7: "x" is "1000", as on line 6 already',
    ])
    const long = '9'.repeat(50)
    expect(await faults(field('integer', '{ unique: true }'), `x\n${long}\n0${long}\n`)).toHaveLength(1)
    const ids = await tables.parquet(
      'SELECT (2::UBIGINT ** 63)::UBIGINT + i::UBIGINT AS x FROM range(3) t(i)',
    )
    expect(await faults(field('number', '{ unique: true }'), ids)).toEqual([])
  })

  it('missing cells are not repeats of each other', async () => {
    expect(await faults(field('string', '{ unique: true }'), 'x,y\n,1\n,2\n')).toEqual([])
  })

  it('a compound key may repeat in its parts, not as a whole, and no part may be missing', async () => {
    const contract = 'fields: [{ name: a }, { name: b, type: integer }]\nprimaryKey: [a, b]\n'
    const { errors, counts } = await checked(contract, 'a,b\nx,1\nx,2\ny,1\nx,01\n,3\n')
    expect(errors.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '5 "a", "b" is "x, 01", as on line 2 already',
      '6 the primary key "a", "b" has a missing part',
    ])
    expect(counts.by_code).toEqual({ 'primary-key': 2 })
  })
})

describe('the header', () => {
  const contract = 'fields: [{ name: a }, { name: b }]\n'
  it.each([
    ['exact', 'a,b', []],
    [
      'exact',
      'b,a',
      [
        'incorrect-label -/1: column 1 is "b", where the contract has "a" (fieldsMatch: equal takes any order)',
      ],
    ],
    [
      'exact',
      'a,b,c',
      ['extra-label -/1: the contract has no field "c", column 3 (fieldsMatch: subset allows more columns)'],
    ],
    ['exact', 'a', ['missing-label -/1: there is no column "b"']],
    [
      'exact',
      'a,A',
      [
        'extra-label -/1: the contract has no field "A", column 2 (fieldsMatch: subset allows more columns)',
        'missing-label -/1: there is no column "b"',
      ],
    ],
    ['exact', 'a,b,', ['blank-label -/1: column 3 has no name']],
    ['exact', 'a,b,a', ['duplicate-label -/1: column 3 repeats the name "a"']],
    ['equal', 'b,a', []],
    ['subset', 'b,c,a', []],
    ['subset', 'a', ['missing-label -/1: there is no column "b"']],
    ['superset', 'b', []],
    [
      'superset',
      'b,c',
      ['extra-label -/1: the contract has no field "c", column 2 (fieldsMatch: subset allows more columns)'],
    ],
    ['partial', 'a,c', []],
    ['partial', 'c', ['missing-label -/1: none of the fields has a column']],
  ])('%s: %s', async (fieldsMatch, header, expected) => {
    const cells = header.split(',').map(() => 'v')
    expect(
      await faults(`fieldsMatch: ${fieldsMatch}\n${contract}`, `${header}\n${cells.join(',')}\n`),
    ).toEqual(expected)
  })
})

describe('a column that may be lacking', () => {
  it.each(['superset', 'partial'])('%s: unless each of its cells is required', async (fieldsMatch) => {
    const fields =
      '[{ name: id, constraints: { required: true } }, { name: part }, { name: rest }, { name: a }]'
    expect(
      await faults(`fieldsMatch: ${fieldsMatch}\nprimaryKey: [part]\nfields: ${fields}\n`, 'a\n1\n'),
    ).toEqual(['missing-label -/1: there is no column "id"', 'missing-label -/1: there is no column "part"'])
  })
})

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

describe('Parquet', () => {
  it('is held to the types that it stores', async () => {
    const table = await tables.parquet(
      "SELECT unnest([1, NULL, 3]) AS i, unnest(['0.5', 'nan', 'inf']::DOUBLE[]) AS d, unnest(['a', '', NULL]) AS s, DATE '2024-01-01' AS day, '1' AS t, 1.5::DOUBLE AS f, true AS b, TIMESTAMP '2024-01-01 00:00:00' AS ts",
    )
    const contract = `
fields:
  - { name: i, type: integer, constraints: { required: true, minimum: 2 } }
  - { name: d, type: number }
  - { name: s, type: string, constraints: { required: true, unique: true } }
  - { name: day, type: date, constraints: { maximum: 2023-12-31 } }
  - { name: t, type: integer }
  - { name: f, type: integer }
  - { name: b, type: boolean, constraints: { enum: [false] } }
  - { name: ts, type: datetime, constraints: { minimum: "2024-01-01T00:00:01Z" } }
`
    expect(await faults(contract, table)).toEqual([
      'type-error -/-: "t" is stored as VARCHAR, which cannot hold a whole number',
      'type-error -/-: "f" is stored as DOUBLE, which cannot hold a whole number',
      'constraint-error 2/-: "i" is missing, and is required',
      'constraint-error 1/-: "i" is "1"; the contract asks that it is at least 2',
      'type-error 2/-: "d" is "nan", not a number',
      'type-error 3/-: "d" is "inf", not a number',
      'constraint-error 2/-: "s" is missing, and is required',
      'constraint-error 3/-: "s" is missing, and is required',
      ...[1, 2, 3].map(
        (row) =>
          `constraint-error ${row}/-: "day" is "2024-01-01"; the contract asks that it is at most 2023-12-31`,
      ),
      ...[1, 2, 3].map(
        (row) => `constraint-error ${row}/-: "b" is "true"; the contract asks that it is one of false`,
      ),
      ...[1, 2, 3].map(
        (row) =>
          `constraint-error ${row}/-: "ts" is "2024-01-01 00:00:00"; the contract asks that it is at least 2024-01-01T00:00:01Z`,
      ),
    ])
  })

  it('has no date without an end', async () => {
    const table = await tables.parquet("SELECT DATE 'infinity' AS x, TIMESTAMP '-infinity' AS y")
    expect(await faults('fields: [{ name: x, type: date }, { name: y, type: datetime }]', table)).toEqual([
      'type-error 1/-: "x" is "infinity", not a date such as 2024-01-31',
      'type-error 1/-: "y" is "-infinity", not a date and time such as 2024-01-31T08:00:00Z',
    ])
  })

  it('has NaN as missing where the contract says so', async () => {
    const table = await tables.parquet("SELECT unnest(['1', 'nan']::DOUBLE[]) AS x")
    expect(await faults(`missingValues: ["", NaN]\n${field('number')}`, table)).toEqual([])
  })
})

describe('hostile text', () => {
  it.each([
    'a"; DROP TABLE x; --',
    "it's",
    'a::b|c',
    'two\nlines',
    '${{ github.token }}',
    '<script>',
    '::error::x',
    'ключ',
    '__proto__',
    'constructor',
    'r',
    'c0',
  ])('the column name %j is checked like any other', async (name) => {
    const contract = JSON.stringify({
      fields: [{ name, type: 'integer', constraints: { unique: true, minimum: 5 } }],
      primaryKey: name,
    })
    const header = `"${name.replaceAll('"', '""')}"`
    const { errors, counts } = await checked(contract, `${header}\n7\nx\n7\n1\n`)
    expect(counts.by_code).toEqual({
      'constraint-error': 1,
      'primary-key': 1,
      'type-error': 1,
      'unique-error': 1,
    })
    expect(errors.every((error) => error.field === name)).toBe(true)
  })

  it('long values are cut, and say so', async () => {
    const { errors } = await checked(field('integer'), `x,y\n${'é'.repeat(5000)},1\n`)
    expect(errors[0]?.value).toBe(`${'é'.repeat(100)}…`)
    expect(errors[0]?.message.length).toBeLessThan(160)
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
