import { isNumericType, numberPattern, textSql } from '../tables/cells.ts'
import { literals } from '../tables/quote.ts'
import type { Table, TableColumn } from '../tables/table.ts'
import type { FieldType } from './schema.ts'

/** Frictionless's words for true and false. */
const trueWords = ['true', 'True', 'TRUE', '1']
const falseWords = ['false', 'False', 'FALSE', '0']

const patterns = {
  integer: '[+-]?[0-9]+',
  number: numberPattern,
  date: '[0-9]{4}-[0-9]{2}-[0-9]{2}',
  datetime:
    '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])?',
} as const

const storedAs: Readonly<Record<Exclude<FieldType, 'any'>, RegExp>> = {
  boolean: /^BOOLEAN$/,
  date: /^DATE$/,
  datetime: /^TIMESTAMP/,
  integer: /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$|^DECIMAL\(\d+,0\)$/,
  number: /^$/,
  string: /^VARCHAR$|^ENUM/,
}

/** Whether a typed column, as Parquet has them, can hold a field of this type at all. */
export function storesType({ type }: TableColumn, field: FieldType): boolean {
  if (field === 'any') return true
  return field === 'number' ? isNumericType(type) : storedAs[field].test(type)
}

/** SQL of a cell that is not missing. */
export interface TypedCell {
  /** comparable value; NULL where the cell is not of the type, and for whole numbers beyond 128 bits */
  readonly value: string
  /** does it have the type? In terms of a column that holds the value, so that nothing is parsed twice */
  ok(value: string): string
  /** what tells cells apart whose values are the same or NULL: its own text, or NULL where the value is enough */
  rest(value: string): string
}

const always = () => 'true'
/** beyond it neighbouring whole numbers are one double */
const largestExact = 2 ** 53
const present = (value: string) => `${value} IS NOT NULL`
const finite = (value: string) => `coalesce(isfinite(${value}), false)`

/**
 * The typed reading of a cell. Numbers are plain decimals: NaN, infinities, separators and spaces are none. Whole
 * numbers have no point and any length. Dates are ISO 8601.
 */
export function typedCell(table: Pick<Table, 'format'>, column: TableColumn, type: FieldType): TypedCell {
  const text = textSql(table, column)
  const written = `(${column.sql})::VARCHAR`
  const whereNone = (value: string) => `CASE WHEN ${value} IS NULL THEN ${written} END`
  const whereInexact = (told: string) => (value: string) =>
    `CASE WHEN ${value} IS NULL THEN ${written} WHEN abs(${value}) >= ${largestExact} THEN ${told} END`
  if (column.type !== 'VARCHAR') {
    if (type === 'number')
      return { value: `(${column.sql})::DOUBLE`, ok: finite, rest: whereInexact(written) }
    // Parquet's dates can be infinite.
    if (type === 'date' || type === 'datetime') return { value: column.sql, ok: finite, rest: whereNone }
    return { value: type === 'any' || type === 'string' ? text : column.sql, ok: always, rest: whereNone }
  }
  switch (type) {
    case 'any':
    case 'string':
      return { value: text, ok: always, rest: whereNone }
    case 'boolean': {
      const known = `list_contains(${literals([...trueWords, ...falseWords])}, ${text})`
      return {
        value: `CASE WHEN ${known} THEN list_contains(${literals(trueWords)}, ${text}) END`,
        ok: present,
        rest: whereNone,
      }
    }
    case 'integer': {
      const whole = matches(text, patterns.integer)
      return {
        value: guarded(whole, text, 'HUGEINT'),
        ok: (value) => `(${value} IS NOT NULL OR ${whole})`,
        rest: (value) => `CASE WHEN ${value} IS NULL THEN ltrim(${text}, '+0') END`,
      }
    }
    case 'number':
      return {
        value: guarded(matches(text, patterns.number), text, 'DOUBLE'),
        ok: finite,
        rest: whereInexact(`try_cast(${text} AS HUGEINT)::VARCHAR`),
      }
    case 'date':
      return { value: guarded(matches(text, patterns.date), text, 'DATE'), ok: present, rest: whereNone }
    case 'datetime':
      return {
        value: guarded(matches(text, patterns.datetime), text, 'TIMESTAMPTZ'),
        ok: present,
        rest: whereNone,
      }
  }
}

const matches = (text: string, pattern: string) => `regexp_full_match(${text}, '${pattern}')`

const guarded = (condition: string, text: string, type: string) =>
  `CASE WHEN ${condition} THEN try_cast(${text} AS ${type}) END`

/** What a cell of a type looks like, for messages. */
export const looks: Readonly<Record<FieldType, string>> = {
  any: 'a value',
  boolean: 'true or false',
  date: 'a date such as 2024-01-31',
  datetime: 'a date and time such as 2024-01-31T08:00:00Z',
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
}
