import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { contractText } from '../../../src/contract/infer/contract-text.ts'
import { inferContract } from '../../../src/contract/infer/infer.ts'
import { openSample } from '../../../src/contract/infer/sample.ts'
import { type LoadedContract, loadContract } from '../../../src/contract/load.ts'
import { literal } from '../../../src/tables/quote.ts'
import { openLocated } from '../../../src/tables/read.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

const written = (content: string, name: string) => {
  const path = join(mkdtempSync(join(tables.engine.scratch, 'table-')), name)
  writeFileSync(path, content)
  return { path, label: name }
}

/** The contract of CSV files, held to each of them. */
async function inferred(...contents: readonly string[]) {
  const files = contents.map((content, i) => written(content, `data${i === 0 ? '' : i + 1}.csv`))
  return held(files)
}

async function held(files: readonly { path: string; label: string }[]) {
  const located = {
    label: files[0]!.label,
    several: files.length > 1,
    files: files.map(({ path, label }) => ({ file: path, label, path: label, partition: [] })),
  }
  const text = await inferContract(tables.engine, await openSample(tables.engine, located))
  const loaded = loadContract(text, 'contract.yml')
  const table = await openLocated(tables.engine, located)
  const { errors } = await checkTable(tables.engine, loaded, table, { name: 'train' })
  expect(errors, text).toEqual([])
  return { text, loaded, field: (name: string) => fieldOf(loaded, name) }
}

function fieldOf({ contract }: LoadedContract, name: string) {
  const field = contract.fields.find((one) => one.name === name)
  if (field === undefined) throw new Error(`there is no field ${name}`)
  return { type: field.type, ...field.constraints }
}

const column = (values: readonly string[], name = 'x') =>
  `i,${name}\n${values.map((value, i) => `${i},"${value.replaceAll('"', '""')}"`).join('\n')}\n`
const repeated = (values: readonly string[], times: number) =>
  Array.from({ length: times }, () => values).flat()

describe('types', () => {
  it.each([
    ['integer', ['1', '-5', '+7', '9223372036854775807']],
    ['number', ['1', '2.5', '1e3']],
    ['boolean', ['true', 'FALSE', '0']],
    ['integer', ['0', '1', '1']],
    ['date', ['2024-01-31', '2024-02-29']],
    ['datetime', ['2024-01-31T08:00:00Z', '2024-01-31T08:00:00']],
    ['time', ['08:00:00', '23:59:59']],
    ['duration', ['P1D', 'PT12H']],
    ['array', ['[1,2]', '[]']],
    ['object', ['{"a":1}', '{}']],
    ['string', ['[1,2', '[]']],
    ['string', ['01/02/2024', '02/02/2024']],
    ['string', ['yes', 'no']],
    ['string', ['007', '12']],
    ['string', ['01.5', '2.5']],
    ['string', ['9223372036854775808', '1']],
    ['number', ['9223372036854775808', '1.5']],
    ['string', ['+4915112345678', '+4915112345679']],
    ['string', ['1,5', '2,5']],
    ['string', ['1', 'x']],
    ['string', ['1', '1e999']],
    ['string', ['NaN', 'x']],
    ['any', ['', '']],
    ['any', ['NA', '-']],
  ])('%s: %j', async (type, values) => {
    const { field } = await inferred(column(values))
    expect(field('x')).toEqual({ type })
  })

  it.each([
    ['uuid', ['123e4567-e89b-12d3-a456-426614174000', '123E4567-e89b-12d3-a456-426614174001']],
    ['email', ['a@example.org', 'b.c@example.org']],
    [undefined, ['a@example.org', 'b.c']],
    [undefined, ['https://example.org/', 'ftp://example.org']],
  ])('format %s: %j', async (format, values) => {
    const { loaded } = await inferred(column(values))
    expect(loaded.contract.fields[1]).toMatchObject({ type: 'string', ...(format && { format }) })
    expect(loaded.contract.fields[1]!.format).toBe(format)
  })

  it('what only a late row shows counts', async () => {
    const numbers = Array.from({ length: 3000 }, (_, i) => String(i % 90))
    expect((await inferred(column([...numbers, '1.5']))).field('x').type).toBe('number')
    expect((await inferred(column([...numbers, 'x']))).field('x').type).toBe('string')
    expect((await inferred(column([...numbers, '007']))).field('x').type).toBe('string')
  })

  it('says what no type could tell', async () => {
    const { text } = await inferred('i,a,b,c,d\n1,01/02/2024,007,yes,"1,5"\n2,03/02/2024,12,no,"2,5"\n')
    expect(text).toContain('# all look like dates, but which part is the day is not guessed')
    expect(text).toContain('# all are digits, some with leading zeros')
    expect(text).toContain('# all are words for yes or no')
    expect(text).toContain('# all look like numbers, but what the comma is is not guessed')
  })
})

