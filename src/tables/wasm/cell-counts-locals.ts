import { fullSlot, lastBesideAt, methodAt, methods, nextBesideAt } from './cell-counts-memory.ts'
import {
  add,
  type Code,
  constant,
  equal,
  get,
  less,
  load,
  loadByte,
  set,
  store,
  storeByte,
  whenElse,
} from './wasm-code.ts'

// Parameters: where the bytes begin, where they end, the delimiter, cells of a record.
export const [begin, end, delimiter, width] = [0, 1, 2, 3]
export const [block, ends, at, cell, cells, column, size, method] = [4, 5, 6, 7, 8, 9, 10, 11]
export const [from, character, negative, behind] = [12, 13, 14, 15]
export const [slot, noted, page, day, fits] = [16, 17, 18, 19, 20]
export const [hash, place, known, seeking] = [21, 22, 23, 24]
export const [year, month, hour, minute, seconds] = [25, 26, 27, 28, 29]
export const [bytes, second] = [30, 31]
export const [key] = [32]

export const nothing = constant(0)
export const increased = (local: number, by = 1): Code => set(local, add(get(local), constant(by)))

/** Counts the column no longer. */
export const giveUp = store(get(column), constant(methods.none), methodAt)

/** Counts in `slot`. */
export const countSlot: readonly Code[] = [
  set(character, loadByte(get(slot))),
  whenElse(
    equal(get(character), constant(fullSlot)),
    [
      storeByte(get(slot), constant(1)),
      set(noted, load(get(column), nextBesideAt)),
      whenElse(
        less(get(noted), load(get(column), lastBesideAt)),
        [store(get(noted), get(slot)), store(get(column), add(get(noted), constant(4)), nextBesideAt)],
        [giveUp],
      ),
    ],
    [storeByte(get(slot), add(get(character), constant(1)))],
  ),
]
