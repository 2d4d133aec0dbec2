import { ascending, ascendingWords } from '../../stats/order.ts'
import { mergedRuns } from './merged-runs.ts'

/** Ids in the order of their code units. */
interface OrderedIds {
  /** indices into the ids; equal ones keep their order. Not to be changed */
  readonly order: Uint32Array
  /** the ids in that order. Not to be changed either */
  readonly sorted: readonly string[]
}

/**
 * Orders ids by code unit. Running numbers are a few ascending runs, which are merged. Of others what they have in common
 * at the start is left aside, and the few characters after it mostly tell them apart: a radix sort over those takes a
 * tenth of comparing texts.
 * @returns the very same for the same ids, so that who compares them need not look at each
 */
export function orderedIds(ids: readonly string[]): OrderedIds {
  if (last === undefined || !sameTexts(last.ids, ids)) {
    const order = mergedRuns(ids) ?? sortedOrder(ids)
    const sorted = new Array<string>(ids.length)
    for (let at = 0; at < ids.length; at++) sorted[at] = ids[order[at]!]!
    last = { ids, order, sorted }
  }
  return last
}

/** Candidate and baseline mostly have the same ids in the same places: to see that takes a tenth of sorting them. */
let last: (OrderedIds & { readonly ids: readonly string[] }) | undefined

const sameTexts = (some: readonly string[], others: readonly string[]) =>
  some.length === others.length && some.every((id, row) => id === others[row])

function sortedOrder(ids: readonly string[]): Uint32Array {
  const keys = keysOf(ids)
  if (keys === undefined) return compared(ids)
  const order = keys instanceof Uint32Array ? ascendingWords(keys) : ascending(keys)
  for (let at = 0; at < order.length; ) {
    let end = at + 1
    while (end < order.length && keys[order[end]!] === keys[order[at]!]) end++
    if (end > at + 1) order.subarray(at, end).sort(byText(ids))
    at = end
  }
  return order
}

const compared = (ids: readonly string[]) => Uint32Array.from(ids, (_, row) => row).sort(byText(ids))

const byText = (ids: readonly string[]) => (a: number, b: number) =>
  ids[a]! < ids[b]! ? -1 : ids[a]! > ids[b]! ? 1 : a - b

function commonStart(ids: readonly string[]): number {
  const [first = ''] = ids
  let length = first.length
  for (const id of ids) {
    let at = 0
    while (at < length && id.charCodeAt(at) === first.charCodeAt(at)) at++
    length = at
  }
  return length
}

/** Codes from here on have no key. */
const codes = 256

/**
 * A number for each id that is as its first characters behind the common start are: as many as fit, in a numeral system
 * of as many digits as there are different characters, and one for the end of the text.
 */
function keysOf(ids: readonly string[]): Uint32Array | Float64Array | undefined {
  const from = commonStart(ids)
  const alphabet = alphabetOf(ids, from)
  if (alphabet === undefined) return undefined
  const { digitOf, base, length } = alphabet
  let keyed = 1
  while (keyed < length && base ** (keyed + 1) <= Number.MAX_SAFE_INTEGER) keyed++
  const keys = base ** keyed <= 2 ** 32 ? new Uint32Array(ids.length) : new Float64Array(ids.length)
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row]!
    let key = 0
    for (let at = from; at < from + keyed; at++)
      key = key * base + (at < id.length ? digitOf[id.charCodeAt(at)]! : 0)
    keys[row] = key
  }
  return keys
}

/** The characters of ids behind their common start as digits from 1, and the most that one has; undefined beyond codes. */
function alphabetOf(ids: readonly string[], from: number) {
  const digitOf = new Uint16Array(codes)
  let length = 0
  for (const id of ids) {
    if (id.length - from > length) length = id.length - from
    for (let at = from; at < id.length; at++) {
      const code = id.charCodeAt(at)
      if (code >= codes) return undefined
      digitOf[code] = 1
    }
  }
  let base = 1
  for (let code = 0; code < codes; code++) if (digitOf[code] === 1) digitOf[code] = base++
  return { digitOf, base, length }
}
