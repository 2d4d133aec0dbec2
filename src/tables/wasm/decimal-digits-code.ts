import {
  add,
  asLong,
  type Code,
  constant,
  differs,
  equal,
  get,
  type Local,
  less,
  loadByte,
  longAdd,
  longConstant,
  longMultiply,
  loopWhile,
  or,
  set,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48

interface InCell {
  /** i32: where the cell begins, and where it ends */
  readonly cell: Local
  readonly at: Local
  /** i32: what is left of it: whether there is a minus, and how many digits are behind a point, -1 without one */
  readonly negative: Local
  readonly behind: Local
  /** i64: its digits as one whole number */
  readonly whole: Local
  /** i32, to work with */
  readonly from: Local
  readonly character: Local
}

/**
 * Reads a decimal number: minus or not, digits, a point or none.
 * @param onDigit done for each digit besides
 * @param onOther done where a character is neither that nor the first point
 */
export function decimalDigits(
  { cell, at, negative, behind, whole, from, character }: InCell,
  onDigit: readonly Code[],
  onOther: readonly Code[],
): readonly Code[] {
  return [
    set(negative, equal(loadByte(get(cell)), constant(MINUS))),
    set(from, add(get(cell), get(negative))),
    set(whole, longConstant(0)),
    set(behind, constant(-1)),
    loopWhile(
      less(get(from), get(at)),
      set(character, subtract(loadByte(get(from)), constant(ZERO))),
      whenElse(
        less(get(character), constant(10)),
        [
          set(whole, longAdd(longMultiply(get(whole), longConstant(10)), asLong(get(character)))),
          ...onDigit,
          when(differs(get(behind), constant(-1)), set(behind, add(get(behind), constant(1)))),
        ],
        [
          when(
            or(differs(get(character), constant(POINT - ZERO)), differs(get(behind), constant(-1))),
            ...onOther,
          ),
          set(behind, constant(0)),
        ],
      ),
      set(from, add(get(from), constant(1))),
    ),
  ]
}
