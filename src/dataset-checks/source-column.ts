import { matchLabels } from '../contract/labels.ts'
import { type Reading, readingOf, withReadings } from '../contract/reading.ts'
import { typeOf } from '../contract/types/registry.ts'
import { isTextFormat, missingSql, textSql } from '../tables/cells.ts'
import type { TableColumn } from '../tables/table.ts'
import { type CellKind, declaredKind, storedKind } from './cell-kind.ts'
import type { DatasetTable } from './dataset.ts'

/** A column as a table has it, with what is known of it. SQL is over the table as {@link readSql} has it. */
export interface SourceColumn {
  readonly name: string
  readonly column: TableColumn
  /** what the contract or the file says it is */
  readonly kind: CellKind | undefined
  readonly reading: Reading | undefined
  /** SQL: is the cell missing? */
  readonly missing: string
  /** SQL of the cell as it is written */
  readonly written: string
  /** SQL of its value where the contract says how it is written, or the file stores it; otherwise the text says all */
  readonly value: string | undefined
  /** whether the contract says that it identifies a row */
  readonly identifies: boolean
}

export function sourceColumns({ table, contract }: DatasetTable): SourceColumn[] {
  const matched = contract === undefined ? [] : matchLabels(contract, table).matched
  return table.columns.map((column) => {
    const match = matched.find((one) => one.column === column)
    const readable = match !== undefined && (isTextFormat(table) || typeOf(match.field).stores(column.type))
    const reading = readable && contract !== undefined ? readingOf(contract, table, match) : undefined
    const { name, type, constraints } = match?.field ?? {}
    return {
      name: column.name,
      column,
      kind: declaredKind(type) ?? storedKind(column),
      reading,
      missing: reading?.missing ?? missingSql(table, column, contract?.missingValues ?? ['']),
      written: textSql(table, column),
      value: reading !== undefined && isShaped(reading) ? reading.value : storedValue(column),
      identifies:
        name !== undefined && (constraints?.unique === true || (contract?.primaryKey ?? []).includes(name)),
    }
  })
}

const storedValue = ({ sql, type }: TableColumn) => (type === 'VARCHAR' ? undefined : sql)

/** Options that say how a value is written: without them it is written in one way, which needs no contract. */
const shapes = ['decimalChar', 'groupChar', 'bareNumber', 'trueValues', 'falseValues'] as const

const isShaped = ({ matched: { field } }: Reading) =>
  field.type === 'boolean' ||
  (field.format ?? 'default') !== 'default' ||
  shapes.some((shape) => field[shape] !== undefined)

/** SQL of a table with the columns of the readings that its columns have. */
export const readSql = (relation: string, columns: readonly SourceColumn[]) =>
  withReadings(
    relation,
    columns.flatMap(({ reading }) => reading ?? []),
  )
