import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkTable } from '../../src/contract/check.ts'
import { loadContract } from '../../src/contract/load.ts'
import { literal } from '../../src/tables/quote.ts'
import type { Table } from '../../src/tables/table.ts'
import { tablesForTests } from '../tables/engine-for-tests.ts'

type Tables = Awaited<ReturnType<typeof tablesForTests>>
let one: Tables
let two: Tables
beforeAll(async () => {
  one = await tablesForTests(1)
  two = await tablesForTests(2)
})
afterAll(() => {
  one.engine.close()
  two.engine.close()
})

/** What cells of a column may be, and what breaks it, each with its code. */
interface Column {
  readonly field: Readonly<Record<string, unknown>>
  readonly good: fc.Arbitrary<string>
  readonly bad: readonly (readonly [cell: string, code: string])[]
  /** SQL type in Parquet; what it cannot hold cannot be corrupted there */
  readonly stored: string
}

const text = fc
  .array(fc.constantFrom('a', 'é', '😀', ',', '"', '\n', '\r\n', ' ', "'", ';', '\t', '0', '\u2028', '\\'), {
    maxLength: 6,
  })
  .map((parts) => `t${parts.join('')}`)

const columns: readonly Column[] = [
  {
    field: { type: 'integer', constraints: { required: true, minimum: -1000, maximum: 1000 } },
    good: fc.integer({ min: -1000, max: 1000 }).map(String),
    bad: [
      ['1001', 'constraint-error'],
      ['-1001', 'constraint-error'],
      ['', 'constraint-error'],
      ['x', 'type-error'],
      ['1.5', 'type-error'],
      [' 1', 'type-error'],
    ],
    stored: 'BIGINT',
  },
  {
    field: { type: 'number', constraints: { exclusiveMinimum: 0 } },
    good: fc.oneof(fc.double({ min: 1e-300, max: 1e300, noNaN: true }).map(String), fc.constant('')),
    bad: [
      ['0', 'constraint-error'],
      ['-0.5', 'constraint-error'],
      ['1e400', 'type-error'],
      ['NaN', 'type-error'],
      ['1,5', 'type-error'],
    ],
    stored: 'DOUBLE',
  },
  {
    field: { type: 'date', constraints: { minimum: '2000-01-01' } },
    good: fc.oneof(
      fc.integer({ min: 10957, max: 40000 }).map((day) => new Date(day * 864e5).toISOString().slice(0, 10)),
      fc.constant(''),
    ),
    bad: [
      ['1999-12-31', 'constraint-error'],
      ['01/02/2024', 'type-error'],
      ['2023-02-29', 'type-error'],
    ],
    stored: 'DATE',
  },
  {
    field: { type: 'string', constraints: { pattern: '(?s)t.*' } },
    good: fc.oneof(text, fc.constant('')),
    bad: [
      ['x', 'constraint-error'],
      ['x,"y"\nz', 'constraint-error'],
    ],
    stored: 'VARCHAR',
  },
]

const contract = loadContract(
  JSON.stringify({ fields: columns.map(({ field }, i) => ({ name: `f${i}`, ...field })) }),
  'contract.json',
)

const rows = fc.array(fc.tuple(...columns.map(({ good }) => good)), { minLength: 1, maxLength: 30 })
const picks = fc.array(fc.record({ row: fc.nat(), column: fc.nat(), bad: fc.nat() }), { maxLength: 6 })

/** The table with known cells made bad, and what must be found: code, row and field. */
function corrupted(
  whole: readonly (readonly string[])[],
  chosen: readonly { row: number; column: number; bad: number }[],
  fits: (column: Column, cell: string) => boolean,
) {
  const cells = whole.map((row) => [...row])
  const expected = new Map<string, string>()
  for (const pick of chosen) {
    const row = pick.row % cells.length
    const at = pick.column % columns.length
    const choices = columns[at]!.bad.filter(([cell]) => fits(columns[at]!, cell))
    const [cell, code] = choices[pick.bad % choices.length]!
    cells[row]![at] = cell
    expected.set(`${row} ${at}`, `${code} row ${row + 1} f${at}`)
  }
  return { cells, expected: [...expected.values()].sort() }
}

async function found({ engine }: Tables, table: Table) {
  const { errors } = await checkTable(engine, contract, table, { name: 't', limit: 1000 })
  return errors
}

const said = (errors: Awaited<ReturnType<typeof found>>) =>
  errors.map(({ code, row, field }) => `${code} row ${row} ${field}`).sort()

const quotedCell = (cell: string, always: boolean) =>
  always || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

describe('exactly the cells that were corrupted come back', () => {
  it('from CSV, with the line that each row begins on', async () => {
    const writing = fc.record({ end: fc.constantFrom('\n', '\r\n'), always: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(rows, picks, writing, async (whole, chosen, { end, always }) => {
        const { cells, expected } = corrupted(whole, chosen, () => true)
        const records = cells.map((row) => row.map((cell) => quotedCell(cell, always)).join(','))
        const csv = [columns.map((_, i) => `f${i}`).join(','), ...records].map((line) => line + end).join('')
        let line = 2
        const lines = records.map((record) => {
          const begins = line
          line += record.split(/\r\n|\r|\n/).length
          return begins
        })
        // A row without any text is a blank one.
        fc.pre(cells.every((row) => row.some((cell) => cell !== '')))
        for (const tables of [one, two]) {
          const errors = await found(tables, await tables.open(csv))
          expect(said(errors)).toEqual(expected)
          for (const error of errors) expect(error.line).toBe(lines[error.row! - 1])
        }
      }),
      { numRuns: 40, seed: 20261121 },
    )
  }, 120_000)

  it('from Parquet', async () => {
    const fits = ({ stored }: Column, cell: string) =>
      stored === 'VARCHAR' ||
      cell === '' ||
      /^-?\d+$/.test(cell) ||
      (stored === 'DOUBLE' && cell === '-0.5') ||
      cell === '1999-12-31'
    await fc.assert(
      fc.asyncProperty(rows, picks, async (whole, chosen) => {
        const { cells, expected } = corrupted(whole, chosen, fits)
        const values = cells.map(
          (row) =>
            `(${row.map((cell, i) => (cell === '' ? 'NULL' : `${literal(cell)}::${columns[i]!.stored}`)).join(', ')})`,
        )
        const names = columns.map((_, i) => `f${i}`).join(', ')
        const typed = columns.map(({ stored }, i) => `f${i}::${stored} AS f${i}`).join(', ')
        const query = `SELECT ${typed} FROM (VALUES ${values.join(', ')}) AS t(${names})`
        for (const tables of [one, two]) {
          expect(said(await found(tables, await tables.parquet(query)))).toEqual(expected)
        }
      }),
      { numRuns: 25, seed: 20261121 },
    )
  }, 120_000)
})
