import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { writtenAs } from '../../../src/contract/dialect.ts'
import { loadContract } from '../../../src/contract/load.ts'
import { type ContractProof, contractProof } from '../../../src/contract/proof/keeps-contract.ts'
import { sha256 } from '../../../src/record/digest.ts'
import { lookThrough } from '../../../src/tables/look-through.ts'
import { openTable } from '../../../src/tables/read.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

/** Whether a file is shown to keep a contract without the engine. */
async function isProven(
  contract: object,
  content: string | Uint8Array,
  name = 'data.csv',
  progress?: (bytes: number) => void,
) {
  const loaded = loadContract(JSON.stringify(contract), 'contract.yml')
  const file = tables.write(content, name)
  let proof: ContractProof | undefined
  const written = {
    file,
    label: name,
    writtenAs: writtenAs(loaded.contract),
    learns: 'asked' as const,
    ...(progress && { progress }),
  }
  const table = await lookThrough(written, (columns) => {
    proof = contractProof(loaded, columns, undefined)
    return proof
  })
  return { file, loaded, table, proven: table !== undefined && proof?.holds(table) === true }
}

const ofField = (field: object, rest: object = {}) => ({
  fields: [{ name: 'x', ...field }, { name: 'y' }],
  ...rest,
})
const csv = (cells: readonly string[]) => `x,y\n${cells.map((cell, i) => `${cell},${i}\n`).join('')}`

const some = <T extends object>(constraints: T) => {
  const entries = Object.entries(constraints) as [string, fc.Arbitrary<unknown>][]
  return fc
    .subarray(entries, { maxLength: Math.min(2, entries.length) })
    .chain((chosen) => fc.record(Object.fromEntries(chosen))) as fc.Arbitrary<object>
}
const required = fc.constant(true)
const unique = fc.constant(true)

const day = fc.constantFrom(
  ...['2024-02-29', '2023-02-28', '2024-12-31', '2000-02-29', '1970-01-01', '1600-01-01', '9999-12-31'],
)
const noDay = fc.constantFrom(
  ...[
    '2023-02-29',
    '1900-02-29',
    '2024-04-31',
    '2024-00-10',
    '2024-1-01',
    '99x1-01-01',
    '0000-01-01',
    '2024-02-30',
  ],
  ...[
    '2024-13-01',
    '20240101',
    '2024-01-01 ',
    '2024/01/01',
    '2024-01-0a',
    '١٩٧٠-01-01',
    'infinity',
    '2024-01-00',
  ],
)
const time = fc.constantFrom('T00:00:00', 'T23:59:59', 'T08:30:15', 'T12:00:00Z', 'T00:00:00Z')
const noTime = fc.constantFrom(
  ...[
    'T24:00:00',
    'T24:00:00Z',
    'T23:60:00',
    'T23:59:60Z',
    ' 08:00:00',
    'T08:00',
    'T08:00:00z',
    'T0a:00:00',
    't08:00:00',
  ],
  ...['T08:00:00.5', 'T08:00:00.5Z', 'T08:00:00+02:00', 'T08:00:00ZZ', 'T08-00-00', 'T99:00:00Z', ''],
)
const word = fc.constantFrom(
  'a',
  'ab',
  'abc',
  'a1',
  'true',
  'é',
  '日本',
  'a b',
  ' a',
  'A',
  '0',
  '1',
  'user_1',
  'a"b'.replace('"', "'"),
)
const whole = fc.constantFrom('0', '1', '2', '3', '7', '10', '-1', '-0', '007', '999999999999999', '12')
const noWhole = fc.constantFrom(
  '+3',
  '1.0',
  '9999999999999999',
  '1e2',
  'x',
  '--1',
  '-',
  '+-1',
  ' 1',
  'NaN',
  '1.5',
  '',
)

