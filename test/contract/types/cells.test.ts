import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { fieldTypes } from '../../../src/contract/types/registry.ts'
import { literals } from '../../../src/tables/quote.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

interface Case {
  readonly field: Readonly<Record<string, unknown>> & { readonly type: string }
  readonly good: readonly string[]
  readonly bad: readonly string[]
  /** whether a column of texts in Parquet may hold the type */
  readonly inParquet?: boolean
}

const uuid = '123e4567-e89b-12d3-a456-426614174000'

const cases: readonly Case[] = [
  { field: { type: 'any' }, good: ['anything', '1', ' '], bad: [], inParquet: true },
  { field: { type: 'string' }, good: ['anything', 'NaN', '1'], bad: [], inParquet: true },
  {
    field: { type: 'string', format: 'email' },
    good: ['a@b.co', "o'neil+tag@mail.example.org", 'a.b-c@x-y.z.museum'],
    bad: ['a', 'a@b', '@b.co', 'a@', 'a b@c.de', '.a@b.co', 'a..b@c.de', 'a@-b.co', 'a@b..co', 'a@b.co '],
    inParquet: true,
  },
  {
    field: { type: 'string', format: 'uri' },
    good: [
      'https://example.org',
      'http://u:p@h.example:8080/a/b?c=d&e#f',
      'mailto:a@b.co',
      'urn:isbn:0451450523',
      'file:///etc/hosts',
      'http://[2001:db8::1]/x',
      'https://example.org/%C3%A9',
      'a+b:c',
    ],
    bad: [
      'example.org',
      '//host/path',
      '/path',
      'http://a b',
      'http://é',
      '1a:b',
      'http://x/%zz',
      'http://x#a#b',
    ],
    inParquet: true,
  },
  {
    field: { type: 'string', format: 'binary' },
    good: ['YWI=', 'YQ==', 'YWJj', 'YWJjYWJj+/8='],
    bad: ['YWI', 'YWI=a', 'Y', 'YW I=', 'YQ===', '=', 'YWI-'],
    inParquet: true,
  },
  {
    field: { type: 'string', format: 'uuid' },
    good: [uuid, uuid.toUpperCase()],
    bad: [uuid.slice(1), uuid.replaceAll('-', ''), `{${uuid}}`, uuid.replace('e', 'g')],
    inParquet: true,
  },
  {
    field: { type: 'integer' },
    good: ['1', '-5', '+7', '007', '9223372036854775808', '1'.repeat(60)],
    bad: ['1.0', '1e3', ' 1', '1_000', 'x', 'NaN', '0x10', '１', '1,000', '5%'],
  },
  {
    field: { type: 'integer', groupChar: ',' },
    good: ['1,234', '12,34,567', '1234', '-1,234,567', '999'],
    bad: ['1,5', '1,,234', ',123', '123,', '1234,567', '1.234', '1,2345'],
  },
  {
    field: { type: 'integer', bareNumber: false },
    good: ['€95', '95%', 'EUR 95', '95', '$-3', 'about 7 km'],
    bad: ['95.5', '9 5', 'none', '5 to 6', 'Rs.95', '-$3', '3-'],
  },
  {
    field: { type: 'integer', bareNumber: false, groupChar: "'" },
    good: ["CHF 1'234'567", "1'234"],
    bad: ["CHF 1'23'4"],
  },
  {
    field: { type: 'number' },
    good: ['1', '-.5', '5.', '1e-3', '+2E10', '1e308'],
    bad: ['NaN', 'inf', 'INF', '-Infinity', '1,5', ' 1', '1e999', '1 ', '--1', '.', 'e5', '1e', '5%'],
  },
  {
    field: { type: 'number', decimalChar: ',', groupChar: '.' },
    good: ['1.234,5', '1234,5', '-,5', '1.234.567', '5,', '1,5e3'],
    bad: ['1.5', '1,234.5', '1.23', '1..234', ',', '1,2,3'],
  },
  {
    field: { type: 'number', groupChar: ' ' },
    good: ['1 234.5', '1234.5'],
    bad: ['1 2', ' 1', '1  234'],
  },
  {
    field: { type: 'number', bareNumber: false },
    good: ['€95.50', '95%', '1e3 m', 'Rs. 95.5', '$-3.5', '5.'],
    bad: ['$.5', '1.2.3', 'a', '1-2', '5 of 6', 'Rs.95'],
  },
  {
    field: { type: 'boolean' },
    good: ['true', 'True', 'TRUE', '1', 'false', 'False', 'FALSE', '0'],
    bad: ['yes', 'no', 'tRue', '2', 't'],
  },
  {
    field: { type: 'boolean', trueValues: ['yes'], falseValues: ['no', 'nope'] },
    good: ['yes', 'no', 'nope'],
    bad: ['true', '1', 'Yes', 'y'],
  },
  {
    field: { type: 'date' },
    good: ['2024-01-31', '2024-02-29'],
    bad: ['01/02/2024', '2023-02-29', '2024-1-1', '2024-01-31T00:00:00', '2024-13-01', '20240131'],
  },
  {
    field: { type: 'date', format: '%d/%m/%Y' },
    good: ['01/02/2024', '1/2/2024', '29/02/2024'],
    bad: ['2024-01-31', '31/02/2024', '13/13/2024', '1/2/24', ' 1/2/2024', '001/02/2024', '0/1/2024'],
    inParquet: true,
  },
  {
    field: { type: 'date', format: '%d%m%Y' },
    good: ['01022024'],
    bad: ['122024', '1022024', '32012024'],
    inParquet: true,
  },
  {
    field: { type: 'date', format: "%d %b '%y" },
    good: ["1 Jan '24", "31 dec '99"],
    bad: ["1 January '24", "31 Jun '24", '1 Jan 24', "1  Jan '24"],
    inParquet: true,
  },
  {
    field: { type: 'date', format: '%B %d, %Y' },
    good: ['January 1, 2024', 'MAY 31, 1999'],
    bad: ['Jan 1, 2024', 'Smarch 1, 2024', 'May 32, 2024'],
    inParquet: true,
  },
  {
    field: { type: 'datetime' },
    good: ['2024-01-31T08:00:00Z', '2024-01-31T08:00:00', '2024-01-31T08:00:00.123+02:00'],
    bad: [
      '2024-01-31',
      '2024-01-31 08:00:00',
      '2024-01-31T25:00:00Z',
      '2024-01-31T24:00:00Z',
      '2024-01-31T08:00:60Z',
      '2024-02-30T08:00:00Z',
      '2024-01-31T08:00:00+99:99',
      '2024-01-31T08:00:00+02:60',
      '2024-01-31T08:00Z',
      'now',
    ],
  },
  {
    field: { type: 'datetime', format: '%d/%m/%Y %H:%M' },
    good: ['31/01/2024 08:00', '1/1/2024 8:00', '31/01/2024 23:59'],
    bad: ['31/01/2024', '31/01/2024 24:00', '31/01/2024 08:60', '2024-01-31T08:00:00Z'],
    inParquet: true,
  },
  {
    field: { type: 'datetime', format: '%Y-%m-%d %H:%M:%S.%f%z' },
    good: ['2024-01-31 08:00:00.5+0100', '2024-01-31 08:00:00.123456-05:30'],
    bad: ['2024-01-31 08:00:00.5', '2024-01-31 08:00:00.1234567+0100', '2024-01-31 08:00:00.5+9900'],
    inParquet: true,
  },
  {
    field: { type: 'datetime', format: '%m/%d/%Y %I:%M %p' },
    good: ['01/31/2024 12:00 AM', '1/31/2024 1:05 pm'],
    bad: ['01/31/2024 13:00 PM', '01/31/2024 0:00 AM', '01/31/2024 12:00'],
    inParquet: true,
  },
  {
    field: { type: 'time' },
    good: ['08:00:00', '00:00:00', '23:59:59'],
    bad: ['08:00', '24:00:00', '8:00:00', '08:00:60', '08:00:00Z', '08:00:00.5', 'noon'],
  },
  {
    field: { type: 'time', format: '%H:%M' },
    good: ['08:00', '8:00', '23:59'],
    bad: ['08:00:00', '24:00', '8:0 '],
    inParquet: true,
  },
  {
    field: { type: 'year' },
    good: ['2024', '0001', '9999'],
    bad: ['24', '02024', '-2024', '2024.0', '2024Z', 'MMXX', '+202'],
    inParquet: true,
  },
  {
    field: { type: 'yearmonth' },
    good: ['2024-01', '1999-12'],
    bad: ['2024-13', '2024-00', '2024-1', '2024', '202401', '2024-01-01'],
    inParquet: true,
  },
  {
    field: { type: 'duration' },
    good: ['P1Y2M3DT4H5M6S', 'PT36H', 'P0D', '-P1D', 'PT0.123456789S', 'P1M', 'PT1M', 'P1YT1S'],
    bad: ['P', 'PT', 'P1', '1D', 'P1DT', 'P-1D', 'P1W', 'P1.5D', 'PT1H1D', 'p1d', 'P1S', '36:00'],
    inParquet: true,
  },
  {
    field: { type: 'geopoint' },
    good: ['90.5, 45.5', '90.5,45.5', '-180,90', '1e1,0'],
    bad: ['90.5', '90.5;45.5', '181,0', '0,91', '0,  1', 'a,b', '1,2,3', '[1,2]', 'NaN,0'],
    inParquet: true,
  },
  {
    field: { type: 'geopoint', format: 'array' },
    good: ['[90.5, 45.5]', ' [1,2] '],
    bad: [
      '90.5,45.5',
      '[1]',
      '[1,2,3]',
      '["1","2"]',
      '[181,0]',
      '[NaN,0]',
      '[1,2,]',
      '{"lon":1,"lat":2}',
      '[null,1]',
    ],
    inParquet: true,
  },
  {
    field: { type: 'geopoint', format: 'object' },
    good: ['{"lon": 90.5, "lat": 45.5}', '{"lat":1,"lon":2}'],
    bad: [
      '{"lon": 1}',
      '{"lon":1,"lat":2,"z":3}',
      '{"lon":"1","lat":2}',
      '{"lon":1,"lat":91}',
      '[1,2]',
      '{"lon":1,"lat":2',
    ],
    inParquet: true,
  },
  {
    field: { type: 'list' },
    good: ['a,b', 'a', ',', 'a, b'],
    bad: [],
    inParquet: true,
  },
  {
    field: { type: 'list', delimiter: '; ', itemType: 'integer' },
    good: ['1; 2; 3', '1', `${'9'.repeat(50)}; 1`],
    bad: ['1;2', '1; x', '1; ', '1.5', ''].filter((text) => text !== ''),
    inParquet: true,
  },
  {
    field: { type: 'list', itemType: 'date' },
    good: ['2024-01-31,2024-02-01'],
    bad: ['2024-01-31,2024-02-30', '2024-01-31, 2024-02-01', '2024-01-31,'],
    inParquet: true,
  },
  {
    field: { type: 'array' },
    good: ['[]', '[1, "a", null, {"b": [true]}]', ' [1] ', '["NaN, inf,]"]', '["a\\"b, ]"]'],
    bad: ['{}', '1', '"a"', '[1,]', '[NaN]', '[Infinity]', '[1', "['a']", '[01]', 'a,b', '[1] 2', 'null'],
    inParquet: true,
  },
  {
    field: { type: 'object' },
    good: ['{}', '{"a": 1, "b": {"c": []}}'],
    bad: ['[]', '1', '{"a": 1,}', '{a: 1}', '{"a": NaN}', '{"a"}', 'null'],
    inParquet: true,
  },
  {
    field: { type: 'geojson' },
    good: [
      '{"type": "Point", "coordinates": [1, 2]}',
      '{"type": "Feature", "geometry": null, "properties": {}}',
      '{"type": "FeatureCollection", "features": []}',
    ],
    bad: [
      '{"type": "Point"}',
      '{"type": "Ring", "coordinates": []}',
      '{}',
      '[]',
      '{"type": "Feature"}',
      '1,2',
    ],
    inParquet: true,
  },
  {
    field: { type: 'geojson', format: 'topojson' },
    good: ['{"type": "Topology", "objects": {}, "arcs": []}'],
    bad: ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "Topology"}'],
    inParquet: true,
  },
]

