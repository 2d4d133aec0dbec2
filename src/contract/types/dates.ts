import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { finite, guarded, matches, plainly, textWhereNone, valued } from './sql.ts'
import type { TypeDefinition } from './type.ts'

const constraints = ['required', 'unique', 'minimum', 'maximum', 'enum'] as const

/** Days of ISO 8601. */
export const date: TypeDefinition = {
  constraints,
  options: ['format'],
  of: () => ({
    looks: 'a date such as 2024-01-31',
    writes: 'a date such as "2024-01-31"',
    stores: (type) => type === 'DATE',
    cell(table, column) {
      const text = textSql(table, column)
      if (column.type !== 'VARCHAR') return stored(column.sql, text)
      return valued(guarded(matches(text, '[0-9]{4}-[0-9]{2}-[0-9]{2}'), text, 'DATE'), text)
    },
    written: (value) =>
      typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)
        ? { sql: `${literal(value)}::DATE`, order: Date.parse(value) }
        : undefined,
  }),
}

/** Days with a time; one without a zone is UTC. */
export const datetime: TypeDefinition = {
  constraints,
  options: ['format'],
  of: () => ({
    looks: 'a date and time such as 2024-01-31T08:00:00Z',
    writes: 'a date and time such as "2024-01-31T08:00:00Z"',
    stores: (type) => type.startsWith('TIMESTAMP'),
    cell(table, column) {
      const text = textSql(table, column)
      const cell =
        column.type === 'VARCHAR'
          ? valued(guarded(matches(text, isoTime), text, 'TIMESTAMPTZ'), text)
          : stored(column.sql, text)
      return { ...cell, compared: (value, ...written) => plainly(`(${value})::TIMESTAMPTZ`, ...written) }
    },
    written: (value) =>
      typeof value === 'string' && datetimeText.test(value) && isDay(value)
        ? { sql: `${literal(value)}::TIMESTAMPTZ`, order: Date.parse(zoned(value)) }
        : undefined,
  }),
}

const isoTime =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-](0[0-9]|1[0-5]):[0-5][0-9])?'
const datetimeText =
  /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](0\d|1[0-5]):[0-5]\d)?$/

/** Parquet's dates and times can be infinite. */
const stored = (sql: string, text: string) => ({
  value: sql,
  ok: finite,
  rest: textWhereNone(text),
  compared: plainly,
})

/** Whether a text in the form of a date is one: the 30th of February is none. */
function isDay(text: string): boolean {
  const day = text.slice(0, 'YYYY-MM-DD'.length)
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

/** Times without a zone are UTC, as in the data. */
const zoned = (text: string) => (/T[\d:.]+$/.test(text) ? `${text}Z` : text)
