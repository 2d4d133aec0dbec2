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
  key,
  negative,
  nothing,
  slot,
} from './cell-counts-locals.ts'
import { decimalsAt, leastAt, longTens, mostDecimals, slotCountAt, slotsAt } from './cell-counts-memory.ts'
import { decimalDigits } from './decimal-digits-code.ts'
import {
  add,
  and,
  asLong,
  asShort,
  type Code,
  constant,
  equal,
  get,
  less,
  load,
  loadLong,
  longConstant,
  longLess,
  longMultiply,
  longSubtract,
  set,
  shiftLeft,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

export const countNumber: readonly Code[] = [
  set(fits, constant(1)),
  ...decimalDigits({ cell, at, negative, behind, whole: key, from, character }, [], [set(fits, nothing)]),
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