const quote = (text: string) => `"${text.replaceAll('"', '""')}"\n`

async function badRows(field: Case['field'], table: Parameters<typeof checkTable>[2]) {
  const contract = JSON.stringify({ fields: [{ name: 'x', ...field }] })
  const { errors, counts } = await checkTable(tables.engine, loadContract(contract, 'c.yml'), table, {
    name: 't',
    limit: 100,
  })
  expect(Object.keys(counts.by_code).filter((code) => code !== 'type-error')).toEqual([])
  return errors.map(({ row, value }) => [row, value])
}

describe.each(cases)('$field', ({ field, good, bad, inParquet }) => {
  const cells = [...good, ...bad]
  const expected = bad.map((value, i) => [good.length + i + 1, value])

  it('in CSV', async () => {
    expect(await badRows(field, await tables.open(`x\n${cells.map(quote).join('')}`))).toEqual(expected)
  })

  it('as texts in Parquet', async () => {
    const table = await tables.parquet(`SELECT unnest(${literals(cells)}) AS x`)
    const found = await badRows(field, table)
    expect(found).toEqual(inParquet ? expected : [[undefined, undefined]])
  })
})

it('every type has cases', () => {
  expect([...new Set(cases.map(({ field }) => field.type))].sort()).toEqual([...fieldTypes].sort())
})

