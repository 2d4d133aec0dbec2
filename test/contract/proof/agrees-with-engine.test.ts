import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { checkTable } from '../../../src/contract/check.ts'
import { writtenAs } from '../../../src/contract/dialect.ts'
import { openTable } from '../../../src/tables/read.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'
import { csv, isFileProven, ofField } from './is-proven.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

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

it('a table that is shown to keep its contract without the engine keeps it by the engine, too', async () => {
  let shown = 0
  await fc.assert(
    fc.asyncProperty(example, async ({ field, cells, rest }) => {
      const file = tables.write(csv(cells))
      const { loaded, table, proven } = await isFileProven(ofField(field, rest), file)
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
