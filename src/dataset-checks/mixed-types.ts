import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { numberPattern } from '../tables/cells.ts'
import { type Dataset, type Sheet, type SheetColumn, sheetsOf } from './dataset.ts'
import { type Measurement, numberOf, shareMeasured, shownRows } from './result.ts'

/** Columns of texts, whose type nothing gives, that hold numbers too. */
export async function mixedTypes(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['mixed_types']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train', 'test', 'other')) {
    const columns = sheet.columns.filter(
      ({ name, kind, typed }) => kind === 'text' && !typed && !ignore.includes(name),
    )
    found.push(...(await mixedIn(dataset, sheet, columns, max_share)))
  }
  return found
}

const isNumber = ({ sql }: SheetColumn) => `regexp_full_match(${sql}, '${numberPattern}')`

async function mixedIn(
  { engine }: Dataset,
  sheet: Sheet,
  columns: readonly SheetColumn[],
  max: number,
): Promise<Measurement[]> {
  if (columns.length === 0) return []
  const counts = columns.flatMap((column, i) => [
    `count(${column.sql}) AS p${i}`,
    `count_if(${isNumber(column)}) AS n${i}`,
  ])
  const [row] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${sheet.relation}`)
  return columns.flatMap((column, i) => {
    const present = numberOf(row, `p${i}`)
    const numbers = numberOf(row, `n${i}`)
    if (present === 0) return []
    const numbersAreRarer = 2 * numbers <= present
    const count = numbersAreRarer ? numbers : present - numbers
    const name = quoted(column.name)
    const what = `of ${name} are ${numbersAreRarer ? 'numbers' : 'no numbers'}`
    const share = shareMeasured({ count, rows: present, max, what, unit: 'cell' })
    const show = async () => {
      const rows = await engine.rows(
        `SELECT r, left(${column.sql}, 500) AS v FROM ${sheet.relation}
         WHERE ${numbersAreRarer ? isNumber(column) : `NOT ${isNumber(column)}`} ORDER BY r LIMIT ${shownRows}`,
      )
      return rows.map(({ r, v }) => ({
        ...sheet.table.place(Number(r)),
        value: String(v),
        message: `${name} is ${quoted(String(v))}, ${numbersAreRarer ? 'a number among texts' : 'a text among numbers'}`,
      }))
    }
    return [{ table: sheet, column: column.name, ...share, show }]
  })
}