describe('what Parquet stores', () => {
  it.each([
    ['integer', {}, '1::UTINYINT'],
    ['integer', { groupChar: ',' }, '1::BIGINT'],
    ['number', {}, '1::DECIMAL(9,2)'],
    ['number', {}, '1.5::FLOAT'],
    ['year', {}, '2024::SMALLINT'],
    ['boolean', {}, 'true'],
    ['date', {}, "DATE '2024-01-01'"],
    ['date', { format: '%d/%m/%Y' }, "DATE '2024-01-01'"],
    ['datetime', {}, "TIMESTAMP '2024-01-01 00:00:00'"],
    ['datetime', { format: '%d/%m/%Y %H:%M' }, "TIMESTAMPTZ '2024-01-01 00:00:00Z'"],
    ['time', {}, "TIME '08:00:00.5'"],
    ['duration', {}, 'INTERVAL 36 HOURS'],
    ['string', { format: 'uuid' }, `'${uuid}'::UUID`],
    ['string', { format: 'binary' }, "'ab'::BLOB"],
    ['list', { itemType: 'integer' }, '[1, 2]::INTEGER[]'],
    ['list', {}, "['a']"],
    ['array', {}, '[1, 2]'],
    ['array', {}, "'[1]'::JSON"],
    ['geopoint', { format: 'array' }, '[1.5, 2.5]::DOUBLE[]'],
    ['geopoint', { format: 'object' }, "{'lon': 1.5::DOUBLE, 'lat': 2::DOUBLE}"],
    ['object', {}, "{'a': 1}"],
    ['object', {}, "MAP {'a': 1}"],
  ] as const)('%s %j holds %s', async (type, options, value) => {
    expect(await badRows({ type, ...options }, await tables.parquet(`SELECT ${value} AS x`))).toEqual([])
  })

  it.each([
    ['integer', {}, '1.5::DOUBLE'],
    ['integer', {}, "'1'"],
    ['string', {}, '1'],
    ['date', {}, "TIMESTAMP '2024-01-01 00:00:00'"],
    ['date', {}, "'2024-01-01'"],
    ['time', {}, "TIMETZ '08:00:00+01'"],
    ['list', { itemType: 'integer' }, "['1']"],
    ['object', {}, '[1]'],
    ['array', {}, "{'a': 1}"],
    ['year', {}, "DATE '2024-01-01'"],
    ['geopoint', {}, '[1.5, 2.5]'],
  ] as const)('%s %j does not hold %s', async (type, options, value) => {
    const table = await tables.parquet(`SELECT ${value} AS x`)
    expect(await badRows({ type, ...options }, table)).toEqual([[undefined, undefined]])
  })

  it('may still be of another value than the type has', async () => {
    expect(await badRows({ type: 'year' }, await tables.parquet('SELECT 12024 AS x'))).toEqual([[1, '12024']])
    expect(
      await badRows(
        { type: 'geopoint', format: 'array' },
        await tables.parquet('SELECT [181.0, 0.0]::DOUBLE[] AS x'),
      ),
    ).toEqual([[1, '[181.0, 0.0]']])
    expect(
      await badRows(
        { type: 'list', itemType: 'number' },
        await tables.parquet("SELECT ['nan'::DOUBLE] AS x"),
      ),
    ).toEqual([[1, '[nan]']])
  })
})
