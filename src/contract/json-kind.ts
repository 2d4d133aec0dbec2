import type { JsonKind } from '../tables/json-cells.ts'
import { literals } from '../tables/quote.ts'
import type { TableColumn } from '../tables/table.ts'
import type { TypedCell } from './types/type.ts'

/**
 * Kinds of JSON beside text that a type reads, as Frictionless does: a text is read as it would be in CSV whatever the
 * type, but a number is no text, and true is no number.
 */
const kindsOf: Readonly<Record<string, readonly JsonKind[] | undefined>> = {
  any: ['n', 'b', 'j'],
  array: ['j'],
  boolean: ['b'],
  geojson: ['j'],
  geopoint: ['j'],
  integer: ['n'],
  number: ['n'],
  object: ['j'],
  year: ['n'],
}

/** The reading of a cell that comes from JSON: a cell of another kind has not the type. */
export function ofItsKind(cell: TypedCell, { jsonKind }: TableColumn, type: string): TypedCell {
  if (jsonKind === undefined) return cell
  const fits = `list_contains(${literals(['s', ...(kindsOf[type] ?? [])])}, ${jsonKind})`
  return {
    ...cell,
    value: `CASE WHEN ${fits} THEN ${cell.value} END`,
    ok: (value) => `(${fits} AND ${cell.ok(value)})`,
  }
}
