import type { Value } from '../tables/engine.ts'
import type { Reading } from './reading.ts'

/**
 * SQL aggregates over the readings of a table that show that a column repeats no value: cells that are missing, that
 * are not, that only their own text tells apart, and different values. Whole numbers are counted by a bit each where
 * they most likely lie close together; the rest of them, and all other values, are held.
 */
export function uniqueCounts({ cell: { reach }, value, missing, rest }: Reading): string[] {
  const there = `NOT ${missing}`
  const counted = (rows: string) => `count(*) FILTER (WHERE ${rows})`
  const different = (rows: string) => `count(DISTINCT ${value}) FILTER (WHERE ${rows})`
  const known = [counted(missing), counted(there), counted(`${there} AND (${rest}) IS NOT NULL`)]
  if (reach === undefined) return [...known, different(there)]
  const [low, high] = reach
  const within = `${value} BETWEEN ${low}::BIGINT AND ${high}::BIGINT`
  const bits = `bitstring_agg(${value}, ${low}::BIGINT, ${high}::BIGINT) FILTER (WHERE ${there} AND ${within})`
  return [...known, `coalesce(bit_count(${bits}), 0) + ${different(`${there} AND NOT (${within})`)}`]
}

/**
 * @param counts values of {@link uniqueCounts}
 * @param present whether a missing cell is at fault, too
 * @returns false where values are repeated, or may be
 */
export function isUnique(counts: readonly Value[], present: boolean): boolean {
  const [missing, there, toldByText, different] = counts.map(Number)
  return toldByText === 0 && there === different && (missing === 0 || !present)
}
