import { textSql } from '../tables/cells.ts'
import { literal } from '../tables/quote.ts'
import type { Table } from '../tables/table.ts'
import type { Reading } from './reading.ts'
import type { ConstraintName, Operator, Written } from './types/type.ts'

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
  { matched: { column, field }, type, cell, value }: Reading,
): CellConstraint[] {
  const { minLength, maxLength, minimum, maximum, pattern, enum: allowed } = field.constraints
  const length = cell.length?.(value) ?? 'NULL'
  const found: CellConstraint[] = []
  const add = (name: ConstraintName, kept: string, asks: string) => found.push({ name, kept, asks })
  // The schema lets through only what can be written.
  const compared = (operator: Operator, written: unknown) =>
    cell.compared(value, operator, type.written(written) as Written)
  if (minLength !== undefined)
    add('minLength', `${length} >= ${minLength}`, `has at least ${minLength} ${type.parts}`)
  if (maxLength !== undefined)
    add('maxLength', `${length} <= ${maxLength}`, `has at most ${maxLength} ${type.parts}`)
  if (minimum !== undefined) add('minimum', compared('>=', minimum), `is at least ${minimum}`)
  if (maximum !== undefined) add('maximum', compared('<=', maximum), `is at most ${maximum}`)
  if (pattern !== undefined)
    add('pattern', `regexp_full_match(${textSql(table, column)}, ${literal(pattern)})`, `matches ${pattern}`)
  if (allowed !== undefined) {
    const kept = allowed.map((one) => compared('=', one)).join(' OR ')
    add('enum', `(${kept})`, `is one of ${allowed.map((one) => JSON.stringify(one)).join(', ')}`)
  }
  return found
}
