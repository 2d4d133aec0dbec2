import type { DriftCheckRecord } from '../record/drift-check.ts'

export type JudgedColumn = NonNullable<DriftCheckRecord['columns']>[number]

export interface DriftVerdict {
  readonly verdict: 'stable' | 'drifted' | 'inconclusive'
  readonly reason: string
}

/** A column that the current data lacks has drifted, whatever the number of rows. */
export const absentColumn = (name: string, kind: 'numeric' | 'categorical'): JudgedColumn => ({
  name,
  kind,
  method: 'presence',
  drifted: true,
  rows: 0,
  reason: 'missing from the current data',
})

/** Drift in any column is drift. Too few rows, or nothing to compare, is no answer, which is not the same as none. */
export function driftVerdict(columns: readonly JudgedColumn[], rows: number, minRows: number): DriftVerdict {
  if (columns.length === 0) return { verdict: 'inconclusive', reason: 'there is no column to compare' }
  const drifted = columns.filter((column) => column.drifted)
  const certain = drifted.filter(({ method }) => method === 'presence')
  const told = rows < minRows ? certain : drifted
  if (told.length > 0)
    return {
      verdict: 'drifted',
      reason: `${told.length} of ${columns.length} columns drifted: ${told.map(({ name }) => name).join(', ')}`,
    }
  if (rows < minRows)
    return {
      verdict: 'inconclusive',
      reason: `${rows} rows are too few to tell: at least ${minRows} are needed`,
    }
  return { verdict: 'stable', reason: `none of ${columns.length} columns drifted in ${rows} rows` }
}
