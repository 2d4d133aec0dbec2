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

/** Values that SQL compares as they are. */
export const comparable: Pick<TypedCell, 'compared' | 'among'> = {
  compared: (value, operator, { sql }) => `${value} ${operator} ${sql}`,
  among: (value, list) => `list_contains([${list.map(({ sql }) => sql).join(', ')}], ${value})`,
}

/** The same for values with a comparison of their own. */
export const comparedBy = (
  compared: (value: string, operator: Operator, written: Written) => string,
): Pick<TypedCell, 'compared' | 'among'> => ({
  compared,
  among: (value, list) => `(${list.map((one) => compared(value, '=', one)).join(' OR ')})`,
})

/** The text of cells that have no value tells them apart. */
export const textWhereNone = (text: string) => (value: string) =>
  `CASE WHEN ${value} IS NULL THEN ${text} END`

/** A cell that has its type where it has a value, and is told apart by that. */
export const valued = (value: string, text: string): TypedCell => ({
  value,
  ok: present,
  rest: textWhereNone(text),
  provenBy: 'a bound',
  ...comparable,
})

/** A cell of a typed column, every value of which is of the type. */
export const stored = (value: string, text: string): TypedCell => ({ ...valued(value, text), ok: always })

/** A text as part of a regular expression, of RE2 and of JavaScript. */
export const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** The same expression for JavaScript; the whole text must match. */
export const whole = (pattern: string) => new RegExp(`^(?:${pattern})$`, 'u')
