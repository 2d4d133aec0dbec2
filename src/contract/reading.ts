import { missingSql } from '../tables/cells.ts'
import type { Table } from '../tables/table.ts'
import { ofItsKind } from './json-kind.ts'
import type { Matched } from './labels.ts'
import type { Contract } from './schema/contract.ts'
import { typeOf } from './types/registry.ts'
import { shapedCell } from './types/shaped.ts'
import type { CellType, TypedCell } from './types/type.ts'

/**
 * How the cells of a matched field are read: computed once a row as two columns beside the table's own, which every
 * check then looks at.
 */
export interface Reading {
  readonly matched: Matched
  /** of its column in the table, from 1 */
  readonly place: number
  readonly type: CellType
  readonly cell: TypedCell
  /** SQL of the two columns, to be selected from the table */
  readonly select: readonly string[]
  /** column: is the cell missing? */
  readonly missing: string
  /** column: its value by its type, NULL where it has not the type */
  readonly value: string
  /** SQL over these columns: has a cell that is not missing the type? */
  readonly ok: string
  /** SQL over these columns and the table's: what tells cells apart beside their values */
  readonly rest: string
}

export function readingOf(
  contract: Contract,
  table: Pick<Table, 'format' | 'columns'>,
  matched: Matched,
): Reading {
  const { column, field, index } = matched
  const type = typeOf(field)
  const texts = field.missingValues ?? contract.missingValues
  // Where an empty cell is a missing one, no other is NULL in a text format.
  const read = { ...column, filled: texts.includes('') }
  const bare = typeOf({ type: field.type, format: field.format })
  const written = ofItsKind(type.cell(table, read), bare.cell(table, read), column, field.type)
  const cell = shapedCell(written, column, field)
  const missing = `m${index}`
  const value = `v${index}`
  return {
    matched,
    place: table.columns.indexOf(column) + 1,
    type,
    cell,
    select: [`${missingSql(table, column, texts)} AS ${missing}`, `${cell.value} AS ${value}`],
    missing,
    value,
    ok: cell.ok(value),
    rest: cell.rest(value),
  }
}

/** The table with the columns of readings beside its own. */
export const withReadings = (relation: string, readings: readonly Reading[]) =>
  `(SELECT ${['*', ...readings.flatMap(({ select }) => select)].join(', ')} FROM ${relation})`
