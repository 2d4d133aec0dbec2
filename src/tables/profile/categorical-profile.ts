import type { Engine, Row } from '../engine/engine.ts'
import type { TypedColumn } from '../typed-copy.ts'
import type { CategoricalProfile } from './profile-schema.ts'

/** Longer texts are no categories: they count as `other`. */
export const longestCategory = 200

/**
 * Profiles of columns by their texts, from one grouping of each.
 * @param top categories that are counted one by one
 * @param atOnce columns that one statement may take
 */
export async function categoricalProfiles(
  engine: Pick<Engine, 'rows'>,
  relation: string,
  columns: readonly TypedColumn[],
  { top, atOnce }: { readonly top: number; readonly atOnce: number },
): Promise<CategoricalProfile[]> {
  const profiles: CategoricalProfile[] = []
  for (let first = 0; first < columns.length; first += atOnce) {
    const some = columns.slice(first, first + atOnce)
    const found = await groupsOf(engine, relation, some, top)
    profiles.push(...some.map((column, i) => profileOf(column, found.find((row) => row.i === i) ?? {})))
  }
  return profiles
}

/** @returns a row for each column that has texts, with its place as `i` */
function groupsOf(
  engine: Pick<Engine, 'rows'>,
  relation: string,
  columns: readonly TypedColumn[],
  top: number,
): Promise<Row[]> {
  const [only, second] = columns
  const cells =
    second === undefined
      ? `SELECT 0 AS i, v, n FROM (SELECT ${only!.sql} AS v, count(*) AS n FROM ${relation} GROUP BY v)`
      : `SELECT i, v, count(*) AS n FROM (
           SELECT unnest([${columns.map(({ sql }) => sql).join(', ')}]) AS v, unnest([${[...columns.keys()].join(', ')}]) AS i
           FROM ${relation}) GROUP BY i, v`
  return engine.rows(
    `SELECT i, count(*) AS "distinct", min(length(v)) AS shortest, max(length(v)) AS longest,
       min({n: -n, v: v}, ${top}) FILTER (WHERE length(v) <= ${longestCategory}) AS listed
     FROM (${cells}) WHERE v IS NOT NULL GROUP BY i`,
  )
}

function profileOf({ name, count, missing }: TypedColumn, found: Row): CategoricalProfile {
  const listed = (found.listed ?? []) as unknown as readonly Row[]
  const categories = listed.map(({ v, n }) => ({ value: String(v), count: -Number(n) }))
  const other = count - categories.reduce((sum, category) => sum + category.count, 0)
  return {
    name,
    kind: 'categorical',
    count,
    missing,
    distinct: Number(found.distinct ?? 0),
    categories,
    other,
    ...(count > 0 && { min_length: Number(found.shortest), max_length: Number(found.longest) }),
  }
}
