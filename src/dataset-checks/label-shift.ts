import type { DatasetChecks } from '../config/schema/dataset-checks.ts'
import { quoted } from '../contract/finding.ts'
import { bare, percent } from '../report/number.ts'
import { cramersV } from '../stats/cramers-v.ts'
import type { Engine } from '../tables/engine/engine.ts'
import { orderSql } from './cell-text.ts'
import { columnOf, type Dataset, pairsOf, type Sheet } from './dataset.ts'
import { type Measurement, numberOf } from './result.ts'

/** How far the labels of a test table are spread otherwise than those of a train table. */
export async function labelShift(
  dataset: Dataset,
  { max_drift }: NonNullable<DatasetChecks['label_shift']>,
): Promise<Measurement[]> {
  const found: Measurement[] = []
  for (const { test, train } of pairsOf(dataset)) {
    const sides = await Promise.all([train, test].map((sheet) => labelsOf(dataset, sheet)))
    const about = { table: test, against: train, column: dataset.label ?? '', threshold: max_drift, count: 1 }
    const empty = sides.find(({ count }) => count === 0)
    if (empty !== undefined) {
      found.push({ ...about, passes: false, message: `${empty.sheet.table.label} has no labels` })
      continue
    }
    const { value, said } =
      dataset.labelKind === 'value'
        ? await ofValues(dataset.engine, sides[0]!, sides[1]!)
        : await ofClasses(dataset.engine, sides[0]!, sides[1]!)
    const message = `${quoted(about.column)} shifts by ${bare(Number(value.toPrecision(3)))} from ${train.table.label} to ${test.table.label} (${said}); at most ${max_drift} is allowed`
    found.push({ ...about, value, passes: value <= max_drift, message })
  }
  return found
}

interface Labels {
  readonly sheet: Sheet
  /** SQL of the labels `v` */
  readonly cells: string
  readonly count: number
}

async function labelsOf({ engine, label, labelKind }: Dataset, sheet: Sheet): Promise<Labels> {
  const { sql, kind } = columnOf(sheet, label ?? '')!
  const cell = labelKind === 'value' ? orderSql(kind, sql) : sql
  const cells = `(SELECT ${cell} AS v FROM ${sheet.relation} WHERE ${cell} IS NOT NULL)`
  const [row] = await engine.rows(`SELECT count(*) AS n FROM ${cells}`)
  return { sheet, cells, count: numberOf(row, 'n') }
}

async function ofClasses(engine: Engine, train: Labels, test: Labels) {
  const rows = await engine.rows(
    `SELECT left(v, 500) AS shown, coalesce(a.n, 0) AS a, coalesce(b.n, 0) AS b
     FROM (SELECT v, count(*) AS n FROM ${train.cells} GROUP BY v) AS a
     FULL JOIN (SELECT v, count(*) AS n FROM ${test.cells} GROUP BY v) AS b USING (v) ORDER BY v`,
  )
  const value = cramersV(
    rows.map(({ a }) => Number(a)),
    rows.map(({ b }) => Number(b)),
  )
  const shares = rows.map(({ shown, a, b }) => ({
    v: String(shown),
    a: Number(a) / train.count,
    b: Number(b) / test.count,
  }))
  const most = shares.reduce((best, one) =>
    Math.abs(one.b - one.a) > Math.abs(best.b - best.a) ? one : best,
  )
  const said = `Cramér's V; most in ${quoted(most.v)}, ${percent(most.a)} of the one and ${percent(most.b)} of the other`
  return { value, said }
}

/** The largest distance between the two empirical distribution functions. */
async function ofValues(engine: Engine, train: Labels, test: Labels) {
  const [row] = await engine.rows(
    `SELECT max(abs(a::DOUBLE / ${train.count} - b::DOUBLE / ${test.count})) AS d FROM (
       SELECT sum(a) OVER (ORDER BY v) AS a, sum(b) OVER (ORDER BY v) AS b FROM (
         SELECT v, count(*) FILTER (WHERE s = 0) AS a, count(*) FILTER (WHERE s = 1) AS b FROM (
           SELECT v, 0 AS s FROM ${train.cells} UNION ALL SELECT v, 1 AS s FROM ${test.cells}) GROUP BY v))`,
  )
  return { value: numberOf(row, 'd'), said: 'Kolmogorov-Smirnov statistic' }
}
