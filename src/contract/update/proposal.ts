import { counted, grouped } from '../../report/number.ts'
import { atLeast, percent } from '../infer/words.ts'
import type { Edit } from './edit.ts'

/** What a change does to the set of tables that keep the contract. */
export type Effect = 'loosens' | 'tightens' | 'loosens and tightens'

/** A change of the contract with what speaks for it. */
export interface Proposal {
  /** one line */
  readonly what: string
  readonly effect: Effect
  /** lines; nothing of the data's but in quotes */
  readonly evidence: readonly string[]
  readonly edits: readonly Edit[]
}

/** What the data break and no change is proposed for, and why. */
export interface Unproposed {
  readonly what: string
  readonly why: string
}

export interface Outcome {
  readonly proposals: readonly Proposal[]
  readonly unproposed: readonly Unproposed[]
}

const fewestNews = 2

/**
 * Whether rows are enough to be news about the world and no slip: what occurs in one row, or in a smaller share than the
 * user sets, is held for an error in the data; it is said, and the contract stays. TFDV draws the same line.
 */
export const isNews = (count: number, rows: number, share: number) =>
  count >= fewestNews && count / rows >= share

/** Why rows are not news. */
export const tooFew = (share: number) =>
  `held for an error: less than ${fewestNews} rows, or than ${Number((100 * share).toPrecision(3))} % of them`

/**
 * How many rows it is, with the lower bound of their share, and where the first is.
 * @param verbs for one row and for several
 */
export function rowsText(
  count: number,
  rows: number,
  [one, several]: readonly [one: string, several: string],
  rest: string,
  where: string,
): string {
  const share = `${percent(count / rows)}; ${atLeast(count, rows)}`
  return `${counted(count, 'row')} of ${grouped(rows)} ${count === 1 ? one : several} ${rest} (${share}), first at ${where}`
}

export const have = ['has', 'have'] as const
export const lie = ['lies', 'lie'] as const
