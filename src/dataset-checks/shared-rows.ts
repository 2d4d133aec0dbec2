import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { type Dataset, pairsOf, type Sheet } from './dataset.ts'
import { commonNames, matchesOf } from './equal-rows.ts'
import { counterpartIn, type Measurement, numberOf, shareMeasured, shownRows, whereIs } from './result.ts'

interface Matching {
  readonly test: Sheet
  readonly train: Sheet
  readonly names: readonly string[]
  /** rows without a value in these are equal to none */
  readonly present?: readonly string[]
  readonly max: number
  /** `the row is the same as` */
  readonly same: string
  /** `are in train.csv too` */
  readonly what: string
  readonly column?: string
}

/** Test rows that a train table has too. */
export async function sharedRows(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['shared_rows']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const pair of pairsOf(dataset)) {
    const names = commonNames(pair.test, pair.train, ignore)
    const what = `are in ${pair.train.table.label} too`
    found.push(
      await matched(dataset, { ...pair, names, max: max_share, same: 'the row is the same as', what }),
    )
  }
  return found
}

/** The same in the features alone. */
export async function sharedFeatures(
  dataset: Dataset,
  { max_share, ignore }: NonNullable<DatasetChecks['shared_features']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const pair of pairsOf(dataset)) {
    const left = [...ignore, ...identifying(pair.test), ...identifying(pair.train), dataset.label ?? '']
    const names = commonNames(pair.test, pair.train, left)
    const what = `have features that are in ${pair.train.table.label} too`
    found.push(
      await matched(dataset, { ...pair, names, max: max_share, same: 'the features are the same as', what }),
    )
  }
  return found
}

/** Test rows with an identifier that a train table has too. */
export async function identifierLeakage(
  dataset: Dataset,
  { max_share, columns }: NonNullable<DatasetChecks['identifier_leakage']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const pair of pairsOf(dataset)) {
    for (const column of columns) {
      const what = `have a ${quoted(column)} that is in ${pair.train.table.label} too`
      const same = `${quoted(column)} is the same as`
      const names = [column]
      found.push(
        await matched(dataset, { ...pair, names, present: names, max: max_share, same, what, column }),
      )
    }
  }
  return found
}

/** Columns that the contract says identify a row. */
export const identifying = ({ columns }: Sheet) =>
  columns.filter(({ identifies }) => identifies).map(({ name }) => name)

async function matched(dataset: Dataset, matching: Matching): Promise<Measurement> {
  const { test, train, names, present, max, same, what, column } = matching
  if (names.length === 0) {
    const message = `${test.table.label} and ${train.table.label} have no column in common that could be compared`
    return { table: test, against: train, threshold: max, passes: false, count: 1, message }
  }
  const matches = await matchesOf(dataset, { test, train }, names, present)
  const [row] = await dataset.engine.rows(`SELECT count(*) AS n FROM ${matches}`)
  const first = await dataset.engine.rows(`SELECT r, first FROM ${matches} ORDER BY r LIMIT ${shownRows}`)
  const share = shareMeasured({ count: numberOf(row, 'n'), rows: test.rows, max, what })
  return {
    table: test,
    against: train,
    ...(column === undefined ? {} : { column }),
    ...share,
    show: async () =>
      first.map(({ r, first: twin }) => ({
        ...test.table.place(Number(r)),
        message: `${same} on ${whereIs(train, Number(twin), test)}`,
        ...counterpartIn(train, Number(twin)),
      })),
  }
}
