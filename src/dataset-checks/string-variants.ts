import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { categoricalColumns } from './categorical.ts'
import { columnOf, type Dataset, type Sheet, sheetsOf } from './dataset.ts'
import { type Measurement, numberOf, shareMeasured, shownRows } from './result.ts'

/** What variants have in common: Unicode's composed form, one blank for each space, none at the ends, lower case. */
const form = (cell: string) => `lower(trim(regexp_replace(nfc_normalize(${cell}), '[\\s\\p{Z}]+', ' ', 'g')))`

/**
 * Cells that are written otherwise than their category mostly is. What is usual is counted over all train and test
 * tables, in other tables over each by itself; of two that are as frequent, the one that sorts first.
 */
export async function stringVariants(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['string_variants']>,
): Promise<Measurement[]> {
  const judged = sheetsOf(dataset, 'train', 'test')
  const found: Measurement[] = []
  for (const pool of [judged, ...sheetsOf(dataset, 'other').map((sheet) => [sheet])]) {
    const names = new Set<string>()
    for (const sheet of pool)
      for (const { name } of await categoricalColumns(dataset.engine, sheet, form)) names.add(name)
    for (const name of names) {
      if (ignore.includes(name)) continue
      for (const sheet of pool.filter((one) => columnOf(one, name) !== undefined))
        found.push(await variantsIn(dataset, pool, sheet, name, max_share))
    }
  }
  return found
}

async function variantsIn(
  { engine }: Dataset,
  pool: readonly Sheet[],
  sheet: Sheet,
  column: string,
  max: number,
): Promise<Measurement> {
  const { sql } = columnOf(sheet, column)!
  const cells = pool.flatMap((one) => {
    const there = columnOf(one, column)
    return there === undefined
      ? []
      : [`SELECT ${there.sql} AS v FROM ${one.relation} WHERE ${there.sql} IS NOT NULL`]
  })
  // Of each written way, the usual one of its form.
  const usual = `(SELECT v, first_value(v) OVER (PARTITION BY ${form('v')} ORDER BY n DESC, v) AS usual
    FROM (SELECT v, count(*) AS n FROM (${cells.join(' UNION ALL ')}) GROUP BY v))`
  const rare = `${sheet.relation} AS s JOIN ${usual} AS u ON s.${sql} = u.v WHERE u.v <> u.usual`
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${rare}`)
  const name = quoted(column)
  const share = shareMeasured({
    count: numberOf(row, 'n'),
    rows: sheet.rows,
    max,
    what: `write a ${name} otherwise than usual`,
  })
  const show = async () => {
    const rows = await engine.rows(
      `SELECT s.r AS r, left(v, 500) AS v, left(usual, 500) AS usual FROM ${rare} ORDER BY s.r LIMIT ${shownRows}`,
    )
    return rows.map(({ r, v, usual: other }) => ({
      ...sheet.table.place(Number(r)),
      value: String(v),
      message: `${name} is ${quoted(String(v))}, which is mostly written ${quoted(String(other))}`,
    }))
  }
  return { table: sheet, column, ...share, show }
}
