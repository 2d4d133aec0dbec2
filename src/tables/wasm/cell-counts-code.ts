import {
  at,
  begin,
  block,
  bytes,
  cell,
  cells,
  column,
  delimiter,
  end,
  ends,
  increased,
  method,
  nothing,
  second,
  size,
  width,
} from './cell-counts-locals.ts'
import { columnBytes, columnsAt, emptyAt, methodAt, methods, sizeAt, totals } from './cell-counts-memory.ts'
import { countNumber } from './count-number-code.ts'
import { countText } from './count-text-code.ts'
import { countDay, countInstant } from './count-time-code.ts'
import { eachEnd } from './wasm-bytes.ts'
import {
  add,
  type Code,
  constant,
  differs,
  equal,
  type FunctionCode,
  get,
  giveBack,
  load,
  loadByte,
  moduleOf,
  set,
  store,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const LF = 10

const is = (one: number): Code => equal(get(method), constant(one))

const countCell: readonly Code[] = [
  set(method, load(get(column), methodAt)),
  when(
    get(method),
    whenElse(
      equal(get(at), get(cell)),
      [store(get(column), add(load(get(column), emptyAt), constant(1)), emptyAt)],
      [
        set(size, subtract(get(at), get(cell))),
        store(get(column), get(size), sizeAt),
        whenElse(is(methods.number), countNumber, [
          whenElse(is(methods.text), countText, [whenElse(is(methods.day), countDay, countInstant)]),
        ]),
      ],
    ),
  ),
]

/**
 * Counts the cells of whole records, each ended by LF, 32 bytes at a time, each column by its own method.
 * @returns 0 where a record has not as many cells as asked, otherwise 1
 */
const run: FunctionCode = {
  parameters: 4,
  integers: 26,
  vectors: 2,
  longs: 1,
  doubles: 0,
  body: [
    set(block, get(begin)),
    set(cell, get(begin)),
    set(column, constant(columnsAt)),
    eachEnd(
      { block, end, bytes, second, ends, at, delimiter },
      [],
      [
        ...countCell,
        set(cell, add(get(at), constant(1))),
        increased(cells),
        increased(column, columnBytes),
        whenElse(
          equal(loadByte(get(at)), constant(LF)),
          [
            when(differs(get(cells), get(width)), giveBack(nothing)),
            store(nothing, add(load(nothing, totals.records), constant(1)), totals.records),
            set(cells, nothing),
            set(column, constant(columnsAt)),
          ],
          [when(equal(get(cells), get(width)), giveBack(nothing))],
        ),
      ],
    ),
    constant(1),
  ],
}

export const cellCountsModule = () => moduleOf(run)
