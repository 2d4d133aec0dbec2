import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { comparable, comparedBy, finite, guarded, matches, stored, textWhereNone, valued } from './sql.ts'
import { patternFault, timePattern } from './strptime.ts'
import type { CellType, TypeDefinition, TypedCell, Written } from './type.ts'

const constraints = [
  'required',
  'unique',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'enum',
] as const

type TimeType = 'date' | 'time' | 'datetime'

interface Kind {
  readonly sqlType: 'DATE' | 'TIME' | 'TIMESTAMPTZ'
  /** the default form: its expression, and what it looks like */
  readonly pattern: string
  readonly example: string
  readonly words: string
  stores(type: string): boolean
  stored(sql: string, text: string): TypedCell
  /** a value of the default form that SQL will read, in milliseconds since the epoch */
  order(iso: string): number
}

const days = '[0-9]{4}-[0-9]{2}-[0-9]{2}'
const zone = '(?:Z|[+-](?:0[0-9]|1[0-5]):[0-5][0-9])'
const hours = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]'

/** Parquet's dates and times can be infinite. */
const bounded = (sql: string, text: string): TypedCell => ({
  value: sql,
  ok: finite,
  rest: textWhereNone(text),
  provenBy: 'bounds on both sides',
  ...comparable,
})

const kinds: Readonly<Record<TimeType, Kind>> = {
  date: {
    sqlType: 'DATE',
    pattern: days,
    example: '2024-01-31',
    words: 'a date',
    stores: (type) => type === 'DATE',
    stored: bounded,
    order: (iso) => Date.parse(`${iso}T00:00:00Z`),
  },
  datetime: {
    sqlType: 'TIMESTAMPTZ',
    pattern: `${days}T${hours}(?:\\.[0-9]+)?${zone}?`,
    example: '2024-01-31T08:00:00Z',
    words: 'a date and time',
    stores: (type) => type.startsWith('TIMESTAMP'),
    stored: bounded,
    order: (iso) => Date.parse(zoned(iso)),
  },
  time: {
    sqlType: 'TIME',
    pattern: hours,
    example: '08:00:00',
    words: 'a time',
    stores: (type) => type === 'TIME' || type === 'TIME_NS',
    stored,
    order: (iso) => Date.parse(`1970-01-01T${iso}Z`),
  },
}

const definition = (type: TimeType): TypeDefinition => ({
  constraints,
  formats: ['<pattern of strptime>'],
  misuse({ format = 'default' }) {
    if (format === 'default') return undefined
    const fault =
      format === 'any'
        ? `any is not checked, since 01/02/2024 may be two days: write a pattern such as ${exampleFormat[type]}`
        : format.includes('%')
          ? patternFault(format, type)
          : `must be default or a pattern such as ${exampleFormat[type]}`
    return fault === undefined ? undefined : { option: 'format', message: fault }
  },
  of: ({ format = 'default' }) => (format === 'default' ? isoType(kinds[type]) : patternType(type, format)),
})

const exampleFormat = { date: '%d/%m/%Y', time: '%H:%M', datetime: '%d/%m/%Y %H:%M' } as const

/** Days. */
export const date = definition('date')
/** Times of day, without a zone. */
export const time = definition('time')
/** Days with a time; one without a zone is UTC. */
export const datetime = definition('datetime')

function isoType(kind: Kind): CellType {
  const { sqlType, pattern, words, example } = kind
  const form = new RegExp(`^${pattern}$`)
  return typed(kind, {
    looks: `${words} such as ${example}`,
    writes: `${words} such as "${example}"`,
    read: (text) => guarded(matches(text, pattern), text, sqlType),
    iso: (value) => (form.test(value) ? value : undefined),
    stores: () => false,
  })
}

function patternType(type: TimeType, format: string): CellType {
  const kind = kinds[type]
  const pattern = timePattern(format)
  const part = { date: [0, 10], time: [11], datetime: [0] }[type]
  return typed(kind, {
    looks: `${kind.words} of the form ${format}`,
    writes: `${kind.words} of the form "${format}"`,
    read: (text) => `(${pattern.sql(text)})${type === 'datetime' ? '' : `::${kind.sqlType}`}`,
    iso: (value) => pattern.iso(value)?.slice(...part),
    stores: (stored) => stored === 'VARCHAR',
  })
}

interface Form extends Pick<CellType, 'looks' | 'writes'> {
  read(text: string): string
  iso(value: string): string | undefined
  stores(type: string): boolean
}

function typed(kind: Kind, { read, iso, stores, ...words }: Form): CellType {
  return {
    ...words,
    stores: (type) => kind.stores(type) || stores(type),
    cell(table, column) {
      const text = textSql(table, column)
      const cell = column.type === 'VARCHAR' ? valued(read(text), text) : kind.stored(column.sql, text)
      return kind.sqlType === 'TIMESTAMPTZ' ? { ...cell, ...asInstants } : cell
    },
    written(value): Written | undefined {
      const text = typeof value === 'string' ? iso(value) : undefined
      if (text === undefined || (kind.sqlType !== 'TIME' && !isDay(text))) return undefined
      return { sql: `${literal(text)}::${kind.sqlType}`, order: kind.order(text) }
    },
  }
}

/** Columns without a zone are UTC. */
const asInstants = comparedBy((value, operator, { sql }) => `(${value})::TIMESTAMPTZ ${operator} ${sql}`)

/** Whether a text in the form of a date is one: the 30th of February is none. */
function isDay(text: string): boolean {
  const day = text.slice(0, 'YYYY-MM-DD'.length)
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

/** Times without a zone are UTC, as in the data. */
const zoned = (text: string) => (/T[\d:.]+$/.test(text) ? `${text}Z` : text)

/** Months of years of four digits; their texts are ordered as they are. */
export const yearmonth: TypeDefinition = {
  constraints,
  of: () => ({
    looks: 'a month such as 2024-01',
    writes: 'a month such as "2024-01"',
    stores: (type) => type === 'VARCHAR',
    cell(table, column) {
      const text = textSql(table, column)
      return valued(`CASE WHEN ${matches(text, monthForm)} THEN ${text} END`, text)
    },
    written: (value) =>
      typeof value === 'string' && new RegExp(`^${monthForm}$`).test(value)
        ? { sql: `${literal(value)}::VARCHAR`, order: value }
        : undefined,
  }),
}

const monthForm = '[0-9]{4}-(?:0[1-9]|1[0-2])'
