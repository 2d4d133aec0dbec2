import {
  columnBytes,
  columnsAt,
  counters,
  decimalsAt,
  emptyAt,
  highAt,
  ignoredAt,
  kinds,
  lengthsAt,
  longestTold,
  lowAt,
  masks,
  mostDigits,
  oddAt,
  putAt,
  tens,
} from './plain-records-memory.ts'
import { blockBytes, eitherIn } from './wasm-bytes.ts'
import {
  add,
  and,
  asDouble,
  asLong,
  bytesEqual,
  bytesShiftedRight,
  constant,
  differs,
  doubleGreater,
  doubleLess,
  equal,
  type FunctionCode,
  get,
  giveBack,
  greater,
  isZero,
  less,
  load,
  loadByte,
  loadDouble,
  loadVector,
  longAdd,
  longConstant,
  longMultiply,
  loopWhile,
  moduleOf,
  negated,
  or,
  quotient,
  select,
  set,
  shiftLeft,
  splat,
  store,
  storeDouble,
  storeVector,
  subtract,
  swizzle,
  trailingZeros,
  vector,
  vectorAnd,
  vectorOr,
  when,
  whenElse,
} from './wasm-code.ts'

/** Each kind's bytes are all pairs of some upper halves and some lower ones, which is how they are told apart. */
const charactersOf: Readonly<Record<string, number>> = {
  '0123456789': kinds.digit,
  '-': kinds.minus,
  '+': kinds.plus,
  '.': kinds.point,
  eE: kinds.exponent,
  ':': kinds.colon,
  TZ: kinds.letterTZ,
}

/** Kinds by the lower and by the upper half of a byte: those in both are the byte's own. */
function kindsByHalf(half: (code: number) => number): number[] {
  const found = Array.from({ length: 16 }, () => 0)
  for (const [characters, kind] of Object.entries(charactersOf))
    for (const character of characters) found[half(character.charCodeAt(0))]! |= kind
  return found
}

const byLower = kindsByHalf((code) => code & 15)
const byUpper = kindsByHalf((code) => code >> 4)

const LF = 10
const CR = 13
const QUOTE = 34
const MINUS = 45
const POINT = 46
const ZERO = 48

// Parameters: where the bytes begin, where they end, the delimiter, cells of a record, columns that are looked at.
const [begin, end, delimiter, width, tracked] = [0, 1, 2, 3, 4]
const [block, ends, at, cell, record, cells, column, length, from, slot, size] = [
  5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
]
const [character, digits, behind, negative] = [16, 17, 18, 19]
const [bytes, second, found] = [20, 21, 22]
const [mantissa, number] = [23, 24]

const inBlock = { block, end, bytes, second }

/** Adds what stands in the cell from `cell` to `at` to what is known of its column. */
const lookAtCell = [
  set(length, subtract(get(at), get(cell))),
  set(slot, get(column)),
  store(
    get(column),
    or(
      load(get(column), lengthsAt),
      shiftLeft(
        constant(1),
        select(less(get(length), constant(longestTold)), get(length), constant(longestTold)),
      ),
    ),
    lengthsAt,
  ),
  set(from, constant(0)),
  loopWhile(
    less(get(from), get(length)),
    set(bytes, loadVector(add(get(cell), get(from)))),
    set(
      found,
      vectorAnd(
        swizzle(vector(byLower), vectorAnd(get(bytes), splat(constant(15)))),
        swizzle(vector(byUpper), bytesShiftedRight(get(bytes), 4)),
      ),
    ),
    set(
      found,
      vectorOr(
        get(found),
        vectorAnd(bytesEqual(get(found), splat(constant(0))), splat(constant(kinds.other))),
      ),
    ),
    set(size, subtract(get(length), get(from))),
    storeVector(
      get(slot),
      vectorOr(
        loadVector(get(slot)),
        vectorAnd(
          get(found),
          loadVector(
            subtract(constant(masks + 16), select(less(get(size), constant(16)), get(size), constant(16))),
          ),
        ),
      ),
    ),
    set(from, add(get(from), constant(16))),
    when(less(get(from), constant(48)), set(slot, add(get(slot), constant(16)))),
  ),
]

/** Widens what is known of its column by the number in the cell from `cell` to `at`: minus or not, digits, a point or none. */
const readNumber = [
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
    loopWhile(
      less(get(block), get(end)),
      set(bytes, loadVector(get(block))),
      set(second, loadVector(add(get(block), constant(16)))),
      when(eitherIn(constant(QUOTE), constant(CR), inBlock), giveBack(get(record))),
      set(ends, eitherIn(get(delimiter), constant(LF), inBlock)),
      loopWhile(
        get(ends),
        set(at, add(get(block), trailingZeros(get(ends)))),
        set(ends, and(get(ends), subtract(get(ends), constant(1)))),
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
      ),
      set(block, add(get(block), constant(blockBytes))),
    ),
    get(record),
  ],
}

export const plainRecordsModule = () => moduleOf(run)
