import { literal } from '../tables/quote.ts'
import { shown } from './finding.ts'
import type { Reading } from './reading.ts'
import type { FieldCheck } from './schema/weights.ts'
import type { Operator, Written } from './types/type.ts'

/** Something beside its type that one cell can break by itself. */
export interface CellConstraint {
  readonly name: FieldCheck
  /** SQL: does a cell of the right type keep it? */
  readonly kept: string
  /** what it asks for, for messages; may hold text of the contract's */
  readonly asks: string
  /** what is so of a cell that does not keep it: `is below 3`; may hold text of the contract's */
  readonly broken: string
}

const bounds: readonly {
  readonly name: 'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum'
  readonly operator: Operator
  readonly asks: string
  readonly broken: string
}[] = [
  { name: 'minimum', operator: '>=', asks: 'at least', broken: 'is below' },
  { name: 'maximum', operator: '<=', asks: 'at most', broken: 'is above' },
  { name: 'exclusiveMinimum', operator: '>', asks: 'more than', broken: 'is not above' },
  { name: 'exclusiveMaximum', operator: '<', asks: 'less than', broken: 'is not below' },
]

/** The constraints of a field that look at one cell; `required` and `unique` look at more than its value. */
export function cellConstraints({ matched: { field }, type, cell, value }: Reading): CellConstraint[] {
  const { constraints, categories } = field
  const { minLength, maxLength, pattern, enum: allowed } = constraints
  const length = cell.length?.(value) ?? 'NULL'
  const found: CellConstraint[] = []
  const add = (name: FieldCheck, kept: string, asks: string, broken: string) =>
    found.push({ name, kept, asks, broken })
  // The schema lets through only what can be written.
  const written = (one: unknown) => type.written(one) as Written
  if (minLength !== undefined)
    add(
      'minLength',
      `${length} >= ${minLength}`,
      `has at least ${minLength} ${type.parts}`,
      `has fewer than ${minLength} ${type.parts}`,
    )
  if (maxLength !== undefined)
    add(
      'maxLength',
      `${length} <= ${maxLength}`,
      `has at most ${maxLength} ${type.parts}`,
      `has more than ${maxLength} ${type.parts}`,
    )
  for (const { name, operator, asks, broken } of bounds) {
    const bound = constraints[name]
    if (bound !== undefined)
      add(name, cell.compared(value, operator, written(bound)), `is ${asks} ${bound}`, `${broken} ${bound}`)
  }
  if (pattern !== undefined)
    add(
      'pattern',
      `regexp_full_match(${value}, ${literal(pattern)})`,
      `matches ${pattern}`,
      `does not match ${shown(pattern)}`,
    )
  if (allowed !== undefined)
    add('enum', cell.among(value, allowed.map(written)), isOneOf(allowed), noneOf(allowed))
  if (categories !== undefined)
    add('categories', cell.among(value, categories.map(written)), isOneOf(categories), noneOf(categories))
  return found
}

const isOneOf = (list: readonly unknown[]) => `is one of ${list.map((one) => JSON.stringify(one)).join(', ')}`

const mostListed = 5

/** The same of a cell that is none, short enough to be read at a glance. */
function noneOf(list: readonly unknown[]): string {
  const listed = list
    .slice(0, mostListed)
    .map((one) => (typeof one === 'string' ? shown(one) : JSON.stringify(one)))
  const more = list.length > mostListed ? ` and ${list.length - mostListed} more` : ''
  return `is not one of ${listed.join(', ')}${more}`
}
