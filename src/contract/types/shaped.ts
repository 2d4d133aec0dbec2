import { instantSql } from '../../tables/cells.ts'
import type { TableColumn } from '../../tables/table.ts'
import { comparedBy, valued } from './sql.ts'
import type { FieldOptions, TypedCell } from './type.ts'

/**
 * A cheaper reading of a cell where all of its column's texts are known to look like the type: there the expression
 * that tells the type from what the engine's casts take besides has nothing left to tell.
 * @param cell the reading that holds for any text
 */
export function shapedCell(
  cell: TypedCell,
  { sql, type, shape, reach }: TableColumn,
  { type: fieldType, ...options }: FieldOptions & { readonly type: string },
): TypedCell {
  if (type !== 'VARCHAR' || shape === undefined || !isPlain(options)) return cell
  const cast = (as: string) => `try_cast(${sql} AS ${as})`
  switch (fieldType) {
    case 'integer':
      return shape === 'whole'
        ? { ...valued(cast('BIGINT'), sql), rest: alike, ...comparedAs64Bits, ...(reach && { reach }) }
        : cell
    case 'number':
      // To the cast to DOUBLE, +-5 is a number.
      if (shape === 'whole') return { ...cell, value: `${cast('BIGINT')}::DOUBLE` }
      return shape === 'decimal' ? { ...cell, value: cast('DOUBLE') } : cell
    case 'date':
      return shape === 'day' ? { ...cell, value: cast('DATE') } : cell
    case 'datetime':
      return { ...cell, value: instantSql({ sql, shape }) ?? cell.value }
    default:
      return cell
  }
}

/** Cells of one value are one. */
const alike = () => 'NULL::VARCHAR'

/** With a number of 128 bits the engine would compare all as such. */
const comparedAs64Bits = comparedBy((value, operator, { sql, order }) => {
  const fits = typeof order === 'bigint' && BigInt.asIntN(64, order) === order
  return `${value} ${operator} ${fits ? `${order}::BIGINT` : sql}`
})

/** Whether a field's texts are written as the engine's casts read them. */
export const isPlain = ({ format = 'default', decimalChar, groupChar, bareNumber }: FieldOptions) =>
  format === 'default' && decimalChar === undefined && groupChar === undefined && bareNumber !== false
