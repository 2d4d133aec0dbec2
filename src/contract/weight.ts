import { counted, grouped, percent } from '../report/number.ts'

/** What a broken check counts as, where the contract has a say. */
export const severities = ['error', 'warning'] as const
export type Severity = (typeof severities)[number]

/** How heavy a fault is: what it counts as, and how many rows may have it before it counts at all. */
export interface Weight {
  /** default: error */
  readonly severity?: Severity
  /** share of the table's rows that may fail, 0 to 1; default: 0 */
  readonly tolerance?: number
}

/** What a fault came to count as: `tolerated` is within its tolerance, is shown, and never fails. */
export const outcomes = [...severities, 'tolerated'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * Shares are compared, not counts: 29 / 100 is the same double as 0.29, but 0.29 * 100 is less than 29.
 * @param rows all rows of the table, at least as many as `count`
 */
export function outcomeOf(
  count: number,
  rows: number,
  { severity = 'error', tolerance = 0 }: Weight,
): Outcome {
  return tolerance > 0 && count / rows <= tolerance ? 'tolerated' : severity
}

/** How many rows failed and how many might, where some might; otherwise nothing. */
export function shareText(count: number, rows: number, { tolerance = 0 }: Weight): string {
  if (tolerance === 0) return ''
  const found = `${grouped(count)} of ${counted(rows, 'row')}, ${percent(count / rows)}`
  return ` (${found}; the contract tolerates ${percent(tolerance)})`
}
