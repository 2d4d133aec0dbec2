import { numberPattern } from '../tables/cells.ts'
import type { CellKind, Looks } from './cell-kind.ts'
import type { SourceColumn } from './source-column.ts'

/** A day or a time by ISO 8601, as a regular expression; a blank may stand for the T. */
export const timePattern =
  '[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?'

/** beyond it neighbouring whole numbers are one double */
const largestExact = 2 ** 53

/** SQL of a number as a text that is the same for equal numbers; NULL beyond 2^53, for NaN and infinities. */
export const canonicalNumber = (number: string) =>
  `CASE WHEN abs(${number}) < ${largestExact} THEN
    CASE WHEN ${number} = trunc(${number}) THEN (${number})::BIGINT::VARCHAR ELSE (${number})::VARCHAR END END`

/** SQL of a time as a text that is the same for equal times; a midnight is its day. */
const canonicalTime = (time: string) =>
  `CASE WHEN isfinite(${time}) THEN
    CASE WHEN ${time} = date_trunc('day', ${time}) THEN (${time})::DATE::VARCHAR ELSE (${time})::VARCHAR END END`

/** How a cell becomes a comparable text: `value` is computed once a row, `text` from its column. */
export interface CellText {
  /** SQL of the value; absent where the text is taken as it is written */
  readonly value?: string
  /** SQL, in terms of a column with the value and one with the text */
  text(value: string, written: string): string
}

const asWritten: CellText = { text: (_, written) => written }

/**
 * A cell as a text that is the same for equal cells: 1, 1.0 and 1e0 are one number, 2024-01-31 and 2024-01-31T00:00Z
 * one time. What is not of the kind, and numbers beyond 2^53, stay as they are written.
 * @param looks of the column, where they were counted
 */
export function cellText(kind: CellKind, column: SourceColumn, looks: Looks | undefined): CellText {
  const { written, value } = column
  const text =
    (canonical: (sql: string) => string): CellText['text'] =>
    (read, as) =>
      `coalesce(${canonical(read)}, ${as})`
  switch (kind) {
    case 'number':
      if (looks !== undefined && looks.plain === looks.present) return asWritten
      return {
        value: value === undefined ? numberSql(written) : `(${value})::DOUBLE`,
        text: text(canonicalNumber),
      }
    case 'time':
      if (looks !== undefined && looks.days === looks.present) return asWritten
      return {
        value: `make_timestamp(epoch_us((${value ?? timeSql(written)})::TIMESTAMPTZ))`,
        text: text(canonicalTime),
      }
    case 'boolean':
      return { value: `(${value ?? 'NULL'})::VARCHAR`, text: (read, as) => `coalesce(${read}, lower(${as}))` }
    case 'text':
      return asWritten
  }
}

const numberSql = (written: string) =>
  `CASE WHEN regexp_full_match(${written}, '${numberPattern}') THEN try_cast(${written} AS DOUBLE) END`

const timeSql = (written: string) =>
  `CASE WHEN regexp_full_match(${written}, '${timePattern}') THEN try_cast(${written} AS TIMESTAMPTZ) END`

/** SQL over cells of a sheet that orders them: a number, NULL where a cell is none or cells are ordered as texts. */
export function orderSql(kind: CellKind, sql: string): string {
  // To the engine NaN is a number, and larger than all others.
  if (kind === 'number') return `nullif(try_cast(${sql} AS DOUBLE), 'NaN'::DOUBLE)`
  return kind === 'time' ? `epoch_us(try_cast(${sql} AS TIMESTAMP))::DOUBLE` : 'NULL::DOUBLE'
}
