import { lookAtCell } from './cell-kinds-code.ts'
import { readNumber } from './cell-number-code.ts'
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
  record,
  second,
  size,
  tracked,
  width,
} from './plain-records-locals.ts'
import { columnBytes, columnsAt, counters, emptyAt, ignoredAt, oddAt } from './plain-records-memory.ts'
import { eachEnd, eitherIn } from './wasm-bytes.ts'
import {
  add,
  constant,
  differs,
  equal,
  type FunctionCode,
  get,
  giveBack,
  greater,
  isZero,
  less,
  load,
  loadByte,
  moduleOf,
  or,
  set,
  store,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const LF = 10
const CR = 13
const QUOTE = 34

const inBlock = { block, end, bytes, second }

/** Ends the record that ends at `at`; one that is blank or of another width ends the run before it. */
const endRecord = [
  set(size, subtract(get(at), get(record))),
  when(or(differs(get(cells), get(width)), less(get(size), get(cells))), giveBack(get(record))),
  when(
    greater(get(size), load(constant(0), counters.longest)),
    store(constant(0), get(size), counters.longest),
    store(constant(0), load(constant(0), counters.records), counters.longestRecord),
  ),
  store(constant(0), add(load(constant(0), counters.records), constant(1)), counters.records),
  set(record, add(get(at), constant(1))),
  set(cells, constant(0)),
  set(column, constant(columnsAt - columnBytes)),
]

/**
 * Counts records that leave no doubt, 32 bytes at a time: as many cells as asked, ended by LF, not blank, and no
 * quote or CR anywhere.
 * @returns where the first record begins that is not such, or not there as a whole
 */
const run: FunctionCode = {
  parameters: 5,
  integers: 15,
  vectors: 3,
  longs: 1,
  doubles: 1,
  body: [
    set(block, get(begin)),
    set(cell, get(begin)),
    set(record, get(begin)),
    set(cells, constant(1)),
    set(column, constant(columnsAt)),
    eachEnd(
      { ...inBlock, ends, at, delimiter },
      [when(eitherIn(constant(QUOTE), constant(CR), inBlock), giveBack(get(record)))],
      [
        when(
          less(get(cells), add(get(tracked), constant(1))),
          whenElse(
            equal(get(at), get(cell)),
            [store(get(column), constant(1), emptyAt)],
            [
              when(
                isZero(load(get(column), ignoredAt)),
                ...lookAtCell,
                when(isZero(load(get(column), oddAt)), ...readNumber),
              ),
            ],
          ),
        ),
        set(cell, add(get(at), constant(1))),
        when(equal(loadByte(get(at)), constant(LF)), ...endRecord),
        set(cells, add(get(cells), constant(1))),
        set(column, add(get(column), constant(columnBytes))),
      ],
    ),
    get(record),
  ],
}

export const plainRecordsModule = () => moduleOf(run)
