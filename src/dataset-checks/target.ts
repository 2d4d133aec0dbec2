import { join } from 'node:path'
import { literal, oneFile } from '../tables/quote.ts'
import { orderSql } from './cell-text.ts'
import { columnOf, type Dataset, type Sheet } from './dataset.ts'
import { numberOf } from './result.ts'
import { classSkill, rankScale, type Target, valueSkill } from './skill.ts'

export type Targets = (sheet: Sheet) => Promise<Target | undefined>

/** Makes the target of each table once. */
export function targetsIn(dataset: Omit<Dataset, 'targets'>): Targets {
  const made = new Map<Sheet, Promise<Target | undefined>>()
  return (sheet) => {
    const known = made.get(sheet) ?? targetOf(dataset, sheet)
    made.set(sheet, known)
    return known
  }
}

/**
 * The rows of a train table that have a label. Their labels are `y`: ranks, of classes by frequency, of values by
 * size; `h` is a hash of the row.
 * @returns undefined where there is nothing to predict: no label, or the same for all
 */
async function targetOf(dataset: Omit<Dataset, 'targets'>, sheet: Sheet): Promise<Target | undefined> {
  const { engine } = dataset
  const { sql, kind } = columnOf(sheet, dataset.label ?? '')!
  const isValue = dataset.labelKind === 'value'
  const cell = isValue ? orderSql(kind, sql) : sql
  const cells = sheet.columns.map((column) => column.sql).join(', ')
  const labelled = `(SELECT *, hash(${cells}) AS h, ${cell} AS v FROM ${sheet.relation} WHERE ${cell} IS NOT NULL)`
  const ranked = isValue ? valuesRanked(labelled) : classesRanked(labelled)
  const relation = `${sheet.relation}_target`
  const file = join(engine.scratch, `${relation}.parquet`)
  await engine.run(`COPY (${ranked}) TO ${literal(file)} (FORMAT parquet)`)
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(file)})`)
  const [row] = await engine.rows(
    `SELECT count(*) AS n, count(*) FILTER (WHERE y = 0) AS first, max(y) AS last,
      sum(y::HUGEINT * y)::VARCHAR AS squares FROM ${relation}`,
  )
  const rows = numberOf(row, 'n')
  const inFirst = numberOf(row, 'first')
  if (rows === 0 || (isValue ? row?.squares === '0' : inFirst === rows)) return undefined
  const skill = isValue
    ? valueSkill(BigInt(String(row?.squares)))
    : classSkill(rows, inFirst, numberOf(row, 'last') + 1)
  return { relation, rows, skill }
}

const classesRanked = (labelled: string) =>
  `SELECT s.* EXCLUDE (v), c.y AS y FROM ${labelled} AS s JOIN (
     SELECT v, row_number() OVER (ORDER BY count(*) DESC, v) - 1 AS y FROM ${labelled} GROUP BY v) AS c ON s.v = c.v`

/** Of equal values each has the middle of their ranks. */
const valuesRanked = (labelled: string) =>
  `SELECT s.* EXCLUDE (v), round((2 * c.below + c.n - c.rows)::DOUBLE * ${rankScale} / c.rows)::BIGINT AS y FROM ${labelled} AS s JOIN (
     WITH counted AS MATERIALIZED (SELECT v, count(*) AS n FROM ${labelled} GROUP BY v)
     SELECT v, n, sum(n) OVER (ORDER BY v) - n AS below, (SELECT sum(n) FROM counted) AS rows FROM counted) AS c ON s.v = c.v`
