import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { literal } from '../../../src/tables/quote.ts'
import type { Table } from '../../../src/tables/table.ts'
import { tablesForTests } from '../../tables/engine-for-tests.ts'
import { checked, faults } from './checked-table.ts'

const columns = { id: 'BIGINT', x: 'DOUBLE', k: 'VARCHAR', d: 'DATE', at: 'TIMESTAMPTZ' }
export const fields = `fields:
  - {name: id, type: integer}
  - {name: x, type: number}
  - {name: k, type: string}
  - {name: d, type: date}
  - {name: at, type: datetime}
`
const header = Object.keys(columns)

/** How the same table can be read, which must never matter. */
export const ways = [
  { format: 'csv', threads: 1 },
  { format: 'csv', threads: 2 },
  { format: 'parquet', threads: 1 },
  { format: 'parquet', threads: 2 },
] as const
export type Way = (typeof ways)[number]

/** Some of the columns of {@link fields}, by name; the others are empty, an `id` counts the rows. */
export type Cells = Partial<Record<keyof typeof columns, readonly (string | number | null)[]>>

/** Checks of tables that are all read in one way. */
export async function checksFor({ format, threads }: Way) {
  const { engine, open, parquet } = await tablesForTests(threads)
  const csvOf = (cells: Cells) => {
    const rows = Math.max(...Object.values(cells).map((values) => values.length))
    const lines = Array.from({ length: rows }, (_, i) =>
      header
        .map((name) => cells[name as keyof Cells]?.[i] ?? (name === 'id' && !cells.id ? i + 1 : ''))
        .join(','),
    )
    return [header.join(','), ...lines, ''].join('\n')
  }
  const tableOf = async (cells: Cells): Promise<Table> => {
    if (format === 'csv') return open(csvOf(cells))
    const file = join(mkdtempSync(join(engine.scratch, 'source-')), 'source.csv')
    writeFileSync(file, csvOf(cells))
    const types = Object.entries(columns).map(([name, type]) => `${literal(name)}: '${type}'`)
    return parquet(
      `SELECT * FROM read_csv(${literal(file)}, columns={${types.join(', ')}}, header=true, auto_detect=false, nullstr='')`,
    )
  }
  return {
    engine,
    /** faults of the table by these checks; `checks` is what stands below that key, in YAML's flow style */
    faults: async (checks: string, cells: Cells) =>
      faults(engine, `${fields}checks: ${checks}\n`, await tableOf(cells)),
    checked: async (checks: string, cells: Cells) =>
      checked(engine, `${fields}checks: ${checks}\n`, await tableOf(cells)),
  }
}
