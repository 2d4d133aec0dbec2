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
  asLong,
  constant,
  differs,
  doubleGreater,
  doubleLess,
  equal,
  get,
  greater,
  less,
  load,
  loadByte,
  loadDouble,
  longAdd,
  longConstant,
  longMultiply,
  loopWhile,
  negated,
  or,
  quotient,
  set,
  shiftLeft,
  store,
  storeDouble,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48

/** Widens what is known of its column by the number in the cell from `cell` to `at`: minus or not, digits, a point or none. */
export const readNumber = [
  set(negative, equal(loadByte(get(cell)), constant(MINUS))),
  set(from, add(get(cell), get(negative))),
  set(mantissa, longConstant(0)),
  set(digits, constant(0)),
  set(behind, constant(-1)),
  loopWhile(
    less(get(from), get(at)),
    set(character, subtract(loadByte(get(from)), constant(ZERO))),
    whenElse(
      less(get(character), constant(10)),
      [
        set(mantissa, longAdd(longMultiply(get(mantissa), longConstant(10)), asLong(get(character)))),
        set(digits, add(get(digits), constant(1))),
        when(differs(get(behind), constant(-1)), set(behind, add(get(behind), constant(1)))),
      ],
      [
        // One that is not read counts as more digits than any number may have.
        when(
          or(differs(get(character), constant(POINT - ZERO)), differs(get(behind), constant(-1))),
          set(digits, constant(mostDigits + 1)),
          set(from, get(at)),
        ),
        set(behind, constant(0)),
      ],
    ),
    set(from, add(get(from), constant(1))),
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