/** Cells that mostly keep a type, and its constraints. */
const kinds: readonly (readonly [
  type: string,
  cell: fc.Arbitrary<string>,
  constraints: fc.Arbitrary<object>,
])[] = [
  [
    'date',
    fc.oneof({ weight: 6, arbitrary: day }, noDay),
    some({
      required,
      minimum: fc.constantFrom('1970-01-01', '1600-01-01', '2000-02-29'),
      exclusiveMinimum: fc.constantFrom('1599-12-31', '1970-01-01'),
      maximum: fc.constantFrom('9999-12-31', '2024-12-31'),
    }),
  ],
  [
    'datetime',
    fc.oneof(
      { weight: 8, arbitrary: fc.tuple(day, time).map((parts) => parts.join('')) },
      fc.tuple(fc.oneof(day, noDay), fc.oneof(time, noTime)).map((parts) => parts.join('')),
    ),
    some({
      required,
      minimum: fc.constantFrom('1970-01-01T00:00:00Z', '1970-01-01T00:00:00.5Z', '1970-01-01T02:00:00+02:00'),
      exclusiveMinimum: fc.constantFrom('1600-01-01T00:00:00', '1599-12-31T23:59:59Z'),
      exclusiveMaximum: fc.constantFrom('9999-12-31T23:59:59', '2024-12-31T23:59:59Z'),
    }),
  ],
  [
    'integer',
    fc.oneof({ weight: 12, arbitrary: whole }, noWhole),
    some({ required, unique, minimum: fc.constantFrom(-1, 0), maximum: fc.constantFrom(10, 1e15) }),
  ],
  [
    'number',
    fc.oneof({ weight: 12, arbitrary: fc.oneof(whole, fc.constantFrom('1.5', '.5', '-0.25')) }, noWhole),
    some({ required, unique, minimum: fc.constantFrom(-1, 0), exclusiveMaximum: fc.constantFrom(10, 1e15) }),
  ],
  [
    'boolean',
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom('true', 'FALSE', '1', '0', 'True') }, word),
    some({ required }),
  ],
  [
    'string',
    word,
    some({
      required,
      unique,
      minLength: fc.constantFrom(1, 2),
      maxLength: fc.constantFrom(3, 6),
      pattern: fc.constantFrom(
        '[a-z]+',
        '^[^ ]*$',
        '\\w{1,3}|é',
        '(a|b)+c?',
        '.*',
        'a\\d?',
        '\\W*',
        '\\p{L}+',
      ),
      enum: fc.constantFrom(['a', 'ab', 'é'], ['A', 'true', ' a', '日本'], [...'abcdefghijklmnop']),
    }),
  ],
  ['any', word, some({ required, unique, enum: fc.constantFrom(['a', 1, true], ['ab']) })],
]

const example = fc.constantFrom(...kinds).chain(([type, cell, constraints]) =>
  fc.record({
    field: constraints.map((asked) => ({ type, constraints: asked })),
    cells: fc.array(fc.oneof({ weight: 12, arbitrary: cell }, { weight: 1, arbitrary: fc.constant('') }), {
      minLength: 1,
      maxLength: 5,
    }),
    rest: fc.constantFrom(
      {},
      {},
      {},
      {},
      { primaryKey: 'x' },
      { missingValues: ['', 'a'] },
      { missingValues: [] },
    ),
  }),
)

