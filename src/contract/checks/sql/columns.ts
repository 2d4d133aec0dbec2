import { didYouMean } from '../../../config/suggest.ts'
import { textSql } from '../../../tables/cells.ts'
import { identifier } from '../../../tables/quote.ts'
import type { Table } from '../../../tables/table.ts'
import { quoted } from '../../finding.ts'
import type { Reading } from '../../reading.ts'
import { hasValue, valueSql } from '../column.ts'
import type { CheckedField } from '../contradictions.ts'
import { readingNamed } from '../lacking.ts'
import { partsOf } from './expression.ts'
import { Refused } from './parse.ts'
import type { Tree } from './tree.ts'

/** The fields that an expression names, in the contract's order. */
export function fieldsIn(tree: Tree, fields: readonly CheckedField[]): readonly CheckedField[] {
  const names = new Set<string>()
  const look = (part: Tree) => {
    const [name, ...below] = part.class === 'COLUMN_REF' ? part.column_names : []
    if (name !== undefined && below.length === 0) names.add(fieldNamed(name, fields).name)
    for (const below of partsOf(part)) look(below)
  }
  look(tree)
  return fields.filter(({ name }) => names.has(name))
}

/**
 * As in SQL, a name in any case of letters will do where only one field has it.
 * @throws Refused for a name that no field has
 */
export function fieldNamed(name: string, fields: readonly CheckedField[]): CheckedField {
  const same = fields.find((field) => field.name === name)
  const [alike, second] = fields.filter((field) => field.name.toLowerCase() === name.toLowerCase())
  const found = same ?? (second === undefined ? alike : undefined)
  if (found !== undefined) return found
  const near = didYouMean(
    name,
    fields.map((field) => field.name),
  )
  throw new Refused(`names ${quoted(name)}, which is no field of this contract${near}`)
}

const sqlTypes: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'TIMESTAMPTZ',
  integer: 'HUGEINT',
  number: 'DOUBLE',
  year: 'HUGEINT',
}

/** The type that a field has in expressions: its own, or text. */
const sqlTypeOf = ({ type }: CheckedField) => sqlTypes[type] ?? 'VARCHAR'

/** The columns of an expression, none of which is lacking. */
export function columnsOf(
  table: Pick<Table, 'format'>,
  fields: readonly CheckedField[],
  readings: readonly Reading[],
): SqlColumns {
  const read = fields.flatMap(({ name }) => readingNamed(name, readings) ?? [])
  const unread = read
    .filter(({ matched }) => sqlTypes[matched.field.type] === 'HUGEINT')
    .map((reading) => `(${hasValue(reading)} AND ${fieldSql(table, reading)} IS NULL)`)
  return {
    read,
    column: (named) => fieldSql(table, readingNamed(fieldNamed(named, fields).name, read)!),
    lost: `count(*) FILTER (WHERE ${['false', ...unread].join(' OR ')})`,
  }
}

export interface SqlColumns {
  readonly read: readonly Reading[]
  /** SQL of a column by the name that the expression has for it */
  column(named: string): string
  /** SQL aggregate: rows with a whole number beyond 128 bits, which no expression sees */
  readonly lost: string
}

/** SQL of a field in an expression: the same type from every format, NULL where the cell has no value of its type. */
function fieldSql(table: Pick<Table, 'format'>, reading: Reading): string {
  const { field, column } = reading.matched
  if (field.type in sqlTypes) return `TRY_CAST(${valueSql(reading)} AS ${sqlTypeOf(field)})`
  return `CASE WHEN ${hasValue(reading)} THEN ${textSql(table, column)} END`
}

/** A table of one row without values, whose columns have the fields' names, to try an expression on. */
export function emptyRow(fields: readonly CheckedField[]): string {
  const columns = fields.map((field) => `NULL::${sqlTypeOf(field)} AS ${triedName(field, fields)}`)
  return `(SELECT ${columns.length === 0 ? 'NULL AS none' : columns.join(', ')})`
}

/** Its own name, so that the engine's messages are about that; a number where SQL would take it for another's. */
export function triedName(field: CheckedField, fields: readonly CheckedField[]): string {
  const isAlone = fields.every(
    (other) => other === field || other.name.toLowerCase() !== field.name.toLowerCase(),
  )
  return isAlone ? identifier(field.name) : `field_${fields.indexOf(field)}`
}
