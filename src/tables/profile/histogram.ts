import type { Engine } from '../engine/engine.ts'
import { findColumn } from '../find-column.ts'
import { literal } from '../quote.ts'
import type { Table } from '../table.ts'
import { typedCopy } from '../typed-copy.ts'
import type { ColumnProfile } from './profile-schema.ts'

/** A column counted into the bins of a profile's column. */
export interface Histogram {
  readonly name: string
  /** as many as the profile has bins: numeric `counts`, or its categories and then all other ones */
  readonly counts: readonly number[]
  readonly missing: number
  /** cells that are neither missing nor numbers, in a numeric column */
  readonly invalid: number
}

/**
 * Counts columns of a table into the bins that a profile of another table cut, for the comparison of the two.
 * @param profiles columns to count; the table must have each
 * @param missing texts that stand for a missing value
 * @throws AssayError input `missing-column`, `duplicate-column`
 */
export async function histograms(
  engine: Engine,
  table: Table,
  profiles: readonly ColumnProfile[],
  missing: readonly string[] = [''],
): Promise<Histogram[]> {
  const wanted = profiles.map(({ name, kind }) => ({ column: findColumn(table, name), kind, missing }))
  const typed = await typedCopy(engine, table, wanted)
  const counted: Histogram[] = []
  for (const [i, { name, sql, missing: missingCount, invalid }] of typed.columns.entries()) {
    const { bin, bins } = binOf(profiles[i]!, sql)
    const rows = await engine.rows(
      `SELECT ${bin} AS bin, count(*) AS n FROM ${typed.relation} WHERE ${sql} IS NOT NULL GROUP BY bin`,
    )
    const counts = Array.from({ length: bins }, () => 0)
    for (const row of rows) counts[Number(row.bin)] = Number(row.n)
    counted.push({ name, counts, missing: missingCount, invalid })
  }
  return counted
}

/** The counts of a profile's own column, in the same bins. */
export const histogramOfProfile = (profile: ColumnProfile): readonly number[] =>
  profile.kind === 'numeric'
    ? profile.counts
    : [...profile.categories.map(({ count }) => count), profile.other]

function binOf(profile: ColumnProfile, sql: string): { bin: string; bins: number } {
  // A number written as a decimal literal would take a detour through DECIMAL; as a text it is the same double again.
  const conditions =
    profile.kind === 'numeric'
      ? profile.edges.map((edge) => `${sql} <= ${literal(String(edge))}::DOUBLE`)
      : profile.categories.map(({ value }) => `${sql} = ${literal(value)}`)
  const cases = conditions.map((condition, i) => `WHEN ${condition} THEN ${i}`)
  const last = conditions.length
  return { bin: cases.length === 0 ? `${last}` : `CASE ${cases.join(' ')} ELSE ${last} END`, bins: last + 1 }
}
