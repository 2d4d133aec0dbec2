import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { literals } from '../../../src/tables/quote.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const quote = (text: string) => `"${text.replaceAll('"', '""')}"\n`

/** The cells that break something, and what. */
async function broken(field: object, table: Parameters<typeof checkTable>[2]) {
  const contract = JSON.stringify({ fields: [{ name: 'x', ...field }] })
  const { errors, counts } = await checkTable(tables.engine, loadContract(contract, 'c.yml'), table, {
    name: 't',
    limit: 100,
  })
  expect(Object.keys(counts.by_code)).toEqual(counts.error === 0 ? [] : ['constraint-error'])
  return errors.map(({ value, message }) => [value, message.replace(/^.*asks that it /, '')])
}

interface Case {
  readonly field: Readonly<Record<string, unknown>>
  readonly good: readonly string[]
  readonly bad: readonly string[]
  readonly asks: string
}

const bounded = (
  type: string,
  bound: unknown,
  [below, at, above]: readonly [below: readonly string[], at: readonly string[], above: readonly string[]],
  options: object = {},
): Case[] => [
  {
    field: { type, ...options, constraints: { minimum: bound } },
    good: [...at, ...above],
    bad: below,
    asks: `is at least ${bound}`,
  },
  {
    field: { type, ...options, constraints: { maximum: bound } },
    good: [...at, ...below],
    bad: above,
    asks: `is at most ${bound}`,
  },
  {
    field: { type, ...options, constraints: { exclusiveMinimum: bound } },
    good: above,
    bad: [...below, ...at],
    asks: `is more than ${bound}`,
  },
  {
    field: { type, ...options, constraints: { exclusiveMaximum: bound } },
    good: below,
    bad: [...above, ...at],
    asks: `is less than ${bound}`,
  },
]

const long = '9'.repeat(50)

const bounds: readonly Case[] = [
  ...bounded('integer', 5, [
    ['4', '-9', `-${long}`],
    ['5', '05', '+5'],
    ['6', long],
  ]),
  ...bounded('integer', '170141183460469231731687303715884105726', [
    ['5'],
    ['170141183460469231731687303715884105726'],
    [long],
  ]),
  ...bounded('integer', '1,000', [['999'], ['1,000', '1000'], ['1,001']], { groupChar: ',' }),
  ...bounded('integer', 95, [['94%'], ['€95'], ['96 km']], { bareNumber: false }),
  ...bounded('number', 0.3, [['0.29999', '-1e300'], ['0.3', '3e-1'], ['0.30000000000000004']]),
  ...bounded('number', '1.234,5', [['1.234,4'], ['1234,5'], ['1.234,6']], {
    decimalChar: ',',
    groupChar: '.',
  }),
  ...bounded('date', '2024-02-29', [['2024-02-28'], ['2024-02-29'], ['2024-03-01']]),
  ...bounded('date', '1/2/2024', [['31/01/2024'], ['01/02/2024'], ['2/2/2024']], { format: '%d/%m/%Y' }),
  ...bounded('date', "5 Mar '24", [["4 Mar '24", "1 Jan '69"], ["05 mar '24"], ["1 Apr '24", "1 Jan '68"]], {
    format: "%d %b '%y",
  }),
  ...bounded('datetime', '2024-01-01T00:00:00Z', [
    ['2023-12-31T23:59:59'],
    ['2024-01-01T01:00:00+01:00'],
    ['2024-01-01T00:00:00.001Z'],
  ]),
  ...bounded(
    'datetime',
    '01/31/2024 12:05 AM',
    [['1/30/2024 11:59 PM'], ['1/31/2024 12:05 am'], ['1/31/2024 12:05 PM']],
    { format: '%m/%d/%Y %I:%M %p' },
  ),
  ...bounded(
    'datetime',
    '2024-01-01 00:00+0100',
    [['2023-12-31 22:59+0000'], ['2023-12-31 23:00+0000'], ['2024-01-01 00:00-0100']],
    { format: '%Y-%m-%d %H:%M%z' },
  ),
  ...bounded('time', '08:30:00', [['08:29:59'], ['08:30:00'], ['12:00:00']]),
  ...bounded('time', '8:30', [['8:29'], ['08:30'], ['23:00']], { format: '%H:%M' }),
  ...bounded('year', 2000, [['1999', '0001'], ['2000'], ['2001']]),
  ...bounded('yearmonth', '2024-02', [['2024-01', '1999-12'], ['2024-02'], ['2024-03']]),
  ...bounded('duration', 'P1D', [
    ['PT23H59M59.999S', '-P2D'],
    ['P1D', 'PT24H', 'PT86400S'],
    ['PT24H0.000000001S', 'P1M', 'P1Y'],
  ]),
  ...bounded('duration', 'P1Y', [['P364D', 'P11M'], ['P12M'], ['P367D', 'P13M']]),
]

const others: readonly Case[] = [
  // A month has 28 to 31 days: it is neither at least nor at most 30.
  {
    field: { type: 'duration', constraints: { minimum: 'P30D' } },
    good: ['P31D', 'P2M'],
    bad: ['P1M', 'P29D'],
    asks: 'is at least P30D',
  },
  {
    field: { type: 'duration', constraints: { maximum: 'P30D' } },
    good: ['P29D'],
    bad: ['P1M', 'P31D'],
    asks: 'is at most P30D',
  },
  {
    field: { type: 'string', constraints: { minLength: 2 } },
    good: ['éé', '😀😀'],
    bad: ['é', '😀'],
    asks: 'has at least 2 characters',
  },
  {
    field: { type: 'string', format: 'email', constraints: { maxLength: 6 } },
    good: ['a@b.co'],
    bad: ['aa@b.co'],
    asks: 'has at most 6 characters',
  },
  {
    field: { type: 'string', constraints: { pattern: 'a+|b' } },
    good: ['aa', 'b'],
    bad: ['ab', 'xb', 'b\n'],
    asks: 'matches a+|b',
  },
  {
    field: { type: 'list', constraints: { minLength: 2 } },
    good: ['a,b', ','],
    bad: ['a'],
    asks: 'has at least 2 items',
  },
  {
    field: { type: 'list', delimiter: '|', itemType: 'integer', constraints: { maxLength: 2 } },
    good: ['1|2', '1'],
    bad: ['1|2|3'],
    asks: 'has at most 2 items',
  },
  {
    field: { type: 'array', constraints: { minLength: 1, maxLength: 2 } },
    good: ['[1]', '[[1,2,3], 2]'],
    bad: ['[]'],
    asks: 'has at least 1 items',
  },
  {
    field: { type: 'object', constraints: { maxLength: 1 } },
    good: ['{}', '{"a": {"b": 1, "c": 2}}'],
    bad: ['{"a": 1, "b": 2}'],
    asks: 'has at most 1 keys',
  },
  {
    field: { type: 'any', constraints: { enum: ['a', 1, true] } },
    good: ['a', '1', 'true'],
    bad: ['b', '01'],
    asks: 'is one of "a", 1, true',
  },
  {
    field: { type: 'string', constraints: { enum: ['a', "b'"] } },
    good: ['a', "b'"],
    bad: ['A', 'b'],
    asks: 'is one of "a", "b\'"',
  },
  {
    field: { type: 'integer', constraints: { enum: [1, '20'] } },
    good: ['1', '01', '+20'],
    bad: ['2', long],
    asks: 'is one of 1, "20"',
  },
  {
    field: { type: 'number', constraints: { enum: [0.1, '1e3'] } },
    good: ['0.10', '1000'],
    bad: ['0.11'],
    asks: 'is one of 0.1, "1e3"',
  },
  {
    field: { type: 'boolean', constraints: { enum: [true] } },
    good: ['true', '1'],
    bad: ['false', '0'],
    asks: 'is one of true',
  },
  {
    field: { type: 'boolean', trueValues: ['ja'], falseValues: ['nein'], constraints: { enum: ['ja'] } },
    good: ['ja'],
    bad: ['nein'],
    asks: 'is one of "ja"',
  },
  {
    field: { type: 'date', constraints: { enum: ['2024-01-01'] } },
    good: ['2024-01-01'],
    bad: ['2024-01-02'],
    asks: 'is one of "2024-01-01"',
  },
  {
    field: { type: 'datetime', constraints: { enum: ['2024-01-01T00:00:00Z'] } },
    good: ['2024-01-01T01:00:00+01:00'],
    bad: ['2024-01-01T00:00:01Z'],
    asks: 'is one of "2024-01-01T00:00:00Z"',
  },
  {
    field: { type: 'time', constraints: { enum: ['08:00:00'] } },
    good: ['08:00:00'],
    bad: ['08:00:01'],
    asks: 'is one of "08:00:00"',
  },
  {
    field: { type: 'year', constraints: { enum: [2024, '2025'] } },
    good: ['2024', '2025'],
    bad: ['2026'],
    asks: 'is one of 2024, "2025"',
  },
  {
    field: { type: 'yearmonth', constraints: { enum: ['2024-01'] } },
    good: ['2024-01'],
    bad: ['2024-02'],
    asks: 'is one of "2024-01"',
  },
  {
    field: { type: 'duration', constraints: { enum: ['P1Y'] } },
    good: ['P12M'],
    bad: ['P365D'],
    asks: 'is one of "P1Y"',
  },
  {
    field: { type: 'geopoint', constraints: { enum: ['1,2'] } },
    good: ['1.0, 2'],
    bad: ['2,1'],
    asks: 'is one of "1,2"',
  },
  {
    field: { type: 'geopoint', format: 'object', constraints: { enum: [{ lon: 1, lat: 2 }] } },
    good: ['{"lat": 2, "lon": 1.0}'],
    bad: ['{"lat": 1, "lon": 2}'],
    asks: 'is one of {"lon":1,"lat":2}',
  },
  {
    field: { type: 'list', itemType: 'integer', constraints: { enum: ['1,2', [3]] } },
    good: ['01,2', '3'],
    bad: ['2,1', '1'],
    asks: 'is one of "1,2", [3]',
  },
  {
    field: { type: 'array', constraints: { enum: [[1, 'a'], '[]'] } },
    good: ['[1, "a"]', '[ ]'],
    bad: ['["a",1]', '[1]'],
    asks: 'is one of [1,"a"], "[]"',
  },
  {
    field: { type: 'object', constraints: { enum: [{ a: 1 }] } },
    good: ['{"a": 1}'],
    bad: ['{"a": 2}'],
    asks: 'is one of {"a":1}',
  },
  {
    field: { type: 'string', categories: ['b', { value: 'a', label: 'A' }], categoriesOrdered: true },
    good: ['a', 'b'],
    bad: ['A'],
    asks: 'is one of "b", "a"',
  },
  {
    field: { type: 'integer', categories: [{ value: 0, label: 'no' }, { value: 1 }] },
    good: ['0', '01'],
    bad: ['2'],
    asks: 'is one of 0, 1',
  },
]

const cases = [...bounds, ...others]

it.each(cases)('in CSV, $field', async ({ field, good, bad, asks }) => {
  const table = await tables.open(`x\n${[...good, ...bad].map(quote).join('')}`)
  expect(await broken(field, table)).toEqual(bad.map((value) => [value, asks]))
})

/** What Parquet has a type for; all else is text there. */
const storedAs: Readonly<Record<string, string>> = {
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMPTZ',
  time: 'TIME',
}

const inParquet = cases.flatMap((one) => {
  const { field, good, bad } = one
  const type = storedAs[String(field.type)]
  const writtenOtherwise = ['groupChar', 'decimalChar', 'bareNumber', 'trueValues'].some(
    (key) => key in field,
  )
  if (type === undefined || 'format' in field) return [{ ...one, type: 'VARCHAR' }]
  return writtenOtherwise || [...good, ...bad].some((text) => text.includes(long)) ? [] : [{ ...one, type }]
})

it.each(inParquet)('in Parquet as $type, $field', async ({ field, good, bad, asks, type }) => {
  const table = await tables.parquet(`SELECT unnest(${literals([...good, ...bad])})::${type} AS x`)
  expect((await broken(field, table)).map(([, message]) => message)).toEqual(bad.map(() => asks))
})

describe('missing values', () => {
  it('are those of the field instead of those of the contract', async () => {
    const contract = JSON.stringify({
      missingValues: ['', 'NA'],
      fields: [
        { name: 'a', type: 'integer', missingValues: ['-'] },
        { name: 'b', type: 'integer' },
        { name: 'c', type: 'integer', missingValues: [] },
      ],
    })
    const table = await tables.open('a,b,c\n-,,1\nNA,-,\n,NA,1\n')
    const { errors } = await checkTable(tables.engine, loadContract(contract, 'c.yml'), table, { name: 't' })
    expect(errors.map(({ field, row }) => [field, row])).toEqual([
      ['a', 2],
      ['a', 3],
      ['b', 2],
      ['c', 2],
    ])
  })

  it('may have labels', async () => {
    const contract = JSON.stringify({
      missingValues: [{ value: '' }, { value: '-99', label: 'refused' }],
      fields: [{ name: 'a', type: 'integer', constraints: { minimum: 0 } }, { name: 'b' }],
    })
    const table = await tables.open('a,b\n-99,1\n,1\n1,1\n')
    const result = await checkTable(tables.engine, loadContract(contract, 'c.yml'), table, { name: 't' })
    expect(result.errors).toEqual([])
  })
})
