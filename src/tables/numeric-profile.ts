import type { Engine } from './engine.ts'
import type { NumericProfile } from './profile-schema.ts'
import { sortedRuns } from './sorted-runs.ts'
import { summariseRuns } from './summarise-runs.ts'
import type { TypedColumn } from './typed-copy.ts'

/** What one statement over all columns found out of a column of numbers. */
export interface Span {
  readonly min: number
  readonly max: number
  /** about how many values differ */
  readonly different: number
}

/** Profile of a numeric column. */
export async function numericProfile(
  engine: Engine,
  relation: string,
  { name, sql, count, missing, invalid }: TypedColumn,
  { min, max, different }: Span,
): Promise<NumericProfile> {
  const base = { name, kind: 'numeric' as const, count, missing, invalid }
  if (count === 0) return { ...base, distinct: 0, edges: [], counts: [0] }
  const runs = sortedRuns(engine, relation, sql, different)
  return { ...base, ...(await summariseRuns(runs, { count, min, max })) }
}
