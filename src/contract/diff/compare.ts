import { canonicalJson } from '../../record/canonical-json.ts'
import { type Effect, looser, neutral, other, tighter } from './change.ts'
import { plain } from './plain.ts'

/** A contract, or part of one, as the document that it is. */
export type Tree = { readonly [key: string]: unknown }

export const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

export const treeOf = (value: unknown): Tree => (isTree(value) ? value : {})
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

export const keyOf = (value: unknown): string => canonicalJson(plain(value) ?? '')
export const same = (a: unknown, b: unknown): boolean =>
  a === b || (a !== undefined && b !== undefined && keyOf(a) === keyOf(b))

const longestList = 5

/** Values for a sentence, hostile as they are: `"a", "b" and 3 more`. */
export function several(values: readonly unknown[]): string {
  const shown = values.slice(0, longestList).map(one)
  const rest = values.length - shown.length
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`
  const last = shown.pop()
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`
}

const longestValue = 60

/** A value for a sentence. */
export function one(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text
}

/** What values of a field are ordered by; undefined for what is none of its type. */
export type OrderOf = (value: unknown) => number | bigint | string | undefined

/** @returns negative where `a` comes first; undefined where the two cannot be compared */
export function compared(a: ReturnType<OrderOf>, b: ReturnType<OrderOf>): number | undefined {
  if (a === undefined || b === undefined || (typeof a === 'string') !== (typeof b === 'string'))
    return undefined
  return a < b ? -1 : a > b ? 1 : a === b || Number(a) === Number(b) ? 0 : undefined
}

/** A bound of what is allowed: the value, and whether it is itself left out. */
export interface Bound {
  readonly value: unknown
  readonly order: ReturnType<OrderOf>
  readonly exclusive: boolean
}

/** @param side `least`: smaller bounds allow more; `most`: larger ones do */
export function boundEffect(
  side: 'least' | 'most',
  old: Bound | undefined,
  now: Bound | undefined,
  what: string,
): Effect {
  const beyond = (bound: Bound | undefined) => beyondBound(side, bound)
  if (now === undefined)
    return looser(`${what} ${beyond(old)} are valid now: the trained model never saw them`)
  if (old === undefined) return tighter(`${what} ${beyond(now)} were valid, and fail now`)
  const difference = compared(now.order, old.order)
  if (difference === undefined)
    return other(
      `${said(old)} and ${said(now)} cannot be compared: ${what} may fail that were valid, or pass`,
    )
  const outward = side === 'least' ? -difference : difference
  if (outward > 0 || (outward === 0 && old.exclusive && !now.exclusive))
    return looser(`${what} ${beyond(old)} are valid now: the trained model never saw them`)
  if (outward < 0 || (outward === 0 && now.exclusive && !old.exclusive))
    return tighter(`${what} ${beyond(now)} were valid, and fail now`)
  return neutral('it allows the same as before')
}

/** Where what a bound forbids lies: `below 10`, or `not above 10` where 10 itself is forbidden. */
function beyondBound(side: 'least' | 'most', bound: Bound | undefined): string {
  const [outside, inside] = side === 'least' ? ['below', 'above'] : ['above', 'below']
  return `${bound?.exclusive ? `not ${inside}` : outside} ${said(bound)}`
}

const said = (bound: Bound | undefined) => one(bound?.value)

/** A list of what is allowed, whose order says nothing; absent, anything is. */
export function allowedEffect(
  old: readonly unknown[] | undefined,
  now: readonly unknown[] | undefined,
  what: string,
): Effect {
  if (now === undefined)
    return looser(`any ${what} is valid now: the trained model knows only ${several(old ?? [])}`)
  if (old === undefined) return tighter(`any ${what} was valid; others than ${several(now)} fail now`)
  const [before, after] = [new Set(old.map(keyOf)), new Set(now.map(keyOf))]
  const added = now.filter((value) => !before.has(keyOf(value)))
  const gone = old.filter((value) => !after.has(keyOf(value)))
  const came = `${several(added)} ${added.length === 1 ? 'is' : 'are'} new: the trained model never saw ${added.length === 1 ? 'it' : 'them'}`
  const went = `${several(gone)} ${gone.length === 1 ? 'was' : 'were'} valid, and ${gone.length === 1 ? 'fails' : 'fail'} now`
  if (added.length > 0 && gone.length > 0) return other(`${came}; ${went}`)
  if (added.length > 0) return looser(came)
  return gone.length > 0 ? tighter(went) : neutral('the same values in another order')
}

/** A demand that is made or not. */
export function demandEffect(
  old: unknown,
  now: unknown,
  words: { readonly gone: string; readonly added: string; readonly changed: string },
): Effect {
  if (now === undefined) return looser(words.gone)
  return old === undefined ? tighter(words.added) : other(words.changed)
}
