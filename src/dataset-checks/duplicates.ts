import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { type Dataset, type Sheet, sheetsOf } from './dataset.ts'
import { repeatsOf } from './equal-rows.ts'
import { counterpartIn, type Measurement, numberOf, shareMeasured, shownRows, whereIs } from './result.ts'

/** Rows that repeat an earlier one, in every table. */
export async function duplicates(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['duplicates']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train', 'test', 'other'))
    found.push(await duplicatesOf(dataset, sheet, max_share, ignore))
  return found
}

async function duplicatesOf(
  dataset: Dataset,
  sheet: Sheet,
  max: number,
  ignore: readonly string[],
): Promise<Measurement> {
  const columns = sheet.columns.filter(({ name }) => !ignore.includes(name))
  const repeats = await repeatsOf(dataset, sheet, columns)
  const [row] = await dataset.engine.rows(`SELECT count(*) AS n FROM ${repeats}`)
  const first = await dataset.engine.rows(`SELECT r, first FROM ${repeats} ORDER BY r LIMIT ${shownRows}`)
  const share = shareMeasured({
    count: numberOf(row, 'n'),
    rows: sheet.rows,
    max,
    what: 'repeat an earlier row',
  })
  return {
    table: sheet,
    ...share,
    show: async () =>
      first.map(({ r, first: earlier }) => ({
        ...sheet.table.place(Number(r)),
        message: `the row is the same as ${whereIs(sheet, Number(earlier))}`,
        ...counterpartIn(sheet, Number(earlier)),
      })),
  }
}
