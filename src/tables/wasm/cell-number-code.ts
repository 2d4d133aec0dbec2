import { decimalDigits } from './decimal-digits-code.ts'
import {
  at,
  behind,
  cell,
  character,
  column,
  digits,
  from,
  mantissa,
  negative,
  number,
} from './plain-records-locals.ts'
import { decimalsAt, highAt, lowAt, mostDigits, oddAt, putAt, tens } from './plain-records-memory.ts'
import {
  add,
  asDouble,
  constant,
  doubleGreater,
  doubleLess,
  get,
  greater,
  less,
  load,
  loadDouble,
  negated,
  quotient,
  set,
  shiftLeft,
  store,
  storeDouble,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

/** Widens what is known of its column by the number in the cell from `cell` to `at`: minus or not, digits, a point or none. */
export const readNumber = [
  set(digits, constant(0)),
  ...decimalDigits(
    { cell, at, negative, behind, whole: mantissa, from, character },
    [set(digits, add(get(digits), constant(1)))],
    // One that is not read counts as more digits than any number may have.
    [set(digits, constant(mostDigits + 1)), set(from, get(at))],
  ),
  whenElse(
    less(subtract(get(digits), constant(1)), constant(mostDigits)),
    [
      set(number, asDouble(get(mantissa))),
      when(
        greater(add(get(behind), constant(1)), constant(1)),
        set(number, quotient(get(number), loadDouble(shiftLeft(get(behind), constant(3)), tens))),
        when(
          greater(get(behind), load(get(column), decimalsAt)),
          store(get(column), get(behind), decimalsAt),
        ),
      ),
      when(get(negative), set(number, negated(get(number)))),
      when(
        load(get(column), putAt),
        storeDouble(load(get(column), putAt), get(number)),
        store(get(column), add(load(get(column), putAt), constant(8)), putAt),
      ),
      when(
        doubleLess(get(number), loadDouble(get(column), lowAt)),
        storeDouble(get(column), get(number), lowAt),
      ),
      when(
        doubleGreater(get(number), loadDouble(get(column), highAt)),
        storeDouble(get(column), get(number), highAt),
      ),
    ],
    [store(get(column), constant(1), oddAt)],
  ),
]
