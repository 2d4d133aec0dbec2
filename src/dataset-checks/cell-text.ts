import { numberSql, textSql } from '../tables/cells.ts'
import type { Table, TableColumn } from '../tables/table.ts'
import type { CellKind } from './cell-kind.ts'

/** A day or a time by ISO 8601, as a regular expression; a blank may stand for the T. */
export const timePattern =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?'

/** beyond it neighbouring whole numbers are one double */
const largestExact = 2 ** 53

/**
 * SQL of a cell as a text that is the same for equal cells: 1, 1.0 and 1e0 are one number, 2024-01-31 and
 * 2024-01-31T00:00Z one time. What is not of the kind, and numbers beyond 2^53, stay as they are written.
 * @param value SQL of the value by the contract's type, where it gives one
 */
export function cellText(
  kind: CellKind,
  table: Table,
  column: TableColumn,
  value: string | undefined,
): string {
  const written = textSql(table, column)
  switch (kind) {
    case 'number': {
      const number = value === undefined ? numberSql(column) : `(${value})::DOUBLE`
      // Adding 0 makes one of 0 and -0.
      return `CASE WHEN abs(${number}) < ${largestExact} THEN (${number} + 0)::VARCHAR ELSE ${written} END`
    }
    case 'time': {
      const time = `(${value ?? untypedTime(column, written)})::TIMESTAMPTZ`
      return `CASE WHEN isfinite(${time}) THEN (${time})::VARCHAR ELSE ${written} END`
    }
    case 'boolean':
      return `coalesce((${value ?? 'NULL'})::VARCHAR, lower(${written}))`
    case 'text':
      return written
  }
}

const untypedTime = ({ sql, type }: TableColumn, written: string) =>
  type === 'VARCHAR'
    ? `CASE WHEN regexp_full_match(${written}, '${timePattern}') THEN try_cast(${written} AS TIMESTAMPTZ) END`
    : sql

/** SQL over cells of a sheet that orders them: a number, NULL where cells are ordered as texts. */
export function orderSql(kind: CellKind, sql: string): string {
  if (kind === 'number') return `try_cast(${sql} AS DOUBLE)`
  return kind === 'time' ? `epoch_us(try_cast(${sql} AS TIMESTAMPTZ))::DOUBLE` : 'NULL::DOUBLE'
}
