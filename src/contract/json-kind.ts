import type { JsonKind } from '../tables/json/json-cells.ts'
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

/**
 * The reading of a cell that comes from JSON: a cell of another kind has not the type. How a field says that its texts
 * are written means nothing for a number, or for true and false, which JSON writes in one way.
 * @param bare the reading of the same type without such options
 */
export function ofItsKind(
  cell: TypedCell,
  bare: TypedCell,
  { jsonKind }: TableColumn,
  type: string,
): TypedCell {
  if (jsonKind === undefined) return cell
  const kinds = kindsOf[type] ?? []
  const isOf = (fitting: readonly JsonKind[]) => `list_contains(${literals(fitting)}, ${jsonKind})`
  const written = isOf(['s', ...kinds.filter((kind) => kind === 'j')])
  const plain = kinds.filter((kind) => kind !== 'j')
  if (plain.length === 0) {
    return {
      ...cell,
      value: `CASE WHEN ${written} THEN ${cell.value} END`,
      ok: (value) => `(${written} AND ${cell.ok(value)})`,
    }
  }
  return {
    ...cell,
    value: `CASE WHEN ${written} THEN ${cell.value} WHEN ${isOf(plain)} THEN ${bare.value} END`,
    ok: (value) =>
      `CASE WHEN ${written} THEN ${cell.ok(value)} WHEN ${isOf(plain)} THEN ${bare.ok(value)} ELSE false END`,
  }
}
