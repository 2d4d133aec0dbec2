import type { TypedColumn } from '../typed-copy.ts'
import type { NumericProfile } from './profile-schema.ts'
import type { Ordered } from './sorted-runs.ts'
import { summariseRuns } from './summarise-runs.ts'

/**
 * Profile of a numeric column.
 * @param numbers undefined where it has none
 */
export async function numericProfile(
  { name, count, missing, invalid }: TypedColumn,
  numbers: Ordered | undefined,
): Promise<NumericProfile> {
  const base = { name, kind: 'numeric' as const, count, missing, invalid }
  if (numbers === undefined) return { ...base, distinct: 0, edges: [], counts: [0] }
  return { ...base, ...(await summariseRuns(numbers)) }
}
