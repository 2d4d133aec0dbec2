import { textSql } from '../../tables/cells.ts'
import { literal } from '../../tables/quote.ts'
import { comparedBy, textWhereNone, valued } from './sql.ts'
import type { TypeDefinition, Written } from './type.ts'

/** The parts of a duration; with these digits no sum overflows. */
const form =
  '-?P(?:([0-9]{1,5})Y)?(?:([0-9]{1,6})M)?(?:([0-9]{1,9})D)?(?:T(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\\.([0-9]{1,9}))?S)?)?'
const parts = ['y', 'mo', 'd', 'h', 'mi', 's', 'f'] as const

/**
 * Months and nanoseconds. XML Schema orders durations partly: one is at least another when it is so from each of four
 * days, so that a month is no less than 28 days, and neither more nor less than 30.
 * @see XML Schema 2, 3.2.6.2
 */
export const duration: TypeDefinition = {
  constraints: ['required', 'unique', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'enum'],
  of: () => ({
    looks: 'a duration such as P1DT12H',
    writes: 'a duration such as "P1DT12H"',
    stores: (type) => type === 'VARCHAR' || type === 'INTERVAL',
    cell(table, column) {
      const text = textSql(table, column)
      const value = column.type === 'INTERVAL' ? interval(column.sql) : parsed(text)
      return { ...valued(value, text), rest: textWhereNone(text), ...partlyOrdered }
    },
    written: (value) => (typeof value === 'string' ? writtenDuration(value) : undefined),
  }),
}

function parsed(text: string): string {
  const found = `regexp_extract(${text}, ${literal(`^${form}$`)}, [${parts.map((part) => `'${part}'`).join(', ')}])`
  const number = (part: string, type: string) => `coalesce(try_cast(${found}.${part} AS ${type}), 0)`
  const months = `${number('y', 'BIGINT')} * 12 + ${number('mo', 'BIGINT')}`
  const seconds = [
    `${number('d', 'HUGEINT')} * 86400`,
    `${number('h', 'HUGEINT')} * 3600`,
    `${number('mi', 'HUGEINT')} * 60`,
    number('s', 'HUGEINT'),
  ].join(' + ')
  const fraction = `try_cast(rpad(${found}.f, 9, '0') AS HUGEINT)`
  const sign = `(CASE WHEN starts_with(${text}, '-') THEN -1 ELSE 1 END)`
  return `CASE WHEN regexp_full_match(${text}, ${literal(form)}) AND regexp_matches(${text}, '[YMDHS]$') THEN
    {'months': (${sign} * (${months}))::BIGINT, 'nanos': (${sign} * ((${seconds}) * 1000000000 + coalesce(${fraction}, 0)))::HUGEINT} END`
}

const interval = (sql: string) =>
  `CASE WHEN ${sql} IS NOT NULL THEN {'months': (datepart('year', ${sql}) * 12 + datepart('month', ${sql}))::BIGINT,
    'nanos': ((datepart('day', ${sql})::HUGEINT * 86400 + datepart('hour', ${sql}) * 3600 + datepart('minute', ${sql}) * 60) * 1000000000
      + datepart('microsecond', ${sql})::HUGEINT * 1000)::HUGEINT} END`

/** Days from which a month is as short and as long as it can be. */
const starts = ['1696-09-01', '1697-02-01', '1903-03-01', '1903-07-01']
const nanosOfDay = '86400000000000::HUGEINT'

const partlyOrdered = comparedBy((value, operator, { sql }) => {
  if (operator === '=') return `${value} = ${sql}`
  const from = (start: string, of: string) =>
    `(date_diff('day', DATE '${start}', (DATE '${start}' + to_months((${of}).months))::DATE) * ${nanosOfDay} + (${of}).nanos)`
  return `(${starts.map((start) => `${from(start, value)} ${operator} ${from(start, sql)}`).join(' AND ')})`
})

function writtenDuration(text: string): Written | undefined {
  const found = /[YMDHS]$/.test(text) ? new RegExp(`^${form}$`).exec(text) : null
  if (found === null) return undefined
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = found.slice(1, 7).map((part) => Number(part ?? 0))
  const fraction = BigInt((found[7] ?? '').padEnd(9, '0'))
  const sign = text.startsWith('-') ? -1n : 1n
  const months = sign * BigInt(y * 12 + mo)
  const seconds = BigInt(d) * 86400n + BigInt(h) * 3600n + BigInt(mi) * 60n + BigInt(s)
  const nanos = sign * (seconds * 1_000_000_000n + fraction)
  /** a month of 400 years' average length */
  const month = 2_629_746_000_000_000n
  return {
    sql: `{'months': ${months}::BIGINT, 'nanos': ${nanos}::HUGEINT}`,
    order: months * month + nanos,
  }
}
