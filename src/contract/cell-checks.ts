import type { KeyPath } from '../config/yaml-document.ts'
import { missingSql } from '../tables/cells.ts'
import type { Table } from '../tables/table.ts'
import { cellConstraints } from './constraints.ts'
import { type ErrorCode, quoted } from './finding.ts'
import type { Matched } from './labels.ts'
import type { Contract } from './schema.ts'
import { looks, type TypedCell, typedCell } from './types.ts'

/** Something that every cell of a column is asked; the cells that break it are counted in one scan of the table. */
export interface CellCheck {
  readonly code: ErrorCode
  readonly field: string
  /** SQL: is the cell at fault? */
  readonly broken: string
  /** SQL of the cell as text, for the message; absent where there is nothing to show */
  readonly shown?: string
  message(value: string): string
  readonly asked: KeyPath
}

/** How a matched field's cells are read. */
export interface Reading {
  readonly missing: string
  readonly cell: TypedCell
}

export const readingOf = (contract: Contract, table: Table, { field, column }: Matched): Reading => ({
  missing: missingSql(table, column, contract.missingValues),
  cell: typedCell(table, column, field.type),
})

/** All cell checks of a field. A missing cell is asked only whether it may be; a cell of the wrong type, nothing else. */
export function cellChecks(contract: Contract, table: Table, matched: Matched): CellCheck[] {
  const { field, index, column } = matched
  const { missing, cell } = readingOf(contract, table, matched)
  const name = quoted(field.name)
  const checks: CellCheck[] = []
  if (field.constraints.required) {
    checks.push({
      code: 'constraint-error',
      field: field.name,
      broken: missing,
      message: () => `${name} is missing, and is required`,
      asked: ['fields', index, 'constraints', 'required'],
    })
  }
  if (cell.ok !== 'true') {
    checks.push({
      code: 'type-error',
      field: field.name,
      broken: `NOT ${missing} AND NOT (${cell.ok})`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}, not ${looks[field.type]}`,
      asked: ['fields', index, 'type'],
    })
  }
  for (const { name: constraint, kept, asks } of cellConstraints(table, column, field, cell)) {
    checks.push({
      code: 'constraint-error',
      field: field.name,
      broken: `NOT ${missing} AND (${cell.ok}) AND NOT coalesce(${kept}, false)`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}; the contract asks that it ${asks}`,
      asked: ['fields', index, 'constraints', constraint],
    })
  }
  return checks
}
