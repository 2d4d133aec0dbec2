import { textSql } from '../../tables/cells.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import type { Table } from '../../tables/table.ts'
import { type Reading, withReadings } from '../reading.ts'
import type { FieldType } from '../types/registry.ts'
import { ask } from './ask.ts'
import type { Sample } from './sample.ts'
import { textLooks } from './text-looks.ts'

/** A value as its text, and how many cells have it. */
export interface Category {
  readonly value: string
  readonly count: number
}

/** What the present cells of a column show, exactly. */
export interface Evidence {
  readonly rows: number
  readonly present: number
  /** values that differ by their type: 1 and 01 are one whole number */
  readonly distinct: number
  /** values that occur in one cell only */
  readonly once: number
  /** the most frequent, then by text, at most {@link mostCategories}; absent where hardly a value occurs twice */
  readonly categories?: readonly Category[]
  /** the first row whose value an earlier one has, where nearly all differ */
  readonly repeat?: { readonly value: string; readonly where: string }
  /** of numbers and times, as a contract writes them */
  readonly range?: Range
  /** of texts, in characters */
  readonly lengths?: { readonly shortest: number; readonly longest: number }
  /** what every text looks like */
  readonly looks?: TextLooks
}

export interface Range {
  readonly minimum: string
  readonly maximum: string
  /** of numbers: values that cut off 5 %, 50 % and 95 % of the cells */
  readonly quantiles?: readonly [low: string, median: string, high: string]
}

export interface TextLooks {
  /** name of a form that all texts have */
  readonly form?: string
  /** RE2 expression of the one shape that all texts have */
  readonly shape?: string
}

/** A list that a person can read. */
export const mostCategories = 20
/** Longer texts are no categories. */
export const longestCategory = 100
/** Deequ's measure of a column that may be meant to be unique: |1 - distinct / n| is at most this. */
export const nearlyUnique = 0.08

/** @param reading of the column as the contract has it */
export async function evidenceOf(
  engine: Engine,
  { table, where }: Sample,
  reading: Reading,
): Promise<Evidence> {
  const rows = withReadings(table.relation, [reading])
  const [counts] = await engine.rows(
    `SELECT count(*) AS distinct_values, coalesce(sum(n), 0)::BIGINT AS present, count(*) FILTER (WHERE n = 1) AS once
     FROM (SELECT k, t, count(*) AS n FROM (SELECT ${keys(reading)} FROM ${rows} WHERE NOT ${reading.missing})
           GROUP BY k, t)`,
  )
  const [distinct, present, once] = [
    Number(counts?.distinct_values),
    Number(counts?.present),
    Number(counts?.once),
  ]
  const base = { rows: table.rows, present, distinct, once }
  if (present === 0) return base
  const repeats = present - distinct
  return {
    ...base,
    ...(repeats > 0 && (distinct <= present / 2 || distinct <= mostCategories)
      ? { categories: await categories(engine, table, reading) }
      : {}),
    ...(repeats > 0 && repeats / present <= nearlyUnique
      ? { repeat: await firstRepeat(engine, table, reading, where) }
      : {}),
    ...(await spread(engine, table, reading, reading.matched.field.type)),
  }
}

const keys = ({ value, rest }: Reading) => `${value} AS k, ${rest} AS t`

/** One more than are listed, so that a reader can tell that there are more. */
async function categories(engine: Engine, table: Table, reading: Reading): Promise<Category[]> {
  const text = textSql(table, reading.matched.column)
  const rows = await engine.rows(
    `SELECT left(s, ${longestCategory + 1}) AS s, n FROM (
       SELECT s, count(*) AS n FROM (SELECT ${text} AS s FROM ${withReadings(table.relation, [reading])}
       WHERE NOT ${reading.missing}) GROUP BY s) ORDER BY n DESC, s LIMIT ${mostCategories + 1}`,
  )
  return rows.map(({ s, n }) => ({ value: String(s), count: Number(n) }))
}

async function firstRepeat(engine: Engine, table: Table, reading: Reading, where: Sample['where']) {
  const text = textSql(table, reading.matched.column)
  const [row] = await engine.rows(
    `SELECT r, left(s, ${longestCategory + 1}) AS s FROM (
       SELECT r, s, row_number() OVER (PARTITION BY k, t ORDER BY r) AS i
       FROM (SELECT r, ${text} AS s, ${keys(reading)} FROM ${withReadings(table.numbered, [reading])}
             WHERE NOT ${reading.missing}))
     WHERE i = 2 ORDER BY r LIMIT 1`,
  )
  return { value: String(row?.s), where: where(Number(row?.r)) }
}

/** How far the values reach, by what their type can tell. */
async function spread(
  engine: Engine,
  table: Table,
  reading: Reading,
  type: FieldType,
): Promise<Pick<Evidence, 'range' | 'lengths' | 'looks'>> {
  const told = ` FILTER (WHERE NOT ${reading.missing})`
  const { value } = reading
  switch (type) {
    case 'integer':
    case 'number': {
      const numbers = [
        `min(${value})`,
        `max(${value})`,
        ...[0.05, 0.5, 0.95].map((q) => `quantile_disc(${value}, ${q})`),
      ]
      const [minimum, maximum, ...quantiles] = await ask(
        engine,
        table.relation,
        [reading],
        numbers.map((aggregate) => `${aggregate}${told}`),
      )
      // A whole number beyond 128 bits has no value to be ordered by.
      if (minimum === null) return {}
      return {
        range: {
          minimum: String(minimum),
          maximum: String(maximum),
          quantiles: quantiles.map(String) as [string, string, string],
        },
      }
    }
    case 'date':
    case 'datetime': {
      const [minimum, maximum] = await ask(
        engine,
        table.relation,
        [reading],
        [`epoch_ms(min(${value})${told})`, `epoch_ms(max(${value})${told})`],
      )
      const written = type === 'date' ? dayOf : timeOf
      const [low, high] = [written(Number(minimum)), written(Number(maximum))]
      return low === undefined || high === undefined ? {} : { range: { minimum: low, maximum: high } }
    }
    case 'string':
      return textLooks(engine, table, reading)
    default:
      return {}
  }
}

/** Years of four digits alone: others are not written this way. */
const usual = (time: number) => time >= Date.UTC(1000, 0) && time < Date.UTC(10000, 0)
const timeOf = (time: number) =>
  usual(time) ? new Date(time).toISOString().replace(/\.000Z$/, 'Z') : undefined
const dayOf = (time: number) => timeOf(time)?.slice(0, 'YYYY-MM-DD'.length)
