import type { KeyPath } from '../config/yaml-document.ts'
import type { Engine } from '../tables/engine.ts'
import type { Table } from '../tables/table.ts'
import { cellConstraints } from './constraints.ts'
import type { FaultGroup } from './fault-group.ts'
import { type ErrorCode, quoted } from './finding.ts'
import type { Matched } from './labels.ts'
import type { LoadedContract } from './load.ts'
import { type Reading, readingOf, withReadings } from './reading.ts'
import { looks } from './types.ts'

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
  const { matched, missing, ok } = reading
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
      message: (value) => `${name} is ${quoted(value)}, not ${looks[field.type]}`,
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

/** Runs all cell checks: one scan counts, and where something is broken a second fetches the first rows of each. */
export async function checkCells(
  engine: Engine,
  { contract, place }: LoadedContract,
  table: Table,
  matched: readonly Matched[],
  limit: number,
): Promise<FaultGroup[]> {
  const readings = matched.map((one) => readingOf(contract, table, one))
  const checks = readings.flatMap((reading) => cellChecks(table, reading))
  if (checks.length === 0) return []
  const counts = checks.map(({ broken }, i) => `count(*) FILTER (WHERE ${broken}) AS n${i}`)
  const [counted = {}] = await engine.rows(
    `SELECT ${counts.join(', ')} FROM ${withReadings(table.relation, readings)}`,
  )
  const failing = checks
    .map((check, i) => ({ check, count: Number(counted[`n${i}`]) }))
    .filter(({ count }) => count > 0)
  if (failing.length === 0) return []
  const lists = failing.map(({ check: { broken, shown } }, i) => {
    const row = `{r: r, v: ${shown === undefined ? 'NULL::VARCHAR' : `left(${shown}, 500)`}}`
    return `min_by(${row}, r, ${limit}) FILTER (WHERE ${broken}) AS f${i}`
  })
  const [found = {}] = await engine.rows(
    `SELECT ${lists.join(', ')} FROM ${withReadings(table.numbered, readings)}`,
  )
  return failing.map(({ check, count }, i) => ({
    code: check.code,
    field: check.field,
    count,
    contractLine: place(check.asked).line,
    first: (found[`f${i}`] as readonly { readonly r: number; readonly v: string | null }[]).map(
      ({ r, v }) => ({
        ...table.place(Number(r)),
        ...(check.shown === undefined ? {} : { value: v ?? '' }),
        message: check.message(v ?? ''),
      }),
    ),
  }))
}