describe('missing values', () => {
  it('are texts that stand among numbers, and are counted', async () => {
    const { loaded, text, field } = await inferred('i,a,b\n1,NA,2\n2,3,\n3,NA,NULL\n')
    expect(loaded.contract.missingValues).toEqual(['', 'NA', 'NULL'])
    expect(field('a')).toEqual({ type: 'integer' })
    expect(field('b')).toEqual({ type: 'integer' })
    expect(text).toContain('# "NA": stands in 2 cells of "a"\n')
    expect(text).toContain('# "NULL": stands in 1 cell of "b"\n')
    expect(text).toContain('# 1 of 3 present (33.3 %; at least 6.1 % with 95 % confidence)')
  })

  it('are those of one column where they are values in another', async () => {
    const { loaded, text } = await inferred('i,mass,country\n1,NA,DE\n2,3,NA\n3,-,NA\n')
    expect(loaded.contract.missingValues).toEqual(['', '-'])
    const lists = loaded.contract.fields.map(({ missingValues }) => missingValues)
    expect(lists).toEqual([undefined, ['', '-', 'NA'], undefined])
    expect(text).toContain('# "NA" stands in 2 cells: where it means that nothing is known')
  })

  it('are not guessed among texts: NA is a country', async () => {
    const { loaded, text } = await inferred(column(['NA', 'DE', 'FR']))
    expect(loaded.contract.missingValues).toEqual([''])
    expect(text).toContain('# "NA" stands in 1 cell: where it means that nothing is known')
  })
})