describe('a table that is shown to keep its contract without the engine', () => {
  it('keeps it by the engine, too', async () => {
    let shown = 0
    await fc.assert(
      fc.asyncProperty(example, async ({ field, cells, rest }) => {
        const { file, loaded, table, proven } = await isProven(ofField(field, rest), csv(cells))
        if (!proven) return
        shown++
        const opened = await openTable(tables.engine, file, { writtenAs: writtenAs(loaded.contract) })
        const { rows, errors } = await checkTable(tables.engine, loaded, opened, { name: 't' })
        expect({ cells, errors }).toEqual({ cells, errors: [] })
        expect(table).toMatchObject({ rows, digest: opened.digest, bytes: opened.bytes })
      }),
      { numRuns: 150 },
    )
    expect(shown).toBeGreaterThan(30)
  })

  it.each<[string, object, string[]]>([
    [
      'whole numbers',
      { type: 'integer', constraints: { minimum: 0, maximum: 9, required: true } },
      ['1', '9'],
    ],
    ['a key', { type: 'integer', constraints: { unique: true, required: true } }, ['3', '1', '-1', '2']],
    ['numbers', { type: 'number', constraints: { exclusiveMinimum: 0 } }, ['1.5', '', '3']],
    ['words', { type: 'string', constraints: { enum: ['é', 'b'] } }, ['é', 'b', '']],
    ['what matches', { type: 'string', constraints: { pattern: '^user_[0-9]+$' } }, ['user_1', 'user_22']],
    ['lengths', { type: 'string', constraints: { minLength: 2, maxLength: 2 } }, ['日本', 'ab']],
    ['texts that differ', { type: 'string', constraints: { unique: true } }, ['a', 'b', 'ab', '']],
    ['truth', { type: 'boolean', trueValues: ['ja'], falseValues: ['nein'] }, ['ja', 'nein']],
    [
      'days',
      { type: 'date', constraints: { minimum: '2024-01-31', maximum: '2024-02-29' } },
      ['2024-01-31', '2024-02-29'],
    ],
    [
      'instants',
      { type: 'datetime', constraints: { minimum: '2024-01-31T00:00:00Z' } },
      ['2024-01-31T00:00:00', '2024-02-01T10:00:00Z'],
    ],
  ])('is one of %s', async (_, field, cells) => {
    expect(await isProven(ofField(field), csv(cells))).toMatchObject({ proven: true })
    // Nor does it depend on where a file ends, or on the delimiter.
    expect(await isProven(ofField(field), csv(cells).trimEnd())).toMatchObject({ proven: true })
    expect(await isProven(ofField(field), csv(cells).replaceAll(',', '\t'), 'data.tsv')).toMatchObject({
      proven: true,
    })
  })

  it.each<[string, (row: number) => number]>([
    ['in order', (row) => row - 7],
    // Odd, so that no two are the same.
    ['in none', (row) => Math.imul(row, 1_103_515_245) & 0x7fffffff],
  ])('has ids %s that are each there once, in however many pieces it is read', async (_, idOf) => {
    const key = ofField({ type: 'integer', constraints: { required: true, unique: true } })
    const ids = Array.from({ length: 200_000 }, (_, row) => String(idOf(row)))
    const { table, proven } = await isProven(key, csv(ids))
    expect(table?.bytes).toBeGreaterThan(2 * 2 ** 20)
    expect(proven).toBe(true)
    for (const row of [ids.length - 1, 75_000, 3])
      expect(await isProven(key, csv(ids.with(row, ids[row - 2]!)))).toMatchObject({ proven: false })
  })

  it('is large, and the digest of its bytes is taken beside', async () => {
    const content = csv(Array.from({ length: 2_500_000 }, (_, row) => String(row)))
    const asked = ofField({ type: 'integer', constraints: { required: true, unique: true, minimum: 0 } })
    const { table, proven } = await isProven(asked, content)
    expect(table).toMatchObject({ rows: 2_500_000, bytes: content.length, digest: sha256(content) })
    expect(proven).toBe(true)

    // What its first row has is not read to the end for.
    let read = 0
    const bad = content.replace('\n0,', '\n-1,')
    const progress = (bytes: number) => {
      read = bytes
    }
    expect(await isProven(asked, bad, 'bad.csv', progress)).toMatchObject({ proven: false })
    expect(read).toBeLessThan(bad.length - 2 ** 20)
    const late = `${content}-1,1\n`
    expect(await isProven(asked, late, 'late.csv', progress)).toMatchObject({ proven: false })
    expect(read).toBe(late.length)
  })

  it.each<[string, object, string | Uint8Array]>([
    ['quotes', ofField({}), 'x,y\n"a",1\n'],
    ['a carriage return', ofField({}), 'x,y\r\na,1\r\n'],
    ['a row of another width', ofField({}), 'x,y\na,1\nb\n'],
    ['a blank line', ofField({}), 'x,y\na,1\n\nb,2\n'],
    ['no rows', ofField({}), 'x,y\n'],
    ['fewer rows than asked', ofField({}, { checks: { rows: { min: 3 } } }), 'x,y\na,1\n'],
    ['another header', ofField({}), 'x,z\na,1\n'],
    ['a NUL', ofField({}), 'x,y\na\0,1\n'],
    ['bytes that are no text', ofField({}), Buffer.from('x,y\n\xff,1\n', 'latin1')],
    [
      'a row condition',
      ofField({}, { checks: { conditions: [{ name: 'same', sql: 'x = y' }] } }),
      'x,y\n1,1\n',
    ],
    [
      'a check of a column',
      ofField({}, { checks: { columns: { x: { distinct: { min: 2 } } } } }),
      'x,y\n1,1\n',
    ],
    ['a key beside the primary one', ofField({}, { uniqueKeys: [['x']] }), 'x,y\n1,1\n'],
    ['a key of two columns', ofField({}, { primaryKey: ['x', 'y'] }), 'x,y\n1,1\n'],
    ['an expression that is none', ofField({ type: 'string', constraints: { pattern: '(a' } }), 'x,y\na,1\n'],
    // With the engine the table is unreadable for it, whatever its cells are.
    ['a word for truth with a NUL', ofField({ type: 'boolean', trueValues: ['ja', 'j\0'] }), 'x,y\nja,1\n'],
    ['a dialect', ofField({}, { dialect: { commentChar: '#' } }), 'x,y\na,1\n'],
    ['an encoding', ofField({}, { encoding: 'latin1' }), 'x,y\na,1\n'],
  ])('has nothing that takes the engine: %s', async (_, contract, content) => {
    expect(await isProven(contract, content)).toMatchObject({ proven: false })
  })
})
