import {
  at,
  behind,
  cell,
  character,
  column,
  countSlot,
  fits,
  from,
  giveUp,
  increased,
  key,
  negative,
  nothing,
  slot,
} from './cell-counts-locals.ts'
import { decimalsAt, leastAt, longTens, mostDecimals, slotCountAt, slotsAt } from './cell-counts-memory.ts'
import {
  add,
  and,
  asLong,
  asShort,
  type Code,
  constant,
  differs,
  equal,
  get,
  less,
  load,
  loadByte,
  loadLong,
  longAdd,
  longConstant,
  longLess,
  longMultiply,
  longSubtract,
  loopWhile,
  or,
  set,
  shiftLeft,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48

export const countNumber: readonly Code[] = [
  set(negative, equal(loadByte(get(cell)), constant(MINUS))),
  set(from, add(get(cell), get(negative))),
  set(key, longConstant(0)),
  set(behind, constant(-1)),
  set(fits, constant(1)),
  loopWhile(
    less(get(from), get(at)),
    set(character, subtract(loadByte(get(from)), constant(ZERO))),
    whenElse(
      less(get(character), constant(10)),
      [
        set(key, longAdd(longMultiply(get(key), longConstant(10)), asLong(get(character)))),
        when(differs(get(behind), constant(-1)), increased(behind)),
      ],
      [
        when(
          or(differs(get(character), constant(POINT - ZERO)), differs(get(behind), constant(-1))),
          set(fits, nothing),
        ),
        set(behind, nothing),
      ],
    ),
    increased(from),
  ),
  when(equal(get(behind), constant(-1)), set(behind, nothing)),
  set(behind, subtract(load(get(column), decimalsAt), get(behind))),
  set(fits, and(get(fits), less(get(behind), constant(mostDecimals + 1)))),
  set(
    key,
    longMultiply(
      get(key),
      loadLong(shiftLeft(and(get(behind), constant(mostDecimals)), constant(3)), longTens),
    ),
  ),
  when(get(negative), set(key, longSubtract(longConstant(0), get(key)))),
  set(key, longSubtract(get(key), loadLong(get(column), leastAt))),
  whenElse(
    and(get(fits), longLess(get(key), asLong(load(get(column), slotCountAt)))),
    [set(slot, add(load(get(column), slotsAt), asShort(get(key)))), ...countSlot],
    [giveUp],
  ),
]
