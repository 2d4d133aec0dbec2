import { numberPattern } from '../tables/cells.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { Looks } from './cell-kind.ts'
import { canonicalNumber, timePattern } from './cell-text.ts'
import type { DatasetTable } from './dataset.ts'
import { readSql, type SourceColumn } from './source-column.ts'

/** Rows that are looked at first: a column with a text among them need not be looked at as numbers or times. */
const sampled = 2048

/**
 * Counts what the cells of columns look like that are stored as texts, and may be anything, numbers or times.
 * @returns by column; absent for those that may be nothing but texts
 */
export async function looksOf(
  engine: Engine,
  { table }: DatasetTable,
  columns: readonly SourceColumn[],
): Promise<ReadonlyMap<SourceColumn, Looks>> {
  const open = columns.filter(
    ({ kind, value }) => value === undefined && (kind === undefined || kind === 'number' || kind === 'time'),
  )
  const looks = new Map<SourceColumn, Looks>()
  if (open.length === 0) return looks
  const rows = readSql(table.relation, columns)
  const may = await candidates(engine, rows, open)
  const classes = open.map((column, i) => `${classSql(column, may[i]!)} AS q${i}, ${column.missing} AS m${i}`)
  const counts = open.flatMap((_, i) => [
    `count_if(NOT m${i}) AS p${i}`,
    ...lookNames.map((_, look) => `count_if(q${i} = ${look}) AS c${i}_${look}`),
  ])
  const [row = {}] = await engine.rows(
    `SELECT ${counts.join(', ')} FROM (SELECT ${classes.join(', ')} FROM ${rows})`,
  )
  for (const [i, column] of open.entries()) {
    const [plain, padded, number, day, time] = lookNames.map((_, look) => Number(row[`c${i}_${look}`]))
    looks.set(column, {
      present: Number(row[`p${i}`]),
      plain: plain!,
      padded: padded!,
      numbers: plain! + padded! + number!,
      days: day!,
      times: day! + time!,
    })
  }
  return looks
}

const lookNames = ['plain number', 'padded number', 'number', 'day', 'time'] as const

interface Candidate {
  readonly numbers: boolean
  readonly times: boolean
}

async function candidates(
  engine: Engine,
  rows: string,
  columns: readonly SourceColumn[],
): Promise<Candidate[]> {
  const all = (pattern: string, { missing, written }: SourceColumn) =>
    `coalesce(bool_and(${missing} OR regexp_full_match(${written}, '${pattern}')), true)`
  const questions = columns.flatMap((column, i) => [
    `${all(numberPattern, column)} AS n${i}`,
    `${all(timePattern, column)} AS t${i}`,
  ])
  const [row = {}] = await engine.rows(
    `SELECT ${questions.join(', ')} FROM (SELECT * FROM ${rows} LIMIT ${sampled})`,
  )
  return columns.map((_, i) => ({ numbers: row[`n${i}`] === true, times: row[`t${i}`] === true }))
}

/** SQL: which look a cell has, as a place in the list of them; NULL for none. */
function classSql({ missing, written }: SourceColumn, { numbers, times }: Candidate): string {
  const is = (pattern: string) => `regexp_full_match(${written}, '${pattern}')`
  const cases = [
    ...(numbers
      ? [
          `WHEN ${canonicalNumber(`try_cast(${written} AS DOUBLE)`)} = ${written} THEN 0`,
          `WHEN ${is('[+-]?0[0-9].*')} AND ${is(numberPattern)} THEN 1`,
          `WHEN ${is(numberPattern)} THEN 2`,
        ]
      : []),
    ...(times ? [`WHEN ${is('[0-9]{4}-[0-9]{2}-[0-9]{2}')} THEN 3`, `WHEN ${is(timePattern)} THEN 4`] : []),
  ]
  return cases.length === 0 ? 'NULL::INTEGER' : `CASE WHEN ${missing} THEN NULL ${cases.join(' ')} END`
}
