import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { columnOf, type Dataset, type Sheet, sheetsOf } from './dataset.ts'
import { equalRows, gathered } from './equal-rows.ts'
import { counterpartIn, type Measurement, numberOf, shareMeasured, shownRows, whereIs } from './result.ts'
import { identifying } from './shared-rows.ts'

/** Rows with the features of another row and a label of their own, in train and test tables. */
export async function conflictingLabels(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['conflicting_labels']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const sheet of sheetsOf(dataset, 'train', 'test'))
    found.push(await conflictsOf(dataset, sheet, max_share, ignore))
  return found
}

async function conflictsOf(
  dataset: Dataset,
  sheet: Sheet,
  max: number,
  ignore: readonly string[],
): Promise<Measurement> {
  const { engine } = dataset
  const label = columnOf(sheet, dataset.label ?? '')!
  const left = [label.name, ...ignore, ...identifying(sheet)]
  const columns = sheet.columns.filter(({ name }) => !left.includes(name))
  if (columns.length === 0) {
    const message = `${sheet.table.label} has no features beside what is left out`
    return { table: sheet, threshold: max, passes: false, count: 1, message }
  }
  const equal = await equalRows(dataset, sheet, columns)
  // The first row of each features, and the first whose label is another than its.
  const conflicts = await gathered(
    dataset,
    `${sheet.relation}_conflicts`,
    sheet.rows,
    (
      pass,
    ) => `SELECT r, y, CASE WHEN y = y1 THEN second ELSE first END AS other, CASE WHEN y = y1 THEN y2 ELSE y1 END AS z
      FROM (SELECT *, min(r) FILTER (WHERE y <> y1) OVER (PARTITION BY e) AS second,
          arg_min(y, r) FILTER (WHERE y <> y1) OVER (PARTITION BY e) AS y2
        FROM (SELECT r, e, y, min(r) OVER (PARTITION BY e) AS first, arg_min(y, r) OVER (PARTITION BY e) AS y1
          FROM (${equal(pass)}) JOIN (SELECT r, ${label.sql} AS y FROM ${sheet.relation} WHERE ${label.sql} IS NOT NULL) USING (r)))
      WHERE second IS NOT NULL`,
  )
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${conflicts}`)
  const [labelled] = await engine.rows(`SELECT count(${label.sql}) AS n FROM ${sheet.relation}`)
  const first = await engine.rows(
    `SELECT r, other, left(y, 500) AS y, left(z, 500) AS z FROM ${conflicts} ORDER BY r LIMIT ${shownRows}`,
  )
  const share = shareMeasured({
    count: numberOf(row, 'n'),
    rows: numberOf(labelled, 'n'),
    max,
    what: 'have the features of a row with another label',
    unit: 'labelled row',
  })
  return {
    table: sheet,
    column: label.name,
    ...share,
    show: async () =>
      first.map(({ r, other, y, z }) => ({
        ...sheet.table.place(Number(r)),
        value: String(y),
        message: `${quoted(label.name)} is ${quoted(String(y))}, and ${quoted(String(z))} with the same features on ${whereIs(sheet, Number(other))}`,
        ...counterpartIn(sheet, Number(other)),
      })),
  }
}
