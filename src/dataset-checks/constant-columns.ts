import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { percent } from '../report/number.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { type Dataset, type Sheet, type SheetColumn, sheetsOf } from './dataset.ts'
import { type Measurement, numberOf } from './result.ts'

/** Columns that one statement looks at. */
const together = 100

/** Columns of every table in which one value takes nearly all rows. */
export async function constantColumns(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['constant_columns']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train', 'test', 'other')) {
    if (sheet.rows === 0) {
      const message = `${sheet.table.label} has no rows`
      found.push({ table: sheet, threshold: max_share, passes: false, count: 1, message })
      continue
    }
    const columns = sheet.columns.filter(({ name }) => !ignore.includes(name))
    for (let at = 0; at < columns.length; at += together)
      found.push(...(await topShares(dataset.engine, sheet, columns.slice(at, at + together), max_share)))
  }
  return found
}

async function topShares(
  engine: Engine,
  sheet: Sheet,
  columns: readonly SheetColumn[],
  max: number,
): Promise<Measurement[]> {
  const { relation, rows } = sheet
  const estimates = columns.map(({ sql }, i) => `approx_count_distinct(${sql}) AS n${i}`)
  const [estimated] = await engine.rows(`SELECT ${estimates.join(', ')} FROM ${relation}`)
  // With one value in more than `max` of the rows there are few others; the estimate is never off by a factor of 4.
  const few = columns.filter((_, i) => numberOf(estimated, `n${i}`) <= 4 * ((1 - max) * rows + 1) + 64)
  if (few.length === 0) return []
  const tops = few.map(
    ({ sql }, i) =>
      `(SELECT ${i} AS i, left(${sql}, 500) AS v, n FROM (SELECT ${sql}, count(*) AS n FROM ${relation} GROUP BY ALL)
        ORDER BY n DESC, ${sql} NULLS FIRST LIMIT 1)`,
  )
  const found = await engine.rows(`SELECT * FROM (${tops.join(' UNION ALL ')}) ORDER BY i`)
  return found.map(({ i, v, n }) => {
    const { name } = few[Number(i)]!
    const value = Number(n) / rows
    const same = v === null ? 'missing' : quoted(String(v))
    return {
      table: sheet,
      column: name,
      value,
      threshold: max,
      passes: value <= max,
      count: 1,
      message: `${quoted(name)} is ${same} in ${percent(value)} of the rows; at most ${percent(max)} may be the same`,
    }
  })
}
