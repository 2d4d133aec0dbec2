import { textSql } from '../tables/cells.ts'
import { literal, literals } from '../tables/quote.ts'
import type { Table, TableColumn } from '../tables/table.ts'
import type { ConstraintName, Field } from './schema.ts'
import type { TypedCell } from './types.ts'

/** A constraint that one cell can break by itself. */
export interface CellConstraint {
  readonly name: ConstraintName
  /** SQL: does a cell of the right type keep it? */
  readonly kept: string
  /** what it asks for, for messages; may hold text of the contract's */
  readonly asks: string
}

/** The constraints of a field that look at one cell; `required` and `unique` look at more than its value. */
export function cellConstraints(
  table: Pick<Table, 'format'>,
  column: TableColumn,
  { type, constraints }: Field,
  cell: TypedCell,
): CellConstraint[] {
  const text = textSql(table, column)
  const { minLength, maxLength, minimum, maximum, pattern, enum: allowed } = constraints
  const found: CellConstraint[] = []
  const add = (name: ConstraintName, kept: string, asks: string) => found.push({ name, kept, asks })
  if (minLength !== undefined)
    add('minLength', `length(${text}) >= ${minLength}`, `has at least ${minLength} characters`)
  if (maxLength !== undefined)
    add('maxLength', `length(${text}) <= ${maxLength}`, `has at most ${maxLength} characters`)
  if (minimum !== undefined)
    add('minimum', compared(cell, text, type, '>=', minimum), `is at least ${minimum}`)
  if (maximum !== undefined)
    add('maximum', compared(cell, text, type, '<=', maximum), `is at most ${maximum}`)
  if (pattern !== undefined)
    add('pattern', `regexp_full_match(${text}, ${literal(pattern)})`, `matches ${pattern}`)
  if (allowed !== undefined) {
    const kept =
      type === 'any' || type === 'string'
        ? `list_contains(${literals(allowed.map(String))}, ${text})`
        : `(${allowed.map((value) => compared(cell, text, type, '=', value)).join(' OR ')})`
    add('enum', kept, `is one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}`)
  }
  return found
}

/** A whole number beyond 128 bits has no HUGEINT; as a double it compares well enough with any bound of 53 bits. */
function compared(
  cell: TypedCell,
  text: string,
  type: Field['type'],
  operator: string,
  bound: unknown,
): string {
  switch (type) {
    case 'integer':
      return `coalesce(${cell.value} ${operator} ${bound}::HUGEINT, try_cast(${text} AS DOUBLE) ${operator} ${bound}::DOUBLE)`
    case 'number':
      return `${cell.value} ${operator} ${literal(String(bound))}::DOUBLE`
    case 'date':
      return `${cell.value} ${operator} ${literal(String(bound))}::DATE`
    case 'datetime':
      return `(${cell.value})::TIMESTAMPTZ ${operator} ${literal(String(bound))}::TIMESTAMPTZ`
    default:
      return `${cell.value} ${operator} ${String(bound)}`
  }
}
