import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { histogramOfProfile, histograms } from '../../../src/tables/profile/histogram.ts'
import { profileTable } from '../../../src/tables/profile/profile.ts'
import { profileSchema } from '../../../src/tables/profile/profile-schema.ts'
import { tablesForTests } from '../engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const csv = (columns: Record<string, readonly (string | number)[]>) => {
  const names = Object.keys(columns)
  const rows = columns[names[0]!]!.map((_, i) => names.map((name) => columns[name]![i]).join(','))
  return `${names.join(',')}\n${rows.join('\n')}\n`
}

describe('a profile', () => {
  it('counts the missing cells of texts also where their copy is too large for memory', async () => {
    const rows = 2_100_000
    const x = Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? '' : i % 7 === 0 ? 'none' : 'a'))
    const y = Array.from({ length: rows }, (_, i): string => (i === rows - 1 ? '' : 'b'))
    // In quotes, cells are counted by the engine.
    const table = await tables.open(csv({ x, y: y.with(0, '"b"') }))
    const columns = ['x', 'y'].map((name) => ({ name, kind: 'categorical' as const, missing: ['', 'none'] }))
    const profile = await profileTable(tables.engine, table, { columns })
    const empty = x.filter((cell) => cell !== 'a').length
    expect(profile.columns).toMatchObject([
      { name: 'x', count: rows - empty, missing: empty, distinct: 1 },
      { name: 'y', count: rows - 1, missing: 1, distinct: 1 },
    ])
  })

  it('counts numbers as numpy does', async () => {
    const values = Array.from({ length: 101 }, (_, i) => i)
    const table = await tables.open(csv({ x: values, y: values.map((v) => v * 0.1) }))
    const { columns } = await profileTable(tables.engine, table)
    expect(columns[0]).toEqual({
      name: 'x',
      kind: 'numeric',
      count: 101,
      missing: 0,
      invalid: 0,
      distinct: 101,
      min: 0,
      max: 100,
      mean: 50,
      std: Math.sqrt(values.reduce((sum, v) => sum + (v - 50) ** 2, 0) / 100),
      deciles: [10, 20, 30, 40, 50, 60, 70, 80, 90],
      quantiles: [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99].map((p) => ({ p, value: 100 * p })),
      edges: [10, 20, 30, 40, 50, 60, 70, 80, 90],
      counts: [11, 10, 10, 10, 10, 10, 10, 10, 10, 10],
      histogram: {
        edges: Array.from({ length: 21 }, (_, i) => 5 * i),
        counts: [6, ...Array.from({ length: 19 }, () => 5)],
      },
    })
  })

  it('gives each of a few values a bin of its own, and one on either side for values never seen', async () => {
    const table = await tables.open(csv({ few: [1, 1, 1, 1, 2, 2, 3], same: [5, 5, 5, 5, 5, 5, 5] }))
    const [few, same] = (await profileTable(tables.engine, table)).columns
    expect(few).toMatchObject({ edges: [0.9999999999999999, 1, 2, 3], counts: [0, 4, 2, 1, 0] })
    expect(same).toMatchObject({ edges: [4.999999999999999, 5], counts: [0, 7, 0], std: 0, distinct: 1 })
  })

  it.each([
    ['highest', (i: number) => -i, { edges: [-5e-324, 0], counts: [50, 950, 0] }],
    ['lowest', (i: number) => i, { edges: [-5e-324, 0], counts: [0, 950, 50] }],
    ['middle', (i: number) => (i % 2 ? i : -i), { edges: [-5e-324, 0], counts: [25, 950, 25] }],
  ])('gives a frequent value a bin of its own where it is the %s', async (_, rare, expected) => {
    const values = Array.from({ length: 1000 }, (_, i) => (i < 50 ? rare(i + 1) : 0))
    const [x] = (await profileTable(tables.engine, await tables.open(csv({ x: values })))).columns
    expect(x).toMatchObject(expected)
  })

  it('tells numbers from text, and counts what is missing or no number', async () => {
    const table = await tables.open(
      csv({ x: ['1', 'NA', '', '2.5e0'], label: ['1', 'b', '', 'b'], forced: ['1', 'x', 'inf', '3'] }),
    )
    const { columns } = await profileTable(tables.engine, table, {
      missing: ['', 'NA'],
      columns: [{ name: 'x' }, { name: 'label' }, { name: 'forced', kind: 'numeric' }],
    })
    expect(columns[0]).toMatchObject({ kind: 'numeric', count: 2, missing: 2, min: 1, max: 2.5 })
    expect(columns[1]).toEqual({
      name: 'label',
      kind: 'categorical',
      count: 3,
      missing: 1,
      distinct: 2,
      categories: [
        { value: 'b', count: 2 },
        { value: '1', count: 1 },
      ],
      other: 0,
      min_length: 1,
      max_length: 1,
    })
    expect(columns[2]).toMatchObject({ kind: 'numeric', count: 2, invalid: 2, mean: 2 })
  })

  it('takes what looks like numbers but is none for text, as any other text', async () => {
    const table = await tables.open(
      csv({ x: ['1', '5-', '', '2'], y: ['1.5', '1e400', '-', '2'], k: [1, 2, 3, 4] }),
    )
    expect(table.columns.map(({ shape }) => shape)).toEqual(['whole', 'decimal', 'whole'])
    const { columns } = await profileTable(tables.engine, table)
    expect(columns).toMatchObject([
      {
        kind: 'categorical',
        count: 3,
        missing: 1,
        categories: [{ value: '1' }, { value: '2' }, { value: '5-' }],
      },
      { kind: 'categorical', count: 4, max_length: 5 },
      { kind: 'numeric', count: 4 },
    ])
    const asked = await profileTable(tables.engine, table, {
      columns: [
        { name: 'x', kind: 'numeric' },
        { name: 'k', kind: 'categorical' },
        { name: 'y', kind: 'numeric' },
      ],
    })
    expect(asked.columns).toMatchObject([
      { kind: 'numeric', count: 2, invalid: 1, missing: 1, max: 2 },
      { kind: 'categorical', count: 4, distinct: 4 },
      { kind: 'numeric', count: 2, invalid: 2, missing: 0, min: 1.5 },
    ])
  })

  it('is the same of a column that is read by what its cells look like', async () => {
    const number = fc.oneof(
      fc.integer({ min: -20, max: 20 }).map(String),
      fc.double({ noNaN: true, min: -1e300, max: 1e300 }).map(String),
      fc.constantFrom('', '-0', '0', '007', '+5', '+-5', '5-', '1e400', '.5', '1.'),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(number, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(undefined, 'numeric' as const, 'categorical' as const),
        async (x, kind) => {
          const table = await tables.open(csv({ k: x.map((_, i) => i), x }))
          const unknown = {
            ...table,
            columns: table.columns.map(({ name, sql, type }) => ({ name, sql, type })),
          }
          const columns = [{ name: 'x', ...(kind && { kind }) }]
          expect(await profileTable(tables.engine, table, { columns })).toEqual(
            await profileTable(tables.engine, unknown, { columns }),
          )
        },
      ),
      { numRuns: 40 },
    )
  })

  it('says when days and instants are', async () => {
    const table = await tables.open(
      csv({
        day: ['2024-01-31', '2024-02-30', '', '2024-01-01', '2024-02-10'],
        at: [
          '2024-01-31T08:00:00Z',
          '2024-01-31T24:00:00Z',
          '2024-01-31T10:00:00Z',
          '',
          '2024-01-31T09:00:00Z',
        ],
      }),
    )
    const [day, at] = (await profileTable(tables.engine, table)).columns
    expect(day).toMatchObject({
      kind: 'categorical',
      count: 4,
      missing: 1,
      distinct: 4,
      time: { invalid: 1, min: '2024-01-01', max: '2024-02-10' },
    })
    expect(at).toMatchObject({
      time: { invalid: 1, min: '2024-01-31T08:00:00.000Z', max: '2024-01-31T10:00:00.000Z' },
    })
    const time = day?.kind === 'categorical' ? day.time : undefined
    expect(time?.quantiles?.find(({ p }) => p === 0.5)?.value).toBe('2024-01-31')
    expect(time?.histogram?.edges[1]).toBe('2024-01-03')
    expect(time?.histogram?.counts.reduce((sum, n) => sum + n, 0)).toBe(3)
  })

  it('says when the days and instants of Parquet are', async () => {
    const table = await tables.parquet(
      "SELECT unnest([DATE '2024-01-01', DATE 'infinity', NULL]) AS d, unnest([TIMESTAMP '2024-01-01 01:02:03.456789', NULL, TIMESTAMP '2025-01-01']) AS t",
    )
    const { columns } = await profileTable(tables.engine, table)
    expect(columns).toMatchObject([
      { count: 2, time: { invalid: 1, min: '2024-01-01', max: '2024-01-01' } },
      { count: 2, time: { invalid: 0, min: '2024-01-01T01:02:03.456Z', max: '2025-01-01T00:00:00.000Z' } },
    ])
  })

  it('lists the most frequent categories and counts the rest', async () => {
    const table = await tables.open(csv({ c: ['z', 'z', 'a', 'b', '"|<b>"', 'a', 'z'] }))
    const [column] = (await profileTable(tables.engine, table, { top: 2 })).columns
    expect(column).toMatchObject({
      distinct: 4,
      categories: [
        { value: 'z', count: 3 },
        { value: 'a', count: 2 },
      ],
      other: 2,
    })
  })

  it('of Parquet leaves NaN and infinities out', async () => {
    const table = await tables.parquet(
      "SELECT unnest([1.0, 'nan'::DOUBLE, 'inf'::DOUBLE, NULL, 3.0]) AS d, unnest([true, false, true, NULL, true]) AS b",
    )
    const { columns } = await profileTable(tables.engine, table)
    expect(columns[0]).toMatchObject({ kind: 'numeric', count: 2, missing: 2, invalid: 1, mean: 2 })
    expect(columns[1]).toMatchObject({
      kind: 'categorical',
      categories: [
        { value: 'true', count: 3 },
        { value: 'false', count: 1 },
      ],
    })
  })

  it.each([
    ['1e308\n1e308\n1e308', 1e308],
    ['-1.7e308\n1.7e308', 0],
    ['0.1\n0.1\n0.1', 0.1],
  ])('of %j has numbers alone, though their sums, differences or squares are none', async (cells, mean) => {
    const profile = await profileTable(tables.engine, await tables.open(`x\n${cells}\n`))
    expect(profileSchema.parse(profile)).toEqual(profile)
    expect(profile.columns[0]).toMatchObject({ kind: 'numeric', invalid: 0, mean })
    expect(JSON.stringify(profile)).not.toMatch(/null/)
  })

  it('of a table without rows has counts of zero, and nothing that is no number', async () => {
    const profile = await profileTable(tables.engine, await tables.open('a,b\n'))
    expect(profileSchema.parse(profile)).toEqual(profile)
    expect(JSON.stringify(profile)).not.toMatch(/null|NaN/)
  })

  it('is the same whatever the threads and the order of the rows', async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => [
      Math.sin(i) * 1e6 ** (i % 3),
      `k${(i * 7919) % 97}`,
      `20${10 + (i % 15)}-0${1 + (i % 9)}-1${i % 10}`,
    ])
    const text = (list: typeof rows) => `x,k,d\n${list.map((row) => row.join(',')).join('\n')}\n`
    const one = await tablesForTests(1)
    const four = await tablesForTests(4)
    const a = await profileTable(one.engine, await one.open(text(rows)))
    const b = await profileTable(four.engine, await four.open(text([...rows].reverse())))
    expect(JSON.stringify(b)).toBe(JSON.stringify(a))
    one.engine.close()
    four.engine.close()
  })

  it.each([
    [
      'CSV',
      () =>
        tables.open(
          'a,b,,b,day,x,k,y\n1,2,3,4,2024-01-31,0.5,u,5-\n,,,,,-0,,1\n2,x,,5,2024-02-01,1e3,"v,w",\n',
        ),
    ],
    [
      'JSON Lines',
      () => tables.open('{"a":1,"b":"u","c":null}\n{"b":"","d":[1],"e":true}\n{"a":2.5}\n', 'data.jsonl'),
    ],
    [
      'Parquet',
      () =>
        tables.parquet(`SELECT i AS a, i / 7 AS b, 'k' || i % 3 AS c, DATE '2024-01-01' + i::INT AS d,
          CASE WHEN i > 4 THEN i::DECIMAL(20, 3) END AS e, [i] AS f, i % 2 = 0 AS g, i::UTINYINT AS h FROM range(9) AS t(i)`),
    ],
    [
      'Parquet of too many cells for the memory',
      () =>
        tables.parquet(
          `SELECT ${Array.from({ length: 12 }, (_, i) => `(i * ${i + 3}) % 1013 / ${i + 1} AS c${i}`).join(', ')},
            'k' || i % 5 AS k FROM range(320000) AS t(i)`,
        ),
    ],
  ])('of %s is the same of some columns at a time as of all', async (_, open) => {
    const table = await open()
    const all = await profileTable(tables.engine, table)
    const few = await profileTable(tables.engine, table, { together: Math.ceil(all.columns.length / 4) })
    expect(few).toEqual(all)
    expect(all.columns.length).toBeGreaterThanOrEqual(5)
  })

  it('has bins that its own table fills as the profile says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), fc.integer({ min: -3, max: 3 })),
          { minLength: 1, maxLength: 60 },
        ),
        async (values) => {
          const table = await tables.open(
            csv({ x: values.map(String), c: values.map((v) => `c${Math.round(v) % 4}`) }),
          )
          const { columns } = await profileTable(tables.engine, table, { top: 2 })
          const counted = await histograms(tables.engine, table, columns)
          expect(counted.map(({ counts }) => counts)).toEqual(columns.map(histogramOfProfile))
          const [x] = columns
          if (x?.kind === 'numeric' && x.distinct > 10 && new Set(x.deciles).size === 9)
            expect(x.counts.every((n) => n > 0)).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('a histogram', () => {
  it('counts another table into the same bins, beyond their ends too', async () => {
    const reference = await tables.open(
      csv({
        x: Array.from({ length: 100 }, (_, i) => i),
        k: Array.from({ length: 100 }, (_, i) => (i % 2 ? 'a' : 'b')),
      }),
    )
    const { columns } = await profileTable(tables.engine, reference)
    const current = await tables.open(csv({ k: ['a', 'new', '', "it's"], x: ['-5', '1000', '50', 'oops'] }))
    expect(await histograms(tables.engine, current, columns)).toEqual([
      { name: 'x', counts: [1, 0, 0, 0, 0, 1, 0, 0, 0, 1], missing: 0, invalid: 1 },
      { name: 'k', counts: [1, 0, 2], missing: 1, invalid: 0 },
    ])
  })

  it('of a column that is gone is an error that names the columns there are', async () => {
    const reference = await tables.open('x\n1\n')
    const { columns } = await profileTable(tables.engine, reference)
    await expect(histograms(tables.engine, await tables.open('y\n1\n'), columns)).rejects.toMatchObject({
      code: 'missing-column',
      hint: 'Its columns are "y". Correct the name, or write the column.',
    })
  })
})
