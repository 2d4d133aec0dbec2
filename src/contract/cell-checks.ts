import type { KeyPath } from '../config/yaml-document.ts'
import type { Table } from '../tables/table.ts'
import { cellConstraints } from './constraints.ts'
import { type ErrorCode, quoted } from './finding.ts'
import type { Probe } from './probe.ts'
import type { Reading } from './reading.ts'

/** Something that every cell of a column is asked; the cells that break it are counted in one scan of the table. */
interface CellCheck {
  readonly code: ErrorCode
  readonly field: string
  /** SQL: is the cell at fault? */
  readonly broken: string
  /** SQL of the cell as text, for the message; absent where there is nothing to show */
  readonly shown?: string
  message(value: string): string
  readonly asked: KeyPath
}

/** All cell checks of a field. A missing cell is asked only whether it may be; a cell of the wrong type, nothing else. */
function cellChecks(table: Table, reading: Reading): CellCheck[] {
  const { matched, type, missing, ok } = reading
  const { field, index, column } = matched
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
  if (ok !== 'true') {
    checks.push({
      code: 'type-error',
      field: field.name,
      broken: `NOT ${missing} AND NOT (${ok})`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}, not ${type.looks}`,
      asked: ['fields', index, 'type'],
    })
  }
  for (const { name: constraint, kept, asks } of cellConstraints(table, reading)) {
    checks.push({
      code: 'constraint-error',
      field: field.name,
      broken: `NOT ${missing} AND (${ok}) AND NOT coalesce(${kept}, false)`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}; the contract asks that it ${asks}`,
      asked: ['fields', index, 'constraints', constraint],
    })
  }
  return checks
}

/** The probes of all cell checks: each counts the cells that break it. */
export function cellProbes(table: Table, readings: readonly Reading[]): Probe[] {
  return readings
    .flatMap((reading) => cellChecks(table, reading))
    .map(({ code, field, asked, ...rows }) => ({
      aggregates: [`count(*) FILTER (WHERE ${rows.broken})`],
      judge([found]) {
        const count = Number(found)
        return count === 0 ? undefined : { code, field, count, asked, rows }
      },
    }))
}
