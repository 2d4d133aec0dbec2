import {
  columnBytes,
  columnsAt,
  decimalsAt,
  emptyAt,
  entry,
  fullSlot,
  lastBesideAt,
  leastAt,
  longTens,
  methodAt,
  methods,
  mostDecimals,
  nextBesideAt,
  secondsOfDay,
  sizeAt,
  slotCountAt,
  slotsAt,
  textSlots,
  totals,
  years,
} from './cell-counts-memory.ts'
import { blockBytes, eitherIn } from './wasm-bytes.ts'
import {
  add,
  and,
  asLong,
  asShort,
  type Code,
  constant,
  differing,
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
  loadLong,
  loadVector,
  longAdd,
  longConstant,
  longLess,
  longMultiply,
  longSubtract,
  loopWhile,
  moduleOf,
  multiply,
  or,
  set,
  shiftLeft,
  store,
  storeByte,
  subtract,
  trailingZeros,
  when,
  whenElse,
} from './wasm-code.ts'

const LF = 10
const MINUS = 45
const POINT = 46
const ZERO = 48
const [letterT, letterZ] = [84, 90]

// Parameters: where the bytes begin, where they end, the delimiter, cells of a record.
const [begin, end, delimiter, width] = [0, 1, 2, 3]
const [block, ends, at, cell, cells, column, size, method] = [4, 5, 6, 7, 8, 9, 10, 11]
const [from, character, negative, behind] = [12, 13, 14, 15]
const [slot, noted, page, day, fits] = [16, 17, 18, 19, 20]
const [hash, place, known, seeking] = [21, 22, 23, 24]
const [year, month, hour, minute, seconds] = [25, 26, 27, 28, 29]
const [bytes, second] = [30, 31]
const [key] = [32]

const nothing = constant(0)
const increased = (local: number, by = 1): Code => set(local, add(get(local), constant(by)))

/** Counts the column no longer. */
const giveUp = store(get(column), constant(methods.none), methodAt)

/** Counts in `slot`. */
const countSlot: readonly Code[] = [
  set(character, loadByte(get(slot))),
  whenElse(
    equal(get(character), constant(fullSlot)),
    [
      storeByte(get(slot), constant(1)),
      set(noted, load(get(column), nextBesideAt)),
      whenElse(
        less(get(noted), load(get(column), lastBesideAt)),
        [store(get(noted), get(slot)), store(get(column), add(get(noted), constant(4)), nextBesideAt)],
        [giveUp],
      ),
    ],
    [storeByte(get(slot), add(get(character), constant(1)))],
  ),
]

