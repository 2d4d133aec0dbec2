import type { NumericProfile } from './profile-schema.ts'
import type { Run } from './sorted-runs.ts'
import { type Known, summariseRuns } from './summarise-runs.ts'
import type { TypedColumn } from './typed-copy.ts'

/**
 * Profile of a numeric column.
 * @param runs its numbers in order; not read where there are none
 */
export async function numericProfile(
  { name, count, missing, invalid }: TypedColumn,
  known: Known,
  runs: AsyncIterable<readonly Run[]>,
): Promise<NumericProfile> {
  const base = { name, kind: 'numeric' as const, count, missing, invalid }
  if (known.count === 0) return { ...base, distinct: 0, edges: [], counts: [0] }
  return { ...base, ...(await summariseRuns(runs, known)) }
}
