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
  datetime: '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?',
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

/** SQL of a cell that is not missing: does it have the type, and what is its value? */
export interface TypedCell {
  readonly ok: string
  /** comparable value; NULL where it is not `ok`, and for whole numbers beyond 128 bits */
  readonly value: string
}

/**
 * The typed reading of a cell. Numbers are plain decimals: NaN, infinities, separators and spaces are none. Whole
 * numbers have no point and any length. Dates are ISO 8601.
 */
export function typedCell(table: Pick<Table, 'format'>, column: TableColumn, type: FieldType): TypedCell {
  const text = textSql(table, column)
  if (column.type !== 'VARCHAR') {
    if (type === 'number') {
      const value = `(${column.sql})::DOUBLE`
      return { ok: `isfinite(${value})`, value }
    }
    return { ok: 'true', value: type === 'any' || type === 'string' ? text : column.sql }
  }
  switch (type) {
    case 'any':
    case 'string':
      return { ok: 'true', value: text }
    case 'boolean':
      return {
        ok: `list_contains(${literals([...trueWords, ...falseWords])}, ${text})`,
        value: `list_contains(${literals(trueWords)}, ${text})`,
      }
    case 'integer': {
      const ok = matches(text, patterns.integer)
      return { ok, value: guarded(ok, text, 'HUGEINT') }
    }
    case 'number': {
      const value = guarded(matches(text, patterns.number), text, 'DOUBLE')
      return { ok: `coalesce(isfinite(${value}), false)`, value }
    }
    case 'date': {
      const value = guarded(matches(text, patterns.date), text, 'DATE')
      return { ok: `(${value}) IS NOT NULL`, value }
    }
    case 'datetime': {
      const value = guarded(matches(text, patterns.datetime), text, 'TIMESTAMPTZ')
      return { ok: `(${value}) IS NOT NULL`, value }
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
