import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { categoricalColumns } from './categorical.ts'
import { columnOf, type Dataset, pairsOf, type Sheet, type SheetColumn } from './dataset.ts'
import { type Measurement, numberOf, shareMeasured, shownRows } from './result.ts'

/** Categories that a test table has and a train table never, column by column. */
export async function newCategories(
  dataset: Dataset,
  { max_share, columns: asked, ignore }: NonNullable<DatasetChecks['new_categories']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const { test, train } of pairsOf(dataset)) {
    const columns =
      asked === undefined
        ? await categoricalColumns(dataset.engine, train, (cell) => cell)
        : asked.flatMap((name) => columnOf(train, name) ?? [])
    for (const inTrain of columns) {
      const inTest = columnOf(test, inTrain.name)
      if (inTest === undefined || ignore.includes(inTrain.name)) continue
      found.push(await newIn(dataset, { test, train, inTest, inTrain, max: max_share }))
    }
  }
  return found
}

async function newIn(
  { engine }: Dataset,
  {
    test,
    train,
    inTest,
    inTrain,
    max,
  }: { test: Sheet; train: Sheet; inTest: SheetColumn; inTrain: SheetColumn; max: number },
): Promise<Measurement> {
  const unknown = `${test.relation} WHERE ${inTest.sql} IS NOT NULL AND ${inTest.sql} NOT IN (
    SELECT ${inTrain.sql} FROM ${train.relation} WHERE ${inTrain.sql} IS NOT NULL)`
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${unknown}`)
  const name = quoted(inTest.name)
  const what = `have a ${name} that ${train.table.label} does not have`
  const share = shareMeasured({ count: numberOf(row, 'n'), rows: test.rows, max, what })
  return {
    table: test,
    against: train,
    column: inTest.name,
    ...share,
    show: async () => {
      const rows = await engine.rows(
        `SELECT r, left(${inTest.sql}, 500) AS v FROM ${unknown} ORDER BY r LIMIT ${shownRows}`,
      )
      return rows.map(({ r, v }) => ({
        ...test.table.place(Number(r)),
        value: String(v),
        message: `${name} is ${quoted(String(v))}, which ${train.table.label} does not have`,
      }))
    },
  }
}