describe('constraints', () => {
  const values = repeated(['a', 'b', 'c'], 50)

  it('are asked for where enough cells keep them, each with its evidence', async () => {
    const { text, field } = await inferred(column(values))
    expect(field('x')).toEqual({ type: 'string', required: true, enum: ['a', 'b', 'c'] })
    expect(text).toContain(
      '      required: true # never missing in 150 rows: at least 97.5 % with 95 % confidence\n',
    )
    expect(text).toContain('      # "a" 50 (33.3 %), "b" 50 (33.3 %), "c" 50 (33.3 %)\n')
    expect(text).toContain(
      '      enum: [a, b, c] # all values seen; another one has at most 2.5 % with 95 % confidence\n',
    )
  })

  it('are comments where few cells keep them', async () => {
    const { text, field } = await inferred(column(values.slice(0, 72)))
    expect(field('x')).toEqual({ type: 'string' })
    expect(text).toContain(
      '    # constraints:\n    #   required: true # never missing in 72 rows: at least 94.9 %',
    )
  })

  it('of numbers: none is negative is a rule, how far they reach is chance', async () => {
    const numbers = Array.from({ length: 100 }, (_, i) => String(0.5 + i / 4))
    const { text, field } = await inferred(column(numbers))
    expect(field('x')).toEqual({ type: 'number', required: true, minimum: 0 })
    expect(text).toContain(
      '      # minimum: 0.5 # the smallest of 100\n      # maximum: 25.25 # the largest of 100\n',
    )
    expect(text).toContain('# from 0.5 to 25.25; 5 % up to 1.5, half up to 12.75, 95 % up to 24\n')
  })

  it('of negative numbers and of days are comments', async () => {
    const { text, field } = await inferred(column(repeated(['-1', '2', '3', '-7'], 30)))
    expect(field('x')).toEqual({ type: 'integer', required: true })
    expect(text).toContain('      # minimum: -7 # the smallest of 120\n')
    const days = await inferred(column(['2024-02-01', '2023-12-31']))
    expect(days.text).toContain('    #   minimum: "2023-12-31" # the smallest of 2\n')
  })

  it('a list of many values is a comment with its coverage, and one of values that occur once is none', async () => {
    const many = [...repeated(['a', 'b'], 200), ...Array.from({ length: 25 }, (_, i) => `rare ${i}`)]
    const { text, field } = await inferred(column(many))
    expect(field('x')).toEqual({ type: 'string', required: true })
    expect(text).toMatch(
      /# {5}x:\n# {7}categories: \{ values: \[a, b, rare 0, .*\], min_share: 0\.966 \} # these 20 of 27 values make up 98\.4 % of the cells \(at least 96\.6 % with/,
    )
    const slips = [...repeated(['a', 'b'], 200), 'A', 'c']
    const second = await inferred(column(slips))
    expect(second.field('x')).toEqual({ type: 'string', required: true })
    expect(second.text).toContain('# "a" and "A" differ only in case or spaces: mend the data, or list one\n')
  })

  it('nearly unique is said with the first repeat, which may be a slip', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => `n${i}`)
    const { text } = await inferred(column([...ids, 'n7']))
    expect(text).toContain(
      '# unique: true # nearly: 1 cell of 101 (1 %) repeat an earlier value, the first is "n7" at "data.csv:102"\n',
    )
  })

  it('the first column that has a value of its own in every row is the key', async () => {
    const rows = Array.from({ length: 80 }, (_, i) => `p${i},q${i},${i % 7}`).join('\n')
    const { loaded, text, field } = await inferred(`id,code,n\n${rows}\n`)
    expect(loaded.contract.primaryKey).toEqual(['id'])
    expect(field('id')).toEqual({ type: 'string' })
    expect(text).toContain('# every row has a value of its own in "id"; so could "code"\nprimaryKey: id\n')
  })

  it('a column with gaps has a limit of them, with the confidence that it deserves', async () => {
    const gaps = Array.from({ length: 344 }, (_, i) => (i % 172 === 1 ? '' : 'a'))
    const { loaded, text } = await inferred(column(gaps))
    expect(loaded.contract.checks.columns).toEqual({ x: { nulls: { max: 0.021 } } })
    expect(text).toContain(
      '      nulls: { max: 0.021 } # 2 of 344 rows missing (0.6 %): with 95 % confidence no more than this\n',
    )
    expect((await inferred(column(gaps.slice(0, 72)))).loaded.contract.checks.columns).toEqual({})
  })

  it('a label may be lacking when the model serves', async () => {
    const { path, label } = written(column(values), 'data.csv')
    const located = { label, several: false, files: [{ file: path, label, path: label, partition: [] }] }
    const sample = await openSample(tables.engine, located)
    const text = await inferContract(tables.engine, sample, { labels: ['x'] })
    expect(loadContract(text, 'contract.yml').contract.environments).toEqual({ serving: { absent: ['x'] } })
    await expect(inferContract(tables.engine, sample, { labels: ['z'] })).rejects.toMatchObject({
      code: 'unknown-label',
    })
  })

  it('the shape of codes is a comment', async () => {
    const { text } = await inferred(column(['p001-X', 'p002-Y', 'p003-X']))
    expect(text).toContain('    #   pattern: "[a-z][0-9]{3}-[A-Z]" # the shape of all 3\n')
  })
})

