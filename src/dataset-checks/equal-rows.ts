import type { Dataset, Sheet, SheetColumn } from './dataset.ts'
import { encoded, passesOver } from './fingerprints.ts'

/** Runs a query once a pass, and keeps all that it gives in one table of the engine. */
export async function gathered(
  { engine }: Pick<Dataset, 'engine'>,
  relation: string,
  rows: number,
  query: (pass: string) => string,
): Promise<string> {
  for (const [i, pass] of passesOver(rows).entries()) {
    const into = i === 0 ? `CREATE OR REPLACE TEMP TABLE ${relation} AS` : `INSERT INTO ${relation}`
    await engine.run(`${into} ${query(pass)}`)
  }
  return relation
}

/**
 * Rows that are equal to another of the sheet in some columns: their number `r` and a text `e` of these cells that
 * only equal rows share.
 * @returns SQL of one pass
 */
export async function equalRows(
  { fingerprints }: Pick<Dataset, 'fingerprints'>,
  sheet: Sheet,
  columns: readonly SheetColumn[],
): Promise<(pass: string) => string> {
  const hashes = await fingerprints(sheet, columns)
  return (pass) => `SELECT r, ${encoded(columns)} AS e FROM ${sheet.relation} WHERE r IN (
    SELECT r FROM ${hashes} WHERE ${pass} AND h IN (
      SELECT h FROM ${hashes} WHERE ${pass} GROUP BY h HAVING count(*) > 1))`
}

/**
 * Rows that repeat an earlier one in some columns.
 * @returns SQL name of their numbers `r`, each with the first row that it repeats, `first`
 */
export async function repeatsOf(
  dataset: Pick<Dataset, 'engine' | 'fingerprints'>,
  sheet: Sheet,
  columns: readonly SheetColumn[],
): Promise<string> {
  const equal = await equalRows(dataset, sheet, columns)
  return gathered(
    dataset,
    `${sheet.relation}_repeats`,
    sheet.rows,
    (pass) => `SELECT r, first FROM (
      SELECT r, min(r) OVER (PARTITION BY e) AS first FROM (${equal(pass)})) WHERE r > first`,
  )
}

/**
 * Rows of the test sheet that are equal to one of the train sheet in the columns of these names.
 * @param present rows without a value in one of them are equal to none
 * @returns SQL name of their numbers `r`, each with the first equal row of train, `first`
 */
export async function matchesOf(
  dataset: Pick<Dataset, 'engine' | 'fingerprints'>,
  { test, train }: { readonly test: Sheet; readonly train: Sheet },
  names: readonly string[],
  present: readonly string[] = [],
): Promise<string> {
  const sides = [test, train].map((sheet) => {
    const columns = columnsNamed(sheet, names)
    return {
      sheet,
      columns,
      there: columnsNamed(sheet, present)
        .map(({ sql }) => ` AND ${sql} IS NOT NULL`)
        .join(''),
    }
  })
  const hashes = await Promise.all(sides.map(({ sheet, columns }) => dataset.fingerprints(sheet, columns)))
  const side = (i: 0 | 1, pass: string) => {
    const { sheet, columns, there } = sides[i]!
    const both = `SELECT h FROM ${hashes[1 - i]!} WHERE ${pass}`
    return `SELECT r, ${encoded(columns)} AS e FROM ${sheet.relation} WHERE r IN (
      SELECT r FROM ${hashes[i]!} WHERE ${pass} AND h IN (${both}))${there}`
  }
  return gathered(
    dataset,
    `${test.relation}_matches`,
    Math.max(test.rows, train.rows),
    (pass) => `SELECT t.r AS r, o.first AS first FROM (${side(0, pass)}) AS t
      JOIN (SELECT e, min(r) AS first FROM (${side(1, pass)}) GROUP BY e) AS o ON t.e = o.e`,
  )
}

/** The columns of a sheet by name, in the order of the names. */
const columnsNamed = ({ columns }: Sheet, names: readonly string[]) =>
  names.flatMap((name) => columns.find((column) => column.name === name) ?? [])

/** Names that both sheets have, in an order of their own, without those that are left out. */
export const commonNames = (test: Sheet, train: Sheet, ignore: readonly string[]): string[] =>
  [...new Set(test.columns.map(({ name }) => name))]
    .filter((name) => !ignore.includes(name) && train.columns.some((column) => column.name === name))
    .sort()
