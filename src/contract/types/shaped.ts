import type { TableColumn } from '../../tables/table.ts'
import { comparable, present } from './sql.ts'
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
        ? { ...cell, value: cast('BIGINT'), ok: present, ...comparable, ...(reach && { reach }) }
        : cell
    case 'number':
      // To the cast to DOUBLE, +-5 is a number.
      if (shape === 'whole') return { ...cell, value: `${cast('BIGINT')}::DOUBLE` }
      return shape === 'decimal' ? { ...cell, value: cast('DOUBLE') } : cell
    case 'date':
      return shape === 'day' ? { ...cell, value: cast('DATE') } : cell
    case 'datetime':
      // The cast takes 24:00:00 for the next day's beginning.
      return shape === 'instant'
        ? { ...cell, value: `CASE WHEN NOT contains(${sql}, 'T24') THEN ${cast('TIMESTAMPTZ')} END` }
        : cell
    default:
      return cell
  }
}

const isPlain = ({ format = 'default', decimalChar, groupChar, bareNumber }: FieldOptions) =>
  format === 'default' && decimalChar === undefined && groupChar === undefined && bareNumber !== false
