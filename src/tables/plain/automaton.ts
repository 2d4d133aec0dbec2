import { type Expression, sizeOf } from '../expression.ts'

/** Whether a text is what all of several expressions say, told by a state that each of its bytes leads on. */
export interface Automaton {
  readonly first: number
  /** the state after a byte; {@link dead} where no text goes on so */
  follow(state: number, byte: number): number
  /** Whether a text may end in a state. */
  accepts(state: number): boolean
}

export const dead = 0
/** What expressions may come to, and how many states they may have. */
const largest = 5000
const mostStates = 4000

/** A place in an expression: what may follow, or which bytes lead on. */
type Place = { readonly free: readonly number[] } | { readonly of: Uint8Array; readonly next: number }

/** The places of expressions, whose ends come first; with the expression of each place. */
function placesOf(expressions: readonly Expression[]) {
  const places: Place[] = []
  const owners: number[] = []
  let owner = 0
  const add = (place: Place) => {
    owners.push(owner)
    return places.push(place) - 1
  }
  const build = (one: Expression, next: number): number => {
    if (one.kind === 'one') return add({ of: one.of, next })
    if (one.kind === 'all') return one.parts.reduceRight((after, part) => build(part, after), next)
    if (one.kind === 'any') return add({ free: one.branches.map((branch) => build(branch, next)) })
    const { part, least, most } = one
    let from = next
    if (most === Number.POSITIVE_INFINITY) {
      const free = [next]
      from = add({ free })
      free.push(build(part, from))
    } else for (let more = least; more < most; more++) from = add({ free: [build(part, from), next] })
    for (let more = 0; more < least; more++) from = build(part, from)
    return from
  }
  for (owner = 0; owner < expressions.length; owner++) add({ free: [] })
  const starts: number[] = []
  for (owner = 0; owner < expressions.length; owner++) starts.push(build(expressions[owner]!, owner))
  return { places, owners, starts }
}

/** @returns undefined where the expressions are too large */
export function automatonOf(expressions: readonly Expression[]): Automaton | undefined {
  if (expressions.reduce((size, one) => size + sizeOf(one), 0) > largest) return undefined
  const { places, owners, starts } = placesOf(expressions)
  const states: (readonly number[])[] = []
  const known = new Map<string, number>()
  /** by the places that a byte led to */
  const followed = new Map<string, number>()

  /** all places that are reached from these without a byte */
  const reached = (from: readonly number[]): number[] => {
    const all = new Set(from)
    for (const one of all) {
      const place = places[one]!
      if ('free' in place) for (const next of place.free) all.add(next)
    }
    return [...all].sort((a, b) => a - b)
  }
  const stateOf = (from: readonly number[]): number => {
    const all = reached(from)
    if (new Set(all.map((one) => owners[one])).size < expressions.length) return dead
    const name = all.join()
    const state = known.get(name)
    if (state !== undefined) return state
    // Of what has too many states, no text is said to be such.
    if (states.length === mostStates) return dead
    known.set(name, states.push(all) - 1)
    return states.length - 1
  }

  states.push([])
  return {
    first: stateOf(starts),
    follow(state, byte) {
      const next: number[] = []
      for (const one of states[state]!) {
        const place = places[one]!
        if ('of' in place && place.of[byte] === 1) next.push(place.next)
      }
      // Most bytes lead on as others do.
      const name = next.join()
      const found = followed.get(name) ?? stateOf(next)
      followed.set(name, found)
      return found
    },
    accepts: (state) => expressions.every((_, end) => states[state]!.includes(end)),
  }
}

/** Whether a part of some bytes is what an automaton says. */
export function isMatch(
  { first, follow, accepts }: Automaton,
  text: Uint8Array,
  from: number,
  to: number,
): boolean {
  let state = first
  for (let at = from; at < to && state !== dead; at++) state = follow(state, text[at]!)
  return state !== dead && accepts(state)
}
