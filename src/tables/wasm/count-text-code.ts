import {
  at,
  cell,
  column,
  from,
  giveUp,
  hash,
  increased,
  known,
  nothing,
  page,
  place,
  seeking,
  size,
  slot,
} from './cell-counts-locals.ts'
import {
  entry,
  lastBesideAt,
  mostLooks,
  nextBesideAt,
  slotCountAt,
  slotsAt,
  textSlots,
} from './cell-counts-memory.ts'
import {
  add,
  and,
  type Code,
  constant,
  differing,
  differs,
  equal,
  get,
  greater,
  isZero,
  less,
  load,
  loadByte,
  loopWhile,
  multiply,
  or,
  set,
  shiftLeft,
  store,
  storeByte,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

/** FNV-1a, of 32 bits. */
const hashText: readonly Code[] = [
  set(hash, constant(0x811c9dc5 | 0)),
  set(from, get(cell)),
  loopWhile(
    less(get(from), get(at)),
    set(hash, multiply(differing(get(hash), loadByte(get(from))), constant(16_777_619))),
    increased(from),
  ),
]

/**
 * The slot of the text in the cell and the entry that it leads to, or the first free one and 0. The column is given up
 * where these lie far from its place, or another text of its length has its hash: a file that was made for that would
 * have each of its cells compared with thousands of others.
 */
const findText: readonly Code[] = [
  set(place, and(get(hash), constant(textSlots - 1))),
  set(seeking, constant(mostLooks)),
  loopWhile(
    get(seeking),
    set(slot, add(load(get(column), slotsAt), shiftLeft(get(place), constant(2)))),
    set(known, load(get(slot))),
    whenElse(
      isZero(get(known)),
      [set(seeking, nothing)],
      [
        when(
          and(equal(load(get(known), entry.hash), get(hash)), equal(load(get(known), entry.size), get(size))),
          set(from, nothing),
          loopWhile(
            and(
              less(get(from), get(size)),
              equal(loadByte(add(get(cell), get(from))), loadByte(add(get(known), get(from)), entry.text)),
            ),
            increased(from),
          ),
          when(differs(get(from), get(size)), giveUp),
          set(seeking, nothing),
        ),
        set(place, and(add(get(place), constant(1)), constant(textSlots - 1))),
        when(
          get(seeking),
          set(seeking, subtract(get(seeking), constant(1))),
          when(isZero(get(seeking)), giveUp),
        ),
      ],
    ),
  ),
]

/** Enters the text in the cell at `known`, where the slot is to lead. */
const enterText: readonly Code[] = [
  store(get(slot), get(known)),
  store(get(known), get(hash), entry.hash),
  store(get(known), get(size), entry.size),
  store(get(known), constant(1), entry.count),
  set(from, nothing),
  loopWhile(
    less(get(from), get(size)),
    storeByte(add(add(get(known), constant(entry.text)), get(from)), loadByte(add(get(cell), get(from)))),
    increased(from),
  ),
]

export const countText: readonly Code[] = [
  ...hashText,
  ...findText,
  whenElse(
    get(known),
    [store(get(known), add(load(get(known), entry.count), constant(1)), entry.count)],
    [
      set(known, load(get(column), nextBesideAt)),
      set(page, and(add(get(known), add(get(size), constant(entry.text + 3))), constant(-4))),
      whenElse(
        or(greater(get(page), load(get(column), lastBesideAt)), isZero(load(get(column), slotCountAt))),
        [giveUp],
        [
          ...enterText,
          store(get(column), get(page), nextBesideAt),
          store(get(column), subtract(load(get(column), slotCountAt), constant(1)), slotCountAt),
        ],
      ),
    ],
  ),
]