describe('several files', () => {
  it('are one table', async () => {
    const { field, text } = await inferred('i,x\n1,2\n', 'i,x\n2,2.5\n')
    expect(field('x')).toEqual({ type: 'number' })
    expect(text).toMatch(
      /# {3}"data\.csv", 2 rows, sha256:[0-9a-f]{64}\n# {5}"data\.csv", sha256:.*\n# {5}"data2\.csv", /,
    )
  })

  it('say in which of them a row is', async () => {
    const ids = (from: number) =>
      `i,x\n${Array.from({ length: 50 }, (_, i) => `${i},${from + i}`).join('\n')}\n`
    const { text } = await inferred(ids(0), ids(49))
    expect(text).toContain('repeat an earlier value, the first is "49" at "data2.csv:2"\n')
  })

  it('of other columns are refused by name', async () => {
    await expect(inferred('i,x\n1,2\n', 'i,y\n1,2\n')).rejects.toMatchObject({
      code: 'different-columns',
      message: expect.stringContaining('data2.csv does not go with data.csv'),
    })
  })
})

describe('what no contract could name is refused', () => {
  it.each([
    ['blank-label', 'i,\n1,2\n'],
    ['duplicate-label', 'i,i\n1,2\n'],
    ['no-rows', 'i,x\n'],
  ])('%s', async (code, content) => {
    await expect(inferred(content)).rejects.toMatchObject({ code, kind: 'input' })
  })
})

it('JSON Lines are read by the kinds of their values', async () => {
  const rows = Array.from({ length: 3 }, (_, i) =>
    JSON.stringify({ i, s: String(i), b: true, l: [i], o: { i }, n: null }),
  )
  const { loaded } = await held([written(`${rows.join('\n')}\n`, 'data.jsonl')])
  const types = loaded.contract.fields.map(({ name, type }) => `${name}: ${type}`)
  expect(types).toEqual(['i: integer', 's: string', 'b: boolean', 'l: array', 'o: object', 'n: any'])
})

it('Parquet is read by its stored types', async () => {
  const path = join(mkdtempSync(join(tables.engine.scratch, 'table-')), 'data.parquet')
  await tables.engine.run(
    `COPY (SELECT i::BIGINT AS i, (i / 2)::DOUBLE AS half, '00' || i AS code, i % 2 = 0 AS even,
             DATE '2024-01-01' + i::INTEGER AS day, TIMESTAMP '2024-01-01' + to_hours(i) AS at, [i] AS list,
             CASE WHEN i = 3 THEN 'NaN'::DOUBLE ELSE i END AS gap
           FROM range(100) AS t(i)) TO ${literal(path)} (FORMAT parquet)`,
  )
  const { loaded, field } = await held([{ path, label: 'data.parquet' }])
  const types = loaded.contract.fields.map(({ name, type }) => `${name}: ${type}`)
  expect(types).toEqual([
    'i: integer',
    'half: number',
    'code: string',
    'even: boolean',
    'day: date',
    'at: datetime',
    'list: array',
    'gap: number',
  ])
  expect(field('half')).toEqual({ type: 'number', required: true, minimum: 0 })
  expect(loaded.contract.missingValues).toEqual(['', 'NaN'])
})

it('a wide table is described column by column', async () => {
  const header = Array.from({ length: 130 }, (_, i) => `c${i}`)
  const rows = Array.from({ length: 3 }, (_, row) =>
    header.map((_, i) => (i % 2 === 0 ? row : `t${row}`)).join(','),
  )
  const { loaded } = await inferred(`${header.join(',')}\n${rows.join('\n')}\n`)
  const types = loaded.contract.fields.map(({ name, type }) => `${name} ${type}`)
  expect(types).toEqual(header.map((name, i) => `${name} ${i % 2 === 0 ? 'integer' : 'string'}`))
})

