import type { DriftCheckRecord } from '../record/drift-check.ts'
import { counted, grouped } from '../report/number.ts'
import { visible } from '../report/visible.ts'

export type JudgedColumn = NonNullable<DriftCheckRecord['columns']>[number]

export interface DriftVerdict {
  readonly verdict: 'stable' | 'drifted' | 'inconclusive'
  readonly reason: string
}

/** Rows of either side. */
export interface Rows {
  readonly reference: number
  readonly current: number
}

/** A column that the current data lacks has drifted, whatever the number of rows. */
export const absentColumn = ({ name, kind }: Pick<JudgedColumn, 'name' | 'kind'>): JudgedColumn => ({
  name,
  kind,
  method: 'presence',
  drifted: true,
  rows: 0,
  reason: 'missing from the current data',
})

/** With fewer rows than the minimum on either side a column has a score, but nobody says that it drifted. */
export function withheld(columns: readonly JudgedColumn[], rows: Rows, minRows: number): JudgedColumn[] {
  return columns.map((column) =>
    tooFew(rows, minRows) && column.drifted && column.method !== 'presence'
      ? { ...column, drifted: false, reason: 'too few rows to tell' }
      : column,
  )
}

/** Drift in any column is drift. Too few rows, or nothing to compare, is no answer, which is not the same as none. */
export function driftVerdict(columns: readonly JudgedColumn[], rows: Rows, minRows: number): DriftVerdict {
  if (columns.length === 0) return { verdict: 'inconclusive', reason: 'there is no column to compare' }
  const drifted = columns.filter((column) => column.drifted)
  if (drifted.length > 0)
    return {
      verdict: 'drifted',
      reason: `${drifted.length} of ${counted(columns.length, 'column')} drifted: ${listed(drifted)}`,
    }
  if (tooFew(rows, minRows)) {
    const [side, count] =
      rows.current < minRows ? ['live data', rows.current] : ['reference data', rows.reference]
    return {
      verdict: 'inconclusive',
      reason: `${counted(count, 'row')} of ${side} ${count === 1 ? 'is' : 'are'} too few to tell: at least ${grouped(minRows)} are needed`,
    }
  }
  return {
    verdict: 'stable',
    reason: `none of ${counted(columns.length, 'column')} drifted in ${counted(rows.current, 'row')}`,
  }
}

const tooFew = ({ reference, current }: Rows, minRows: number) => Math.min(reference, current) < minRows

const shown = 10

function listed(columns: readonly JudgedColumn[]): string {
  const names = columns.slice(0, shown).map(({ name }) => visible(name, 80))
  const rest = columns.length - names.length
  return `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}
