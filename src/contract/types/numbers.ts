import { isNumericType, numberPattern, textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { always, finite, guarded, matches, plainly, textWhereNone } from './sql.ts'
import type { TypeDefinition, TypedCell } from './type.ts'

const constraints = ['required', 'unique', 'minimum', 'maximum', 'enum'] as const
/** beyond it neighbouring whole numbers are one double */
const largestExact = 2 ** 53

/** Whole numbers of any length, without a point. */
export const integer: TypeDefinition = {
  constraints,
  options: ['format'],
  of: () => ({
    looks: 'a whole number',
    writes: 'a whole number between -2^53 and 2^53',
    stores: (type) => /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$|^DECIMAL\(\d+,0\)$/.test(type),
    cell(table, column) {
      const text = textSql(table, column)
      if (column.type !== 'VARCHAR')
        return { value: column.sql, ok: always, rest: textWhereNone(text), compared: comparedWhole(text) }
      const whole = matches(text, '[+-]?[0-9]+')
      return {
        value: guarded(whole, text, 'HUGEINT'),
        ok: (value) => `(${value} IS NOT NULL OR ${whole})`,
        rest: (value) => `CASE WHEN ${value} IS NULL THEN ltrim(${text}, '+0') END`,
        compared: comparedWhole(text),
      }
    },
    written: (value) =>
      typeof value === 'number' && Number.isSafeInteger(value)
        ? { sql: String(value), order: value }
        : undefined,
  }),
}

/** A whole number beyond 128 bits has no HUGEINT; as a double it compares well enough with any bound of 53 bits. */
const comparedWhole =
  (text: string): TypedCell['compared'] =>
  (value, operator, { sql }) =>
    `coalesce(${value} ${operator} ${sql}::HUGEINT, try_cast(${text} AS DOUBLE) ${operator} ${sql}::DOUBLE)`

/** Plain decimals: NaN, infinities and spaces are none. */
export const number: TypeDefinition = {
  constraints,
  options: ['format'],
  of: () => ({
    looks: 'a number',
    writes: 'a number',
    stores: isNumericType,
    cell(table, column) {
      const text = textSql(table, column)
      const read = (value: string, exactly: string): TypedCell => ({
        value,
        ok: finite,
        rest: (read) =>
          `CASE WHEN ${read} IS NULL THEN ${text} WHEN abs(${read}) >= ${largestExact} THEN ${exactly} END`,
        compared: plainly,
      })
      return column.type === 'VARCHAR'
        ? read(guarded(matches(text, numberPattern), text, 'DOUBLE'), `try_cast(${text} AS HUGEINT)::VARCHAR`)
        : read(`(${column.sql})::DOUBLE`, `(${column.sql})::VARCHAR`)
    },
    written: (value) =>
      typeof value === 'number' && Number.isFinite(value)
        ? { sql: `${literal(String(value))}::DOUBLE`, order: value }
        : undefined,
  }),
}
