import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeOf } from '../../../src/contract/types/registry.ts'
import { shapedCell } from '../../../src/contract/types/shaped.ts'
import type { CellShape } from '../../../src/tables/plain/cell-shapes.ts'
import { literal } from '../../../src/tables/quote.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'

let tables: Awaited<ReturnType<typeof tablesForTests>>
beforeAll(async () => {
  tables = await tablesForTests()
})
afterAll(() => tables.engine.close())

/** A column named c0 of these texts, read both ways: the value as text, and whether it has the type. */
async function bothWays(type: 'integer' | 'number' | 'date' | 'datetime', shape: CellShape, cells: string[]) {
  const column = { name: 'x', sql: 'c0', type: 'VARCHAR', shape }
  const field = { name: 'x', type, constraints: {} } as Parameters<typeof typeOf>[0]
  const exact = typeOf(field).cell({ format: 'csv' }, column)
  const shaped = shapedCell(exact, column, field)
  expect(shaped.value).not.toBe(exact.value)
  const listed = cells.map((cell) => `(${literal(cell)})`).join(', ')
  // Zero has one sign for whole numbers, and two for doubles, which are equal.
  const value = type === 'number' ? '(v + 0)' : 'v'
  const read = (cell: typeof exact) =>
    tables.engine.rows(
      `SELECT c0, coalesce(${value}::VARCHAR, '-') AS value, (${cell.ok('v')}) AS ok, CASE WHEN ${cell.ok('v')} THEN coalesce((${cell.rest('v')})::VARCHAR, '-') END AS rest
       FROM (SELECT c0, ${cell.value} AS v FROM (VALUES ${listed}) AS t(c0))`,
    )
  return [await read(shaped), await read(exact)]
}

const twoDigits = fc.integer({ min: 0, max: 99 }).map((n) => String(n).padStart(2, '0'))
const day = fc
  .tuple(fc.constantFrom('0000', '0001', '1900', '2023', '2024', '9999'), twoDigits, twoDigits)
  .map((parts) => parts.join('-'))
const near = (edges: readonly string[], other: fc.Arbitrary<string>) =>
  fc.oneof(fc.constantFrom(...edges), other)
const clock = fc
  .tuple(
    near(
      ['23', '25'],
      twoDigits.filter((hour) => hour !== '24'),
    ),
    near(['00', '59', '60'], twoDigits),
    near(['00', '60'], twoDigits),
  )
  .map((parts) => parts.join(':'))
const hour24 = (text: string) => text.includes('T24')
const instant = (end: string) => fc.tuple(day, clock).map((parts) => `${parts.join('T')}${end}`)
const whole = fc.oneof(fc.stringMatching(/^[+-]?[0-9]{1,17}$/), fc.stringMatching(/^[0-9+-]{1,18}$/))
const decimal = fc.oneof(fc.double().map(String), fc.stringMatching(/^[0-9.eE-]{1,25}$/))

describe('a cell of a column that looks like its type', () => {
  it.each([
    ['integer', 'whole', whole],
    ['number', 'whole', whole],
    ['number', 'decimal', decimal.filter((text) => /^[0-9.eE-]+$/.test(text))],
    ['date', 'day', day],
    ['datetime', 'late instant', instant('Z')],
    ['datetime', 'late instant', instant('')],
    ['datetime', 'instant', instant('Z').filter((text) => !hour24(text))],
    ['datetime', 'instant', instant('').filter((text) => !hour24(text))],
    [
      'datetime',
      'instant',
      instant('Z').map((text) => text.replaceAll(/[TZ]/g, (c) => (c === 'T' ? 'Z' : 'T'))),
    ],
  ] as const)('is read as %s of %s as any other is', async (type, shape, cells) => {
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 100, maxLength: 400 }), async (texts) => {
        const [shaped, exact] = await bothWays(type, shape, texts)
        expect(shaped).toEqual(exact)
      }),
      { numRuns: 40 },
    )
  })
})
