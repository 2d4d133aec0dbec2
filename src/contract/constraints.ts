import { textSql } from '../tables/cells.ts'
import { literal, literals } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'
import type { Reading } from './reading.ts'
import type { ConstraintName, Field } from './schema.ts'

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
  { matched: { column, field }, value }: Reading,
): CellConstraint[] {
  const { type, constraints } = field
  const text = textSql(table, column)
  const { minLength, maxLength, minimum, maximum, pattern, enum: allowed } = constraints
  const found: CellConstraint[] = []
  const add = (name: ConstraintName, kept: string, asks: string) => found.push({ name, kept, asks })
  if (minLength !== undefined)
    add('minLength', `length(${text}) >= ${minLength}`, `has at least ${minLength} characters`)
  if (maxLength !== undefined)
    add('maxLength', `length(${text}) <= ${maxLength}`, `has at most ${maxLength} characters`)
  if (minimum !== undefined)
    add('minimum', compared(value, text, type, '>=', minimum), `is at least ${minimum}`)
  if (maximum !== undefined)
    add('maximum', compared(value, text, type, '<=', maximum), `is at most ${maximum}`)
  if (pattern !== undefined)
    add('pattern', `regexp_full_match(${text}, ${literal(pattern)})`, `matches ${pattern}`)
  if (allowed !== undefined) {
    const kept =
      type === 'any' || type === 'string'
        ? `list_contains(${literals(allowed.map(String))}, ${text})`
        : `(${allowed.map((one) => compared(value, text, type, '=', one)).join(' OR ')})`
    add('enum', kept, `is one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`)
  }
  return found
}

/** A whole number beyond 128 bits has no HUGEINT; as a double it compares well enough with any bound of 53 bits. */
function compared(
  value: string,
  text: string,
  type: Field['type'],
  operator: string,
  bound: unknown,
): string {
  switch (type) {
    case 'integer':
      return `coalesce(${value} ${operator} ${bound}::HUGEINT, try_cast(${text} AS DOUBLE) ${operator} ${bound}::DOUBLE)`
    case 'number':
      return `${value} ${operator} ${literal(String(bound))}::DOUBLE`
    case 'date':
      return `${value} ${operator} ${literal(String(bound))}::DATE`
    case 'datetime':
      return `(${value})::TIMESTAMPTZ ${operator} ${literal(String(bound))}::TIMESTAMPTZ`
    default:
      return `${value} ${operator} ${String(bound)}`
  }
}