const countNumber: readonly Code[] = [
  set(negative, equal(loadByte(get(cell)), constant(MINUS))),
  set(from, add(get(cell), get(negative))),
  set(key, longConstant(0)),
  set(behind, constant(-1)),
  set(fits, constant(1)),
  loopWhile(
    less(get(from), get(at)),
    set(character, subtract(loadByte(get(from)), constant(ZERO))),
    whenElse(
      less(get(character), constant(10)),
      [
        set(key, longAdd(longMultiply(get(key), longConstant(10)), asLong(get(character)))),
        when(differs(get(behind), constant(-1)), increased(behind)),
      ],
      [
        when(
          or(differs(get(character), constant(POINT - ZERO)), differs(get(behind), constant(-1))),
          set(fits, nothing),
        ),
        set(behind, nothing),
      ],
    ),
    increased(from),
  ),
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

const digit = (place: number): Code => subtract(loadByte(get(cell), place), constant(ZERO))
const twoDigits = (place: number): Code => add(multiply(digit(place), constant(10)), digit(place + 1))

/** The number of the day that the cell begins with, from 0, and whether it is one. */
const readDay: readonly Code[] = [
  set(year, subtract(add(multiply(twoDigits(0), constant(100)), twoDigits(2)), constant(years.first))),
  set(month, subtract(twoDigits(5), constant(1))),
  set(day, subtract(twoDigits(8), constant(1))),
  set(
    fits,
    and(
      less(get(year), constant(years.count)),
      and(less(get(month), constant(12)), less(get(day), constant(31))),
    ),
  ),
  set(day, add(multiply(add(multiply(get(year), constant(12)), get(month)), constant(31)), get(day))),
]

const countDay: readonly Code[] = [
  ...readDay,
  whenElse(
    and(get(fits), equal(get(size), constant('2024-01-31'.length))),
    [set(slot, add(load(get(column), slotsAt), get(day))), ...countSlot],
    [giveUp],
  ),
]

const withoutZone = '2024-01-31T08:00:00'.length

const countInstant: readonly Code[] = [
  ...readDay,
  set(hour, twoDigits(11)),
  set(minute, twoDigits(14)),
  set(seconds, twoDigits(17)),
  set(
    fits,
    and(
      and(get(fits), equal(loadByte(get(cell), 10), constant(letterT))),
      and(
        or(
          equal(get(size), constant(withoutZone)),
          and(
            equal(get(size), constant(withoutZone + 1)),
            equal(loadByte(get(cell), withoutZone), constant(letterZ)),
          ),
        ),
        and(
          less(get(hour), constant(24)),
          and(less(get(minute), constant(60)), less(get(seconds), constant(60))),
        ),
      ),
    ),
  ),
  when(
    get(fits),
    set(slot, add(load(get(column), slotsAt), shiftLeft(get(day), constant(2)))),
    set(page, load(get(slot))),
    when(
      isZero(get(page)),
      set(page, load(nothing, totals.nextPage)),
      whenElse(
        greater(add(get(page), constant(secondsOfDay)), load(nothing, totals.lastPage)),
        [set(fits, nothing)],
        [
          store(get(slot), get(page)),
          store(nothing, add(get(page), constant(secondsOfDay)), totals.nextPage),
        ],
      ),
    ),
  ),
  whenElse(
    get(fits),
    [
      set(
        slot,
        add(
          get(page),
          add(multiply(add(multiply(get(hour), constant(60)), get(minute)), constant(60)), get(seconds)),
        ),
      ),
      ...countSlot,
    ],
    [giveUp],
  ),
]

/** FNV-1a, of 32 bits. */
const hashText: readonly Code[] = [
  set(hash, constant(0x811c9dc5 | 0)),
  set(from, get(cell)),
  loopWhile(
    less(get(from), get(at)),
    set(hash, multiply(differing(get(hash), loadByte(get(from))), constant(16_777_619))),
    increased(from),
  ),
]

/** The slot of the text in the cell and the entry that it leads to, or the first free one and 0. */
const findText: readonly Code[] = [
  set(place, and(get(hash), constant(textSlots - 1))),
  set(seeking, constant(1)),
  loopWhile(
    get(seeking),
    set(slot, add(load(get(column), slotsAt), shiftLeft(get(place), constant(2)))),
    set(known, load(get(slot))),
    whenElse(
      isZero(get(known)),
      [set(seeking, nothing)],
      [
        when(
          and(equal(load(get(known), entry.hash), get(hash)), equal(load(get(known), entry.size), get(size))),
          set(from, nothing),
          loopWhile(
            and(
              less(get(from), get(size)),
              equal(loadByte(add(get(cell), get(from))), loadByte(add(get(known), get(from)), entry.text)),
            ),
            increased(from),
          ),
          when(equal(get(from), get(size)), set(seeking, nothing)),
        ),
        set(place, and(add(get(place), constant(1)), constant(textSlots - 1))),
      ],
    ),
  ),
]

/** Enters the text in the cell at `known`, where the slot is to lead. */
const enterText: readonly Code[] = [
  store(get(slot), get(known)),
  store(get(known), get(hash), entry.hash),
  store(get(known), get(size), entry.size),
  store(get(known), constant(1), entry.count),
  set(from, nothing),
  loopWhile(
    less(get(from), get(size)),
    storeByte(add(add(get(known), constant(entry.text)), get(from)), loadByte(add(get(cell), get(from)))),
    increased(from),
  ),
]

const countText: readonly Code[] = [
  ...hashText,
  ...findText,
  whenElse(
    get(known),
    [store(get(known), add(load(get(known), entry.count), constant(1)), entry.count)],
    [
      set(known, load(get(column), nextBesideAt)),
      set(page, and(add(get(known), add(get(size), constant(entry.text + 3))), constant(-4))),
      whenElse(
        or(greater(get(page), load(get(column), lastBesideAt)), isZero(load(get(column), slotCountAt))),
        [giveUp],
        [
          ...enterText,
          store(get(column), get(page), nextBesideAt),
          store(get(column), subtract(load(get(column), slotCountAt), constant(1)), slotCountAt),
        ],
      ),
    ],
  ),
]

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
