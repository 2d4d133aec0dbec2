import type { KeyPath } from '../config/yaml-document.ts'
import { cellConstraints } from './constraints.ts'
import { keptByExtremes } from './extremes.ts'
import { type ErrorCode, named, quoted } from './finding.ts'
import type { Probe } from './probe.ts'
import type { Reading } from './reading.ts'
import type { Contract } from './schema/contract.ts'
import type { FieldCheck } from './schema/weights.ts'
import type { Weight } from './weight.ts'
import { weightOfCells } from './weight-of.ts'

/** Something that every cell of a column is asked; the cells that break it are counted in one scan of the table. */
interface CellCheck {
  readonly code: ErrorCode
  readonly field: string
  readonly column: number
  /** SQL: is the cell at fault? */
  readonly broken: string
  /** SQL of the cell as text, for the message; absent where there is nothing to show */
  readonly shown?: string
  /** what the rows at fault are, to follow `12 rows` */
  readonly are: string
  message(value: string): string
  readonly asked: KeyPath
  readonly weight: Weight
}

/** All cell checks of a field. A missing cell is asked only whether it may be; a cell of the wrong type, nothing else. */
function cellChecks(contract: Contract, reading: Reading): CellCheck[] {
  const { matched, type, missing, ok } = reading
  const { field, index, column } = matched
  const name = quoted(field.name)
  const about = { field: field.name, column: reading.place }
  const its = `whose ${named(field.name)}`
  const weight = (check: FieldCheck) => weightOfCells(contract, field.name, check)
  const checks: CellCheck[] = []
  if (field.constraints.required) {
    checks.push({
      code: 'constraint-error',
      ...about,
      are: `without ${named(field.name)}`,
      broken: missing,
      message: () => `${name} is missing, and is required`,
      asked: ['fields', index, 'constraints', 'required'],
      weight: weight('required'),
    })
  }
  if (ok !== 'true') {
    checks.push({
      code: 'type-error',
      ...about,
      are: `${its} is not ${type.looks}`,
      broken: `NOT ${missing} AND NOT (${ok})`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}, not ${type.looks}`,
      asked: ['fields', index, 'type'],
      weight: weight('type'),
    })
  }
  for (const { name: constraint, kept, asks, broken } of cellConstraints(reading)) {
    checks.push({
      code: 'constraint-error',
      ...about,
      are: `${its} ${broken}`,
      broken: `NOT ${missing} AND (${ok}) AND NOT coalesce(${kept}, false)`,
      shown: `(${column.sql})::VARCHAR`,
      message: (value) => `${name} is ${quoted(value)}; the contract asks that it ${asks}`,
      asked: ['fields', index, ...(constraint === 'categories' ? [] : ['constraints']), constraint],
      weight: weight(constraint),
    })
  }
  return checks
}

/** The probes of all cell checks: each counts the cells that break it. */
export function cellProbes(contract: Contract, readings: readonly Reading[]): Probe[] {
  return readings
    .flatMap((reading) => cellChecks(contract, reading))
    .map(({ code, field, column, asked, weight, ...rows }) => ({
      aggregates: [`count_if(${rows.broken})`],
      judge([found]) {
        const count = Number(found)
        return count === 0 ? undefined : { code, field, column, count, asked, weight, rows }
      },
    }))
}

/**
 * The same with one probe a column, which counts the rows that break any of its checks: where none does, as is usual,
 * nothing more is asked of the column. Nothing at all is asked where its least and its greatest cell say it.
 */
export function columnProbes(contract: Contract, readings: readonly Reading[]): Probe[] {
  return readings.flatMap((reading) => {
    if (keptByExtremes(contract, reading)) return []
    const among = cellChecks(contract, reading).map(({ code, field, column, asked, weight, ...rows }) => ({
      code,
      field,
      column,
      asked,
      weight,
      rows,
    }))
    if (among.length === 0) return []
    return {
      of: reading,
      // Of nothing but NULL the engine counts NULL.
      aggregates: [`count(*) - coalesce(count_if(${keepsAll(reading)}), 0)`],
      judge: ([found]) => (found === 0 ? undefined : { among }),
    }
  })
}

/** SQL: does a cell keep all that is asked of its column? Never true where one of {@link cellChecks} is broken. */
function keepsAll(reading: Reading): string {
  const { matched, missing, ok } = reading
  const constraints = cellConstraints(reading).map(({ kept }) => kept)
  const good = [...(isProven(reading) ? [] : [ok]), ...constraints].map((sql) => `(${sql})`).join(' AND ')
  return matched.field.constraints.required ? `(NOT ${missing} AND ${good})` : `(${missing} OR (${good}))`
}

/** Whether only a cell of the type can keep the column's bounds. */
function isProven({ matched: { field }, cell: { provenBy } }: Reading): boolean {
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = field.constraints
  const [below, above] = [minimum ?? exclusiveMinimum, maximum ?? exclusiveMaximum]
  const bounded = [below, above].filter((bound) => bound !== undefined).length
  return bounded > 0 && (provenBy === 'a bound' || (provenBy === 'bounds on both sides' && bounded === 2))
}
