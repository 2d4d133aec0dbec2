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
import { blockBytes, eitherIn } from './wasm-bytes.ts'
import {
  add,
  and,
  type Code,
  constant,
  differs,
  equal,
  type FunctionCode,
  get,
  giveBack,
  less,
  load,
  loadByte,
  loadVector,
  loopWhile,
  moduleOf,
  set,
  store,
  subtract,
  trailingZeros,
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
    loopWhile(
      less(get(block), get(end)),
      set(bytes, loadVector(get(block))),
      set(second, loadVector(add(get(block), constant(16)))),
      set(ends, eitherIn(get(delimiter), constant(LF), { block, end, bytes, second })),
      loopWhile(
        get(ends),
        set(at, add(get(block), trailingZeros(get(ends)))),
        set(ends, and(get(ends), subtract(get(ends), constant(1)))),
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
      ),
      increased(block, blockBytes),
    ),
    constant(1),
  ],
}

export const cellCountsModule = () => moduleOf(run)
