import { decimalDigits } from './decimal-digits-code.ts'
import { nearestQuotient } from './nearest-quotient-code.ts'
import {
  add,
  asDouble,
  constant,
  equal,
  type FunctionCode,
  get,
  less,
  load,
  loadByte,
  loadDouble,
  loopWhile,
  moduleOf,
  negated,
  set,
  shiftLeft,
  storeDouble,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

// Where it finds what, in bytes from the beginning of its memory.
const noneAt = 0
const halvesAt = 8
const lessAt = 16
const moreAt = 24
const tensAt = 32
/** So many digits are less than 2^60 as one whole number. */
const mostDigits = 18
/** From here on the memory is its user's. */
export const decimalCellsFree = 256

// Parameters: where the end of the cell before the first is put down, how far from it that of the next row's is, how many
// rows, and where the first number is to be put down.
const [entry, step, rows, put] = [0, 1, 2, 3]
const [cell, at, negative, behind, from, character, digits, row] = [4, 5, 6, 7, 8, 9, 10, 11]
const [whole] = [12]
const [number, ten, high, near, times, tenHigh, nearHigh, rest] = [13, 14, 15, 16, 17, 18, 19, 20]

const CR = 13

const readCell = [
  set(cell, add(load(get(entry)), constant(1))),
  set(at, load(get(entry), 4)),
  when(
    equal(loadByte(subtract(get(at), constant(1))), constant(CR)),
    set(at, subtract(get(at), constant(1))),
  ),
  set(digits, constant(0)),
  ...decimalDigits(
    { cell, at, negative, behind, whole, from, character },
    [set(digits, add(get(digits), constant(1)))],
    // One that is not read counts as more digits than any number may have.
    [set(digits, constant(mostDigits + 1)), set(from, get(at))],
  ),
]

const constants = {
  none: loadDouble(constant(noneAt)),
  halves: loadDouble(constant(halvesAt)),
  less: loadDouble(constant(lessAt)),
  more: loadDouble(constant(moreAt)),
}

/**
 * Reads the decimal numbers of a column without an exponent, each as the nearest double: no text is made of them.
 * NaN stands for every other cell, for one of more digits, and for the few of which that cannot be told.
 */
const run: FunctionCode = {
  parameters: 4,
  integers: 8,
  vectors: 0,
  longs: 1,
  doubles: 8,
  body: [
    loopWhile(
      less(get(row), get(rows)),
      ...readCell,
      whenElse(
        less(subtract(get(digits), constant(1)), constant(mostDigits)),
        [
          whenElse(
            less(get(behind), constant(mostDigits + 1)),
            [
              set(ten, loadDouble(shiftLeft(get(behind), constant(3)), tensAt)),
              ...nearestQuotient(
                { whole, ten, high, near, times, tenHigh, nearHigh, rest, number },
                constants,
              ),
            ],
            [set(number, asDouble(get(whole)))],
          ),
          when(get(negative), set(number, negated(get(number)))),
        ],
        [set(number, constants.none)],
      ),
      storeDouble(get(put), get(number)),
      set(put, add(get(put), constant(8))),
      set(entry, add(get(entry), get(step))),
      set(row, add(get(row), constant(1))),
    ),
    get(put),
  ],
}

export const decimalCellsModule = () => moduleOf(run)

/** What the module wants to find in its memory before it is run. */
export function prepareDecimals(memory: ArrayBuffer): void {
  const state = new DataView(memory)
  state.setFloat64(noneAt, Number.NaN, true)
  state.setFloat64(halvesAt, 2 ** 27 + 1, true)
  state.setFloat64(lessAt, 1 - 2 ** -50, true)
  state.setFloat64(moreAt, 1 + 2 ** -50, true)
  for (let power = 0; power <= mostDigits; power++)
    state.setFloat64(tensAt + 8 * power, Number(`1e${power}`), true)
}
