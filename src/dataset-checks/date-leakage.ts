import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { orderSql } from './cell-text.ts'
import { columnOf, type Dataset, pairsOf, type Sheet } from './dataset.ts'
import { counterpartIn, type Measurement, numberOf, shareMeasured, shownRows, whereIs } from './result.ts'

/** Test rows whose time is not later than that of every train row; what is no time counts as one of them. */
export async function dateLeakage(
  dataset: Dataset,
  { max_share, column }: NonNullable<DatasetChecks['date_leakage']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const { test, train } of pairsOf(dataset))
    found.push(await earlyRows(dataset, test, train, column, max_share))
  return found
}

async function earlyRows(
  { engine }: Dataset,
  test: Sheet,
  train: Sheet,
  column: string,
  max: number,
): Promise<Measurement> {
  const { sql, kind } = columnOf(test, column)!
  const name = quoted(column)
  const about = { table: test, against: train, column }
  const time = orderSql(kind, columnOf(train, column)!.sql)
  const [last] = await engine.rows(
    `SELECT max(${time}) AS t, arg_max(r, {t: ${time}, r: -r}) FILTER (WHERE ${time} IS NOT NULL) AS r FROM ${train.relation}`,
  )
  if (last === undefined || last.t === null) {
    const message = `${name} of ${train.table.label} has no dates, times or numbers to compare with`
    return { ...about, threshold: max, passes: false, count: 1, message }
  }
  const latest = Number(last.r)
  const early = `${test.relation} WHERE NOT coalesce(${orderSql(kind, sql)} > '${Number(last.t)}'::DOUBLE, false)`
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${early}`)
  const share = shareMeasured({
    count: numberOf(row, 'n'),
    rows: test.rows,
    max,
    what: `are not later than all of ${train.table.label}`,
  })
  const show = async () => {
    const rows = await engine.rows(
      `SELECT r, left(${sql}, 500) AS v FROM ${early} ORDER BY r LIMIT ${shownRows}`,
    )
    return rows.map(({ r, v }) => ({
      ...test.table.place(Number(r)),
      value: String(v ?? ''),
      message: `${name} is ${v === null ? 'missing' : quoted(String(v))}, not later than on ${whereIs(train, latest, test)}`,
      ...counterpartIn(train, latest),
    }))
  }
  return { ...about, ...share, show }
}