it('a contract that would be too long to be read again has no evidence', () => {
  const suggestion = { key: 'required', value: 'true', note: 'never missing', kept: true }
  const field = {
    type: 'any',
    shows: ['all 3 present'],
    constraints: [suggestion, { ...suggestion, kept: false }],
  }
  const draft = (count: number) => ({
    sources: [],
    fields: Array.from({ length: count }, (_, i) => ({ ...field, name: `column ${i}` })),
    missing: [],
    rows: 3,
    checks: [],
    labels: [],
  })
  expect(contractText(draft(10))).toContain('      required: true # never missing\n      # required: true')
  const long = contractText(draft(10_000))
  expect(long.length).toBeLessThan(1_000_000)
  expect(long).not.toContain('never missing')
  expect(loadContract(long, 'contract.yml').contract.fields).toHaveLength(10_000)
})

const hostile = [
  'a: b',
  '- x',
  '---',
  '# no comment',
  'two\nlines',
  'tab\tand\u0007bell',
  `"; DROP TABLE x; --`,
  "it's",
  '{a, b]',
  '*alias',
  '&anchor',
  '!tag',
  'null',
  'yes',
  '~',
  '1',
  '0o7',
  '12:30:45',
  '2024-01-01',
  'NaN',
  '\u2028line\u0085end',
  'turned \u202e round',
  'unknown \ufffd',
  '\\n',
  '$' + '{x} %s',
  '<<',
  '=',
  '🐧',
  ' leading and trailing ',
  'long '.repeat(200),
]

it('names and values of any kind are the same when the contract is read', async () => {
  const cells = (i: number) => hostile.map((_, j) => `"${hostile[(i + j) % 7]!.replaceAll('"', '""')}"`)
  const header = hostile.map((name) => `"${name.replaceAll('"', '""')}"`)
  const rows = Array.from({ length: 100 }, (_, i) => cells(i).join(','))
  const { loaded, text } = await inferred(`${header.join(',')}\n${rows.join('\n')}\n`)
  expect(loaded.contract.fields.map(({ name }) => name)).toEqual(hostile)
  for (const { constraints } of loaded.contract.fields)
    expect([...(constraints.enum ?? [])].sort()).toEqual(hostile.slice(0, 7).sort())
  for (const unseen of ['\t', '\u0007', '\u0085', '\u2028', '\u202e', '\ufffd'])
    expect(text).not.toContain(unseen)
})

describe('property', () => {
  const cell = fc.oneof(
    { weight: 3, arbitrary: fc.integer().map(String) },
    { weight: 2, arbitrary: fc.double({ noNaN: true }).map(String) },
    fc.constantFrom('', 'NA', 'null', '-', 'NaN', '.', 'true', 'FALSE', '0', '1', '007', '1.', '.5', '1e400'),
    fc.constantFrom(
      '2024-02-29',
      '2023-02-29',
      '2024-01-31T08:00:00Z',
      '01/02/2024',
      '0001-01-01',
      '9999-12-31',
    ),
    fc.bigInt().map(String),
    fc.constantFrom(...hostile),
    fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  )
  /** Columns of one kind are the ones with a type: each draws its cells from a few. */
  const pool = fc.array(cell, { minLength: 1, maxLength: 4 })
  const kinds = fc.oneof(
    pool,
    fc.array(fc.integer().map(String), { minLength: 1, maxLength: 200 }),
    fc.array(
      fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
      { minLength: 1 },
    ),
  )
  const table = fc.record({
    columns: fc.array(kinds, { minLength: 1, maxLength: 6 }),
    rows: fc.integer({ min: 1, max: 200 }),
    seed: fc.integer({ min: 1, max: 1000 }),
  })

  it('the contract of a random table holds for it', async () => {
    await fc.assert(
      fc.asyncProperty(table, async ({ columns, rows, seed }) => {
        const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
        const header = ['i', ...columns.map((_, i) => `${hostile[(i * seed) % hostile.length]} ${i}`)]
        const lines = Array.from({ length: rows }, (_, i) =>
          [String(i), ...columns.map((values) => quote(values[(i * seed) % values.length]!))].join(','),
        )
        const { loaded } = await inferred(`${header.map(quote).join(',')}\n${lines.join('\n')}\n`)
        expect(loaded.contract.fields.map(({ name }) => name)).toEqual(header)
      }),
      { numRuns: 25 },
    )
  })
})
