import {
  cell,
  column,
  countSlot,
  day,
  fits,
  giveUp,
  hour,
  minute,
  month,
  nothing,
  page,
  seconds,
  size,
  slot,
  year,
} from './cell-counts-locals.ts'
import { secondsOfDay, slotsAt, totals, years } from './cell-counts-memory.ts'
import {
  add,
  and,
  type Code,
  constant,
  equal,
  get,
  greater,
  isZero,
  less,
  load,
  loadByte,
  multiply,
  or,
  set,
  shiftLeft,
  store,
  subtract,
  when,
  whenElse,
} from './wasm-code.ts'

const ZERO = 48
const [letterT, letterZ] = [84, 90]

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

export const countDay: readonly Code[] = [
  ...readDay,
  whenElse(
    and(get(fits), equal(get(size), constant('2024-01-31'.length))),
    [set(slot, add(load(get(column), slotsAt), get(day))), ...countSlot],
    [giveUp],
  ),
]

const withoutZone = '2024-01-31T08:00:00'.length

export const countInstant: readonly Code[] = [
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
