import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import type { LocatedTable } from '../../tables/locate.ts'
import { literal, oneFile } from '../../tables/quote.ts'
import { type OpenOptions, openLocated } from '../../tables/read.ts'
import type { Table } from '../../tables/table.ts'
import { quoted } from '../finding.ts'

/** The rows of a table, ready to be asked again and again. */
export interface Sample {
  readonly table: Table
  /** where a row stands, for people: `penguins.csv:17`, or its number where there are no lines */
  where(row: number): string
}

/**
 * Opens the files of a table. Text is copied to Parquet in the engine's scratch folder, because every column is asked
 * several times.
 * @throws AssayError input: as {@link openLocated}; `blank-label`, `duplicate-label`, `no-rows`
 */
export async function openSample(
  engine: Engine,
  located: LocatedTable,
  options: Omit<OpenOptions, 'label'> = {},
): Promise<Sample> {
  const table = await openLocated(engine, located, options)
  requireNames(table)
  if (table.rows === 0) {
    throw inputError('no-rows', `${table.label} has no whole rows to learn from.`, {
      hint: 'Name a file with rows.',
      file: table.label,
    })
  }
  return {
    table: table.format === 'parquet' ? table : await copied(engine, table),
    where(at) {
      const { file = table.label, row, line } = table.place(at)
      return line === undefined ? `${file}, row ${row}` : `${file}:${line}`
    },
  }
}

async function copied(engine: Engine, table: Table): Promise<Table> {
  const relation = `sample_${table.relation}`
  const copy = join(engine.scratch, `${relation}.parquet`)
  await engine.run(`COPY (SELECT * FROM ${table.numbered}) TO ${literal(copy)} (FORMAT parquet)`)
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(copy)})`)
  return { ...table, relation, numbered: relation }
}

/** A contract names columns: without a name of its own a column cannot be in one. */
function requireNames({ columns, label, header }: Table): void {
  const names = columns.map(({ name }) => name)
  const blank = names.indexOf('')
  if (blank !== -1) {
    throw inputError('blank-label', `${label}: column ${blank + 1} has no name.`, {
      hint: 'Name every column in the header; an index that a program wrote without being asked is best left out.',
      file: label,
      ...header,
    })
  }
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i)
  if (repeated === -1) return
  throw inputError(
    'duplicate-label',
    `${label}: column ${repeated + 1} repeats the name ${quoted(names[repeated]!)}.`,
    { hint: 'Give every column a name of its own.', file: label, ...header },
  )
}
