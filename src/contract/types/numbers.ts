import { isNumericType, textSql } from '../../tables/cells.ts'
import { misusedCharacters, type NumberText, numberText } from './number-text.ts'
import { comparable, comparedBy, finite, guarded, matches, stored, valued } from './sql.ts'
import type { Operator, TypeDefinition, TypedCell, Written } from './type.ts'

const constraints = [
  'required',
  'unique',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'enum',
] as const
/** beyond it neighbouring whole numbers are one double */
const largestExact = 2 ** 53

/** Whole numbers of any length, without a point. */
export const integer: TypeDefinition = {
  constraints,
  options: ['groupChar', 'bareNumber'],
  categories: true,
  misuse: misusedCharacters,
  of(options) {
    const as = numberText('whole', options)
    return {
      looks: 'a whole number',
      writes: 'a whole number (in quotes beyond 2^53)',
      stores: (type) => /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$|^DECIMAL\(\d+,0\)$/.test(type),
      cell(table, column) {
        const text = textSql(table, column)
        if (column.type !== 'VARCHAR')
          return { ...stored(column.sql, text), ...comparedBy(comparedWhole(text)) }
        const isWhole = matches(text, as.pattern)
        const plain = as.plainSql(text)
        return {
          value: guarded(isWhole, plain, 'HUGEINT'),
          ok: (value) => `(${value} IS NOT NULL OR ${isWhole})`,
          rest: (value) => `CASE WHEN ${value} IS NULL THEN ltrim(${plain}, '+0') END`,
          ...comparedBy(comparedWhole(plain)),
        }
      },
      written(value) {
        const digits = typeof value === 'string' ? as.plain(value) : safeText(value)
        const whole = digits === undefined ? undefined : BigInt(digits.replace(/^\+/, ''))
        return whole === undefined || whole >= 2n ** 127n || whole <= -(2n ** 127n)
          ? undefined
          : { sql: `${whole}::HUGEINT`, order: whole }
      },
    }
  },
}

const safeText = (value: unknown) => (Number.isSafeInteger(value) ? String(value) : undefined)

/** A whole number beyond 128 bits has no HUGEINT: it lies below or above all that have one, by its sign. */
const comparedWhole =
  (plain: string): TypedCell['compared'] =>
  (value, operator, { sql }) =>
    `coalesce(${value} ${operator} ${sql}, ${outside[operator](`starts_with(${plain}, '-')`)})`

const outside: Readonly<Record<Operator, (isBelow: string) => string>> = {
  '=': () => 'false',
  '<': (isBelow) => isBelow,
  '<=': (isBelow) => isBelow,
  '>': (isBelow) => `NOT ${isBelow}`,
  '>=': (isBelow) => `NOT ${isBelow}`,
}

/** Decimal numbers: NaN, infinities and spaces are none. */
export const number: TypeDefinition = {
  constraints,
  options: ['decimalChar', 'groupChar', 'bareNumber'],
  misuse: misusedCharacters,
  of(options) {
    const as = numberText('decimal', options)
    return {
      looks: 'a number',
      writes: 'a number',
      stores: isNumericType,
      cell(table, column) {
        const text = textSql(table, column)
        if (column.type !== 'VARCHAR')
          return doubles(`(${column.sql})::DOUBLE`, text, `(${column.sql})::VARCHAR`)
        const plain = as.plainSql(text)
        return doubles(
          guarded(matches(text, as.pattern), plain, 'DOUBLE'),
          text,
          `try_cast(${plain} AS HUGEINT)::VARCHAR`,
        )
      },
      written: (value) => asDouble(typeof value === 'string' ? fromText(as, value) : value),
    }
  },
}

/** @param exactly SQL of a text that tells large numbers apart, which are one double */
const doubles = (value: string, text: string, exactly: string): TypedCell => ({
  value,
  ok: finite,
  rest: (read) =>
    `CASE WHEN ${read} IS NULL THEN ${text} WHEN abs(${read}) >= ${largestExact} THEN ${exactly} END`,
  // To the engine NaN lies above infinity.
  provenBy: 'bounds on both sides',
  ...comparable,
})

function fromText({ plain }: NumberText, text: string): number | undefined {
  const number = plain(text)
  return number === undefined ? undefined : Number(number)
}

const asDouble = (value: unknown): Written | undefined =>
  typeof value === 'number' && Number.isFinite(value)
    ? { sql: `'${value}'::DOUBLE`, order: value }
    : undefined

/** Calendar years, of four digits. */
export const year: TypeDefinition = {
  constraints,
  of: () => ({
    looks: 'a year such as 2024',
    writes: 'a year such as 2024',
    stores: (type) => /^VARCHAR$|^U?(TINYINT|SMALLINT|INTEGER|BIGINT)$/.test(type),
    cell(table, column) {
      const text = textSql(table, column)
      const value =
        column.type === 'VARCHAR'
          ? guarded(matches(text, '[0-9]{4}'), text, 'BIGINT')
          : `CASE WHEN ${column.sql} BETWEEN 0 AND 9999 THEN (${column.sql})::BIGINT END`
      return valued(value, text)
    },
    written(value) {
      const read = typeof value === 'string' && /^\d{4}$/.test(value) ? Number(value) : value
      return Number.isInteger(read) && Number(read) >= 0 && Number(read) <= 9999
        ? { sql: `${read}::BIGINT`, order: Number(read) }
        : undefined
    },
  }),
}
