import { eachEnd } from './wasm-bytes.ts'
import {
  add,
  and,
  constant,
  differs,
  equal,
  type FunctionCode,
  get,
  giveBack,
  less,
  loadByte,
  moduleOf,
  or,
  set,
  store,
  subtract,
  when,
} from './wasm-code.ts'

// Parameters: where the rows begin, where they end, the delimiter, cells of a row, where the first cell's end is put down.
const [begin, end, delimiter, width, put] = [0, 1, 2, 3, 4]
const [block, ends, at, row, cells] = [5, 6, 7, 8, 9]
const [bytes, second] = [10, 11]

const LF = 10
const CR = 13

const size = subtract(get(at), get(row))

/** Of another width, or nothing but delimiters. */
const endsOddly = or(
  differs(get(cells), get(width)),
  or(
    less(size, get(width)),
    and(equal(size, get(width)), equal(loadByte(subtract(get(at), constant(1))), constant(CR))),
  ),
)

/**
 * Puts down where each cell ends, 32 bytes at a time, row by row. The last row ends with LF too.
 * @returns where the end of one more cell would be put down; 0 where a row has not as many cells as asked, or is blank
 */
const run: FunctionCode = {
  parameters: 5,
  integers: 5,
  vectors: 2,
  longs: 0,
  doubles: 0,
  body: [
    set(block, get(begin)),
    set(row, get(begin)),
    eachEnd(
      { block, end, bytes, second, ends, at, delimiter },
      [],
      [
        store(get(put), get(at)),
        set(put, add(get(put), constant(4))),
        set(cells, add(get(cells), constant(1))),
        when(
          equal(loadByte(get(at)), constant(LF)),
          when(endsOddly, giveBack(constant(0))),
          set(row, add(get(at), constant(1))),
          set(cells, constant(0)),
        ),
      ],
    ),
    get(put),
  ],
}

export const cellEndsModule = () => moduleOf(run)
