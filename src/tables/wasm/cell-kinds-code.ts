import { at, bytes, cell, column, found, from, length, size, slot } from './plain-records-locals.ts'
import { kinds, lengthsAt, longestTold, masks } from './plain-records-memory.ts'
import {
  add,
  bytesEqual,
  bytesShiftedRight,
  constant,
  get,
  less,
  load,
  loadVector,
  loopWhile,
  or,
  select,
  set,
  shiftLeft,
  splat,
  store,
  storeVector,
  subtract,
  swizzle,
  vector,
  vectorAnd,
  vectorOr,
  when,
} from './wasm-code.ts'

/** Each kind's bytes are all pairs of some upper halves and some lower ones, which is how they are told apart. */
const charactersOf: Readonly<Record<string, number>> = {
  '0123456789': kinds.digit,
  '-': kinds.minus,
  '+': kinds.plus,
  '.': kinds.point,
  eE: kinds.exponent,
  ':': kinds.colon,
  TZ: kinds.letterTZ,
}

/** Kinds by the lower and by the upper half of a byte: those in both are the byte's own. */
function kindsByHalf(half: (code: number) => number): number[] {
  const found = Array.from({ length: 16 }, () => 0)
  for (const [characters, kind] of Object.entries(charactersOf))
    for (const character of characters) found[half(character.charCodeAt(0))]! |= kind
  return found
}

const byLower = kindsByHalf((code) => code & 15)
const byUpper = kindsByHalf((code) => code >> 4)

/** Adds what stands in the cell from `cell` to `at` to what is known of its column. */
export const lookAtCell = [
  set(length, subtract(get(at), get(cell))),
  set(slot, get(column)),
  store(
    get(column),
    or(
      load(get(column), lengthsAt),
      shiftLeft(
        constant(1),
        select(less(get(length), constant(longestTold)), get(length), constant(longestTold)),
      ),
    ),
    lengthsAt,
  ),
  set(from, constant(0)),
  loopWhile(
    less(get(from), get(length)),
    set(bytes, loadVector(add(get(cell), get(from)))),
    set(
      found,
      vectorAnd(
        swizzle(vector(byLower), vectorAnd(get(bytes), splat(constant(15)))),
        swizzle(vector(byUpper), bytesShiftedRight(get(bytes), 4)),
      ),
    ),
    set(
      found,
      vectorOr(
        get(found),
        vectorAnd(bytesEqual(get(found), splat(constant(0))), splat(constant(kinds.other))),
      ),
    ),
    set(size, subtract(get(length), get(from))),
    storeVector(
      get(slot),
      vectorOr(
        loadVector(get(slot)),
        vectorAnd(
          get(found),
          loadVector(
            subtract(constant(masks + 16), select(less(get(size), constant(16)), get(size), constant(16))),
          ),
        ),
      ),
    ),
    set(from, add(get(from), constant(16))),
    when(less(get(from), constant(48)), set(slot, add(get(slot), constant(16)))),
  ),
]
