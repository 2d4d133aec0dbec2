import type { Extremes } from '../table.ts'
import { plainRecordsModule } from '../wasm/plain-records-code.ts'
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
  lowAt,
  oddAt,
  prepare,
  putAt,
} from '../wasm/plain-records-memory.ts'
import { memoryOf, moduleOnce } from '../wasm/web-assembly.ts'
import { type CellShape, shapeOf } from './cell-shapes.ts'

/** Records of one kind in a row: see {@link plainRecordsModule}. */
export interface PlainRun {
  readonly records: number
  readonly bytes: number
  /** bytes of the longest, and which it is, from 0 */
  readonly longest: number
  readonly longestRecord: number
}

function extremesOf(state: DataView, column: number): Extremes | undefined {
  const at = columnsAt + column * columnBytes
  const [low, high] = [state.getFloat64(at + lowAt, true), state.getFloat64(at + highAt, true)]
  if (low > high || state.getUint32(at + oddAt, true) !== 0) return undefined
  const decimals = state.getUint32(at + decimalsAt, true)
  return { low, high, filled: state.getUint32(at + emptyAt, true) === 0, decimals }
}

/** Columns beyond are counted, but nothing is learnt of them. */
const mostTracked = 10_000
export const chunkBytes = 1 << 20
/** A record that a chunk's end cuts waits for the next, up to this length. */
export const mostCarried = 1 << 18
/** Reading sixteen bytes at a time goes beyond the end. */
export const margin = 64
/** A number is of one byte at least, and another one ends it. */
const numbersBytes = 8 * ((mostCarried + chunkBytes) / 2)

const instance = moduleOnce(plainRecordsModule)

/** What is wanted of columns; default: what all their cells look like. */
export interface LearntOf {
  /** of which nothing is to be learnt */
  readonly nothing: readonly number[]
  /** whose numbers are taken one by one */
  readonly numbers: readonly number[]
}

/** Counts plain records in two buffers, so that one is read into while the other is looked at. */
export function plainRecords(delimiter: string, { nothing, numbers }: LearntOf) {
  const start = columnsAt + mostTracked * columnBytes
  const each = mostCarried + chunkBytes + margin
  const numbersAt = start + 2 * each + (8 - ((start + 2 * each) % 8))
  const memory = memoryOf(numbersAt + numbers.length * numbersBytes)
  const run = instance(memory) as (
    begin: number,
    end: number,
    delimiter: number,
    width: number,
    tracked: number,
  ) => number
  prepare(memory.buffer, mostTracked)
  const state = new DataView(memory.buffer)
  const buffers = [0, 1].map((i) => Buffer.from(memory.buffer, start + i * each, each)) as [Buffer, Buffer]
  let tracked = 0
  for (const column of nothing) state.setUint32(columnsAt + column * columnBytes + ignoredAt, 1, true)

  return {
    /** in each, a chunk begins at {@link mostCarried} */
    buffers,
    /**
     * Counts from `begin` to `end` of a buffer, where a record ends, and stops before the first one that is not plain:
     * what was learnt of columns means nothing then.
     */
    count(buffer: 0 | 1, begin: number, end: number, width: number): PlainRun {
      tracked = Math.min(width, mostTracked)
      const from = buffers[buffer].byteOffset
      for (const at of Object.values(counters)) state.setUint32(at, 0, true)
      for (const [i, column] of numbers.entries())
        state.setUint32(columnsAt + column * columnBytes + putAt, numbersAt + i * numbersBytes, true)
      const next = run(from + begin, from + end, delimiter.charCodeAt(0), width, tracked)
      return {
        records: state.getUint32(counters.records, true),
        bytes: next - from - begin,
        longest: state.getUint32(counters.longest, true),
        longestRecord: state.getUint32(counters.longestRecord, true),
      }
    },
    /** The numbers of a column that are wanted one by one, of what was counted last; it is overwritten with the next. */
    numbers(column: number): Float64Array {
      const from = numbersAt + numbers.indexOf(column) * numbersBytes
      const to = state.getUint32(columnsAt + column * columnBytes + putAt, true)
      return new Float64Array(memory.buffer, from, (to - from) / 8)
    },
    /** Looks no more at columns of which all is known: they hold other text. */
    ignoreText(): void {
      for (let column = 0; column < tracked; column++) {
        const at = columnsAt + column * columnBytes
        for (let place = 0; place < lengthsAt; place++)
          if (state.getUint8(at + place) & kinds.other) state.setUint32(at + ignoredAt, 1, true)
      }
    },
    shapes: (): (CellShape | undefined)[] =>
      Array.from({ length: tracked }, (_, column) => shapeOf(memory.buffer, column)),
    extremes: (): (Extremes | undefined)[] =>
      Array.from({ length: tracked }, (_, column) => extremesOf(state, column)),
  }
}
