import type { Value } from '../tables/engine/engine.ts'
import type { Reading } from './reading.ts'

/**
 * SQL aggregates over the readings of a table that show that a column repeats no value: cells that are missing, that
 * have the column's type, that only their own text tells apart, and different values. Whole numbers are counted by a bit each where
 * they most likely lie close together; the rest of them, and all other values, are held.
 */
export function uniqueCounts({ cell: { reach }, value, missing, ok, rest }: Reading): string[] {
  const there = `NOT ${missing} AND (${ok})`
  const counted = (rows: string) => `count_if(${rows})`
  const different = (rows: string) => `count(DISTINCT CASE WHEN ${rows} THEN ${value} END)`
  const known = [counted(missing), counted(there), counted(`${there} AND (${rest}) IS NOT NULL`)]
  if (reach === undefined) return [...known, different(there)]
  const [low, high] = reach
  const within = `${value} BETWEEN ${low}::BIGINT AND ${high}::BIGINT`
  const bits = `bitstring_agg(CASE WHEN ${there} AND ${within} THEN ${value} END, ${low}::BIGINT, ${high}::BIGINT)`
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
