import type { Engine, Row } from './engine.ts'
import type { CategoricalProfile } from './profile-schema.ts'
import type { TypedColumn } from './typed-copy.ts'

/** Longer texts are no categories: they count as `other`. */
const longestCategory = 200

/**
 * Profile of a column by its text, from one grouping of it.
 * @param top categories that are counted one by one
 */
export async function categoricalProfile(
  engine: Engine,
  relation: string,
  { name, sql, count, missing }: TypedColumn,
  top: number,
): Promise<CategoricalProfile> {
  const [found = {}] = await engine.rows(
    `SELECT count(*) AS "distinct", min(length(v)) AS shortest, max(length(v)) AS longest,
       min({n: -n, v: v}, ${top}) FILTER (WHERE length(v) <= ${longestCategory}) AS listed
     FROM (SELECT ${sql} AS v, count(*) AS n FROM ${relation} WHERE ${sql} IS NOT NULL GROUP BY ${sql})`,
  )
  const listed = (found.listed ?? []) as unknown as readonly Row[]
  const categories = listed.map(({ v, n }) => ({ value: String(v), count: -Number(n) }))
  const other = count - categories.reduce((sum, category) => sum + category.count, 0)
  return {
    name,
    kind: 'categorical',
    count,
    missing,
    distinct: Number(found.distinct),
    categories,
    other,
    ...(count > 0 && { min_length: Number(found.shortest), max_length: Number(found.longest) }),
  }
}
