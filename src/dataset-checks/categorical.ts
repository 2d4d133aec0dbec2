import type { Engine } from '../tables/engine/engine.ts'
import type { Sheet, SheetColumn } from './dataset.ts'
import { numberOf } from './result.ts'

const mostCategories = 10_000
/** The engine's estimate is off by a few dozen per cent at worst; a column beyond this has surely too many. */
const surelyTooMany = 4 * mostCategories

/**
 * Which columns of texts and booleans hold categories: at most 10,000 values, each on average in two rows or more.
 * @param form SQL of what counts as one value, of a cell
 */
export async function categoricalColumns(
  engine: Engine,
  { relation, columns }: Sheet,
  form: (cell: string) => string,
): Promise<SheetColumn[]> {
  const candidates = columns.filter(({ kind }) => kind === 'text' || kind === 'boolean')
  if (candidates.length === 0) return []
  const estimates = candidates.map(({ sql }, i) => `approx_count_distinct(${sql}) AS n${i}`)
  const [estimated] = await engine.rows(`SELECT ${estimates.join(', ')} FROM ${relation}`)
  const found: SheetColumn[] = []
  for (const [i, column] of candidates.entries()) {
    if (numberOf(estimated, `n${i}`) > surelyTooMany) continue
    const [counted] = await engine.rows(
      `SELECT count(*) AS categories, coalesce(sum(n), 0)::BIGINT AS cells FROM (
        SELECT count(*) AS n FROM ${relation} WHERE ${column.sql} IS NOT NULL GROUP BY ${form(column.sql)})`,
    )
    const categories = numberOf(counted, 'categories')
    if (categories > 0 && categories <= mostCategories && 2 * categories <= numberOf(counted, 'cells'))
      found.push(column)
  }
  return found
}
