import { literal } from '../../tables/quote.ts'
import type { Operator, TypedCell, Written } from './type.ts'

export const always = () => 'true'
export const present = (value: string) => `${value} IS NOT NULL`
export const finite = (value: string) => `coalesce(isfinite(${value}), false)`

/** SQL: does the whole text match? */
export const matches = (text: string, pattern: string) => `regexp_full_match(${text}, ${literal(pattern)})`

/** SQL of a cast that is tried only where a condition holds, and NULL elsewhere. */
export const guarded = (condition: string, text: string, type: string) =>
  `CASE WHEN ${condition} THEN try_cast(${text} AS ${type}) END`

export const plainly = (value: string, operator: Operator, { sql }: Written) => `${value} ${operator} ${sql}`

/** The text of cells that have no value tells them apart. */
export const textWhereNone = (text: string) => (value: string) =>
  `CASE WHEN ${value} IS NULL THEN ${text} END`

/** A cell that has its type where it has a value, and is told apart by that. */
export const valued = (value: string, text: string): TypedCell => ({
  value,
  ok: present,
  rest: textWhereNone(text),
  compared: plainly,
})
