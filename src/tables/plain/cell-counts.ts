import { cellCountsModule } from '../wasm/cell-counts-code.ts'
import {
  columnBytes,
  columnsAt,
  daySlots,
  decimalsAt,
  emptyAt,
  fullSlot,
  lastBesideAt,
  leastAt,
  longTens,
  methodAt,
  methods,
  mostDecimals,
  mostTexts,
  nextBesideAt,
  sizeAt,
  slotCountAt,
  slotsAt,
  textBytes,
  textSlots,
  totals,
} from '../wasm/cell-counts-memory.ts'
import { memoryOf, moduleOnce } from '../wasm/web-assembly.ts'
import type { CellMethod } from './cell-methods.ts'
import { chunkBytes, margin, mostCarried } from './plain-records.ts'

/** For the slots and texts of all columns together; those for which it does not suffice are not counted. */
const mostBytes = 2 ** 27
/** For the pages of instants: days that are met. */
const mostPageBytes = 2 ** 27
const fewPageBytes = 2 ** 21
/** Where the days are many for the rows, it takes longer to look through their seconds than to sort the rows. */
const pageBytesOfRow = 32

const instance = moduleOnce(cellCountsModule)

/** What is known of a column, by what its cells were counted in. */
export interface ColumnCounts {
  readonly method: CellMethod
  readonly empty: number
  /** bytes of the last cell that is not empty */
  readonly size: number
  /** where its slots begin */
  readonly slots: number
  /** of texts: where the entries begin and end */
  readonly beside: readonly [begin: number, end: number]
  /** of slots of one byte: those that were full, by address, ascending, once for each time */
  readonly full: Uint32Array
}

/** Counts the cells of plain records in two buffers, so that one is read into while the other is looked at. */
export interface CellCounts {
  /** in each, a chunk begins at {@link mostCarried} */
  readonly buffers: readonly [Buffer, Buffer]
  /** @returns whether each record from `begin` to `end` of a buffer has as many cells as there are columns */
  count(buffer: 0 | 1, begin: number, end: number): boolean
  records(): number
  isCounted(column: number): boolean
  /** of a column that is counted */
  column(column: number): ColumnCounts
  /** what slots and entries stand in; it never moves */
  readonly memory: ArrayBuffer
}

interface Counting {
  readonly delimiter: string
  /** of the file, at most */
  readonly rows: number
  /** by column of the file; none for those that are not to be counted */
  readonly methods: readonly (CellMethod | undefined)[]
}

export function cellCounts({ delimiter, rows, methods: asked }: Counting): CellCounts {
  const buffersAt = roundedUp(columnsAt + asked.length * columnBytes)
  const bufferBytes = mostCarried + chunkBytes + margin
  const placesAt = roundedUp(buffersAt + 2 * bufferBytes)
  const { places, end } = placed(asked, rows, placesAt)
  const pages = places.some((place) => place?.method.by === 'instant')
    ? Math.min(mostPageBytes, Math.max(fewPageBytes, rows * pageBytesOfRow))
    : 0
  const shared = memoryOf(end + pages)
  const memory = shared.buffer
  const state = new DataView(memory)
  const run = instance(shared) as (begin: number, end: number, delimiter: number, width: number) => 0 | 1
  for (let power = 0; power <= mostDecimals; power++)
    state.setBigInt64(longTens + 8 * power, 10n ** BigInt(power), true)
  state.setUint32(totals.nextPage, end, true)
  state.setUint32(totals.lastPage, end + pages, true)
  for (const [column, place] of places.entries())
    if (place !== undefined) prepare(state, columnsAt + column * columnBytes, place)
  const buffers = [0, 1].map((i) => Buffer.from(memory, buffersAt + i * bufferBytes, bufferBytes)) as [
    Buffer,
    Buffer,
  ]
  const told = (column: number, what: number) =>
    state.getUint32(columnsAt + column * columnBytes + what, true)

  return {
    buffers,
    memory,
    count(buffer, begin, end) {
      const from = buffers[buffer].byteOffset
      return run(from + begin, from + end, delimiter.charCodeAt(0), asked.length) === 1
    },
    records: () => state.getUint32(totals.records, true),
    isCounted: (column) => told(column, methodAt) !== methods.none,
    column(column) {
      const { method, slots, beside } = places[column]!
      const end = told(column, nextBesideAt)
      const full =
        method.by === 'text' ? new Uint32Array() : new Uint32Array(memory.slice(beside, end)).sort()
      return {
        method,
        empty: told(column, emptyAt),
        size: told(column, sizeAt),
        slots,
        beside: [beside, end],
        full,
      }
    },
  }
}

/** A column and where what is counted of it stands. */
interface Placed {
  readonly method: CellMethod
  readonly slots: number
  readonly beside: number
  readonly end: number
}

function placed(asked: readonly (CellMethod | undefined)[], rows: number, from: number) {
  let end = from
  const places = asked.map((method): Placed | undefined => {
    if (method === undefined) return undefined
    const slots = end
    const beside = roundedUp(slots + slotBytes(method))
    const after = roundedUp(beside + (method.by === 'text' ? textBytes : 4 * Math.ceil(rows / fullSlot)))
    if (after - from > mostBytes) return undefined
    end = after
    return { method, slots, beside, end }
  })
  return { places, end }
}

function slotBytes(method: CellMethod): number {
  if (method.by === 'number') return method.slots
  if (method.by === 'text') return 4 * textSlots
  return method.by === 'day' ? daySlots : 4 * daySlots
}

const roundedUp = (bytes: number) => Math.ceil(bytes / 64) * 64

function prepare(state: DataView, at: number, { method, slots, beside, end }: Placed): void {
  state.setUint32(at + methodAt, methods[method.by], true)
  state.setUint32(at + slotsAt, slots, true)
  state.setUint32(at + nextBesideAt, beside, true)
  state.setUint32(at + lastBesideAt, end, true)
  if (method.by === 'text') state.setUint32(at + slotCountAt, mostTexts, true)
  if (method.by !== 'number') return
  state.setUint32(at + slotCountAt, method.slots, true)
  state.setUint32(at + decimalsAt, method.decimals, true)
  state.setBigInt64(at + leastAt, BigInt(method.least), true)
}
