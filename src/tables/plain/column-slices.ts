import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { literal, oneFile } from '../quote.ts'
import type { Table } from '../table.ts'
import { fewCells, type WantedColumn } from '../typed-copy.ts'

/** Some of a table's columns, as a table of their own. */
export interface ColumnSlice {
  readonly table: Table
  readonly wanted: readonly WantedColumn[]
}

/** Cells that a row group of the copy holds, which the engine keeps in memory until it is full. */
const cellsOfGroup = 2 ** 22
/** The engine writes no smaller row groups. */
const leastRows = 2048

/**
 * A table of many columns, cut lengthwise. A statement's time grows with the columns of what it reads, whichever it
 * asks for: of 10,000 columns in 50 statements, 40 s of 45. So one statement puts them into lists, a few for each
 * slice, and the slices read those: in memory where the table is small, else from a file in the scratch folder.
 * @param width columns of a slice
 */
export async function columnSlices(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
  width: number,
): Promise<ColumnSlice[]> {
  const copy = `${table.relation}_lists`
  const slices = Array.from({ length: Math.ceil(wanted.length / width) }, (_, i) =>
    sliced(table, wanted.slice(i * width, (i + 1) * width), i),
  )
  const lists = `SELECT ${slices.flatMap(({ lists }) => lists).join(', ')} FROM ${table.relation}`
  const source = await kept(engine, lists, table.rows * wanted.length, { copy, columns: wanted.length })
  for (const { slice, cells } of slices)
    await engine.run(
      `CREATE OR REPLACE VIEW ${slice.table.relation} AS SELECT ${cells.join(', ')} FROM ${source}`,
    )
  return slices.map(({ slice }) => slice)
}

/** The lists of a slice, one for each type, and its columns as their elements. */
function sliced(table: Table, wanted: readonly WantedColumn[], slice: number) {
  const types = [...new Set(wanted.map(({ column }) => column.type))]
  const members = types.map((type) => wanted.filter(({ column }) => column.type === type))
  const lists = members.map(
    (some, i) => `[${some.map(({ column }) => column.sql).join(', ')}] AS l${slice}_${i}`,
  )
  const cells = members.flatMap((some, i) =>
    some.map(({ column }, at) => `l${slice}_${i}[${at + 1}] AS ${column.sql}`),
  )
  const relation = `${table.relation}_slice_${slice}`
  const columns = wanted.map(({ column }) => column)
  return { lists, cells, slice: { table: { ...table, relation, columns }, wanted } satisfies ColumnSlice }
}

async function kept(
  engine: Engine,
  lists: string,
  cells: number,
  { copy, columns }: { readonly copy: string; readonly columns: number },
): Promise<string> {
  if (cells <= fewCells) {
    await engine.run(`CREATE OR REPLACE TABLE ${copy} AS ${lists}`)
    return copy
  }
  const file = join(engine.scratch, `${copy}.parquet`)
  const group = Math.max(leastRows, Math.floor(cellsOfGroup / columns))
  await engine.run(
    `COPY (${lists}) TO ${literal(file)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${group}, PRESERVE_ORDER false)`,
  )
  return `read_parquet(${oneFile(file)})`
}
