import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { counted } from '../report/number.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { literal, literals } from '../tables/quote.ts'
import { type Dataset, type Sheet, sheetsOf } from './dataset.ts'
import type { Measurement, ShownRow } from './result.ts'

/** How a NULL of Parquet is called among the texts. */
const nullCell = '(null)'

/** Columns of texts in which missing values are written in several ways. */
export async function mixedNulls(
  dataset: Dataset,
  { max, values, ignore }: NonNullable<DatasetChecks['mixed_nulls']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train', 'test', 'other')) {
    const missing = [...new Set([...values, ...(sheet.contract?.missingValues ?? ['']), nullCell])]
    const columns = sheet.table.columns.filter(
      ({ name, type }) => type === 'VARCHAR' && !ignore.includes(name),
    )
    if (columns.length === 0) continue
    // An empty cell of CSV and TSV is NULL in the view.
    const unwritten = sheet.table.format === 'csv' || sheet.table.format === 'tsv' ? '' : nullCell
    const ways = columns.map(({ name, sql }) => ({
      name,
      text: `coalesce(${sql}, ${literal(unwritten)})`,
    }))
    found.push(...(await waysIn(dataset.engine, sheet, ways, missing, max)))
  }
  return found
}

async function waysIn(
  engine: Engine,
  sheet: Sheet,
  columns: readonly { readonly name: string; readonly text: string }[],
  missing: readonly string[],
  max: number,
): Promise<Measurement[]> {
  const isMissing = (text: string) => `list_contains(${literals(missing)}, ${text})`
  const lists = columns.map(
    ({ text }, i) => `list_sort(list(DISTINCT ${text}) FILTER (WHERE ${isMissing(text)})) AS w${i}`,
  )
  const [row = {}] = await engine.rows(`SELECT ${lists.join(', ')} FROM ${sheet.table.relation}`)
  return columns.map(({ name, text }, i) => {
    const ways = (row[`w${i}`] ?? []) as readonly string[]
    const message = `${quoted(name)} writes missing values in ${counted(ways.length, 'way')}, ${ways.map(quoted).join(', ')}; at most ${max} may be used`
    const show = async (): Promise<ShownRow[]> => {
      const firsts = await engine.rows(
        `SELECT ${text} AS v, min(r) AS r FROM ${sheet.table.numbered} WHERE ${isMissing(text)} GROUP BY ALL ORDER BY r`,
      )
      return firsts.map(({ v, r }) => ({ ...sheet.table.place(Number(r)), value: String(v), message }))
    }
    const passes = ways.length <= max
    return {
      table: sheet,
      column: name,
      value: ways.length,
      threshold: max,
      passes,
      count: ways.length,
      message,
      show,
    }
  })
}
