import type { Engine } from './engine.ts'
import { findColumn } from './find-column.ts'
import { numericProfile } from './numeric-profile.ts'
import type { CategoricalProfile, Profile } from './profile-schema.ts'
import type { Table } from './table.ts'
import { type Kind, type TypedColumn, typedCopy } from './typed-copy.ts'

export interface ProfileOptions {
  /** columns to profile, with their kinds where they are known; default: all whose name is theirs alone */
  readonly columns?: readonly { readonly name: string; readonly kind?: Kind }[]
  /** texts that stand for a missing value; default: '' */
  readonly missing?: readonly string[]
  /** categories that are counted one by one; default: 50 */
  readonly top?: number
}

/** Longer texts are no categories: they count as `other`. */
const longestCategory = 200

/**
 * Counts of every column of a table, exact, in the order of its columns.
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export async function profileTable(
  engine: Engine,
  table: Table,
  options: ProfileOptions = {},
): Promise<Profile> {
  const alone = table.columns.filter(
    ({ name }, i) => name !== '' && !table.columns.some((other, j) => j !== i && other.name === name),
  )
  const wanted = (options.columns ?? alone).map(({ name, ...rest }) => ({
    column: findColumn(table, name),
    ...('kind' in rest && rest.kind !== undefined ? { kind: rest.kind } : {}),
  }))
  const typed = await typedCopy(engine, table, wanted, options.missing ?? [''])
  const columns: Profile['columns'] = []
  for (const column of typed.columns) {
    columns.push(
      column.kind === 'numeric'
        ? await numericProfile(engine, typed.relation, column)
        : await categoricalProfile(engine, typed.relation, column, options.top ?? 50),
    )
  }
  return { schema: 'modelassay/profile/v1', rows: table.rows, columns }
}

async function categoricalProfile(
  engine: Engine,
  relation: string,
  { name, sql, count, missing }: TypedColumn,
  top: number,
): Promise<CategoricalProfile> {
  const groups = `SELECT ${sql} AS v, count(*) AS n FROM ${relation} WHERE ${sql} IS NOT NULL GROUP BY ${sql}`
  const [all] = await engine.rows(`SELECT count(*) AS n FROM (${groups})`)
  const listed = await engine.rows(
    `SELECT v, n FROM (${groups}) WHERE length(v) <= ${longestCategory} ORDER BY n DESC, v LIMIT ${top}`,
  )
  const categories = listed.map(({ v, n }) => ({ value: String(v), count: Number(n) }))
  const other = count - categories.reduce((sum, category) => sum + category.count, 0)
  return { name, kind: 'categorical', count, missing, distinct: Number(all?.n), categories, other }
}
