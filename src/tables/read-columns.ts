import { inputError } from '../errors.ts'
import { isNumericType, numberPattern } from './cells.ts'
import { commaRemedy, hasDecimalComma } from './decimal-comma.ts'
import type { Column, Engine } from './engine/engine.ts'
import { findColumn } from './find-column.ts'
import type { RowPlace, Table, TableColumn } from './table.ts'
import { requireWhole } from './whole.ts'

/** A column that a reader wants, and as what. */
export interface Wanted {
  readonly name: string
  readonly as: 'number' | 'text'
}

const orNonFinite = `(${numberPattern}|[+-]?([nN][aA][nN]|[iI][nN][fF]([iI][nN][iI][tT][yY])?))`

/**
 * Named columns in the order of the rows. Numbers may be NaN or infinite, in text formats by those words, for the
 * reader to judge; an empty cell is NaN and counts in `nulls`.
 * @returns one column for each wanted one, in their order
 * @throws AssayError input: `broken-rows`, `no-rows`, `missing-column`, `duplicate-column`, `not-a-number` with the line
 */
export async function readColumns(
  engine: Engine,
  table: Table,
  wanted: readonly Wanted[],
): Promise<Column[]> {
  requireWhole(table)
  const found = wanted.map(({ name, as }) => ({ column: findColumn(table, name), as }))
  for (const { column, as } of found) if (as === 'number') await requireNumbers(engine, table, column)
  const selected = found.map(
    ({ column, as }, i) => `${as === 'number' ? asNumber(column) : asText(column)} AS v${i}`,
  )
  const columns = await engine.columns(`SELECT ${selected.join(', ')} FROM ${table.relation}`)
  return columns.map((column, i) => ({ ...column, name: wanted[i]!.name }))
}

/** SQL: the cell as DOUBLE, NaN and infinities included. */
const asNumber = ({ sql, type }: TableColumn) =>
  type === 'VARCHAR' ? `try_cast(${sql} AS DOUBLE)` : `(${sql})::DOUBLE`

const asText = ({ sql }: TableColumn) => `(${sql})::VARCHAR`

async function requireNumbers(engine: Engine, table: Table, column: TableColumn): Promise<void> {
  const plain = 'Write the column as plain decimal numbers.'
  const refuse = (what: string, { line, file = table.label }: Partial<RowPlace> = {}, hint = plain) =>
    inputError('not-a-number', `${file}: column ${JSON.stringify(column.name)} ${what}.`, {
      hint,
      file,
      ...(line === undefined ? {} : { line }),
    })
  if (column.type !== 'VARCHAR') {
    if (isNumericType(column.type)) return
    throw refuse(`is ${column.type}, not a number`)
  }
  const [bad] = await engine.rows(
    `SELECT r, left(${column.sql}, 100) AS v FROM ${table.numbered}
     WHERE ${column.sql} IS NOT NULL AND NOT regexp_full_match(${column.sql}, '${orNonFinite}') ORDER BY r LIMIT 1`,
  )
  if (bad === undefined) return
  const place = table.place(Number(bad.r))
  const where = place.line === undefined ? `row ${place.row}` : `line ${place.line}`
  const cell = String(bad.v)
  const hint = hasDecimalComma(cell) ? commaRemedy(cell) : plain
  throw refuse(`has ${JSON.stringify(bad.v)} on ${where}, which is no number`, place, hint)
}
