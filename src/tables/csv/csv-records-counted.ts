import type { CellShape } from '../plain/cell-shapes.ts'
import { chunkBytes, type LearntOf, mostCarried, plainRecords } from '../plain/plain-records.ts'
import type { Extremes } from '../table.ts'
import { CsvStructure } from './csv-structure.ts'

const LF = 10
const CR = 13
const QUOTE = 34

/** Who wants to see the records behind the header as they are counted. */
export interface RecordsLook {
  /** whole plain records (see PlainRun), each ended by LF */
  plain(records: Buffer): void
  /** called where there are others */
  other(): void
  /** of the columns */
  readonly learns: LearntOf
  /** numbers of one of those columns whose numbers are wanted */
  numbers(column: number, numbers: Float64Array): void
  /** called behind each chunk, with the bytes so far, and what tells what was learnt so far */
  seen(bytes: number, learnt: () => Learnt): void
}

/** What the records behind the header look like, by column; none where one is not plain. */
export interface Learnt {
  readonly shapes: readonly (CellShape | undefined)[]
  readonly extremes: readonly (Extremes | undefined)[]
}

const noLook: RecordsLook = {
  plain: () => undefined,
  other: () => undefined,
  learns: { nothing: [], numbers: [] },
  numbers: () => undefined,
  seen: () => undefined,
}

/**
 * The structure of a delimited file that is read into `buffers` by turns: plain records are counted many bytes at a
 * time, all others byte by byte.
 */
export function csvRecordsCounted(delimiter: string, look: RecordsLook = noLook) {
  const structure = new CsvStructure(delimiter)
  const plain = plainRecords(delimiter, look.learns)
  /** bytes of a record that the last chunk began, in front of this one's */
  let carried = 0
  let turn: 0 | 1 = 0
  let onlyPlain = true
  let hour24 = false

  /** Whether an instant may have hour 24, see {@link CellShape}: bytes are looked through faster than cells. */
  const lookForHour24 = (bytes: Buffer) => {
    hour24 ||= plain.shapes().includes('instant') && bytes.includes('T24')
  }

  const slowly = (bytes: Buffer) => {
    if (structure.records > 0) {
      onlyPlain = false
      look.other()
    }
    structure.push(bytes)
  }
  const show = (records: Buffer) => {
    look.plain(records)
    for (const column of look.learns.numbers) look.numbers(column, plain.numbers(column))
  }
  const lineIn = (bytes: Buffer) => bytes.subarray(0, bytes.indexOf(LF) + 1 || bytes.length)

  /** @returns the bytes that were not taken: the beginning of a plain record */
  const take = (buffer: Buffer, begin: number, end: number): Buffer => {
    let rest = buffer.subarray(begin, end)
    while (rest.length > 0 && !structure.betweenRecords) {
      const line = lineIn(rest)
      slowly(line)
      rest = rest.subarray(line.length)
    }
    if (rest.length === 0) return rest
    const start = end - rest.length
    // One that is cut off would be looked at twice.
    const run = plain.count(turn, start, start + rest.lastIndexOf(LF) + 1, structure.width)
    structure.addPlain(run)
    if (run.records > 0) show(rest.subarray(0, run.bytes))
    rest = rest.subarray(run.bytes)
    const waits = rest.length < mostCarried && ![LF, CR, QUOTE].some((byte) => rest.includes(byte))
    if (waits) return rest
    slowly(rest)
    return rest.subarray(rest.length)
  }

  const learnt = (): Learnt =>
    onlyPlain
      ? {
          shapes: plain.shapes().map((shape) => (shape === 'instant' && hour24 ? 'late instant' : shape)),
          extremes: plain.extremes(),
        }
      : { shapes: [], extremes: [] }

  return {
    structure,
    buffers: plain.buffers.map((buffer) => buffer.subarray(mostCarried, mostCarried + chunkBytes)) as [
      Buffer,
      Buffer,
    ],
    /** Takes the next chunk, which is the first bytes of the buffer whose turn it is. */
    push(bytes: number): void {
      const rest = take(plain.buffers[turn], mostCarried - carried, mostCarried + bytes)
      plain.ignoreText()
      lookForHour24(plain.buffers[turn].subarray(mostCarried - carried, mostCarried + bytes))
      turn = turn === 0 ? 1 : 0
      carried = rest.length
      rest.copy(plain.buffers[turn], mostCarried - carried)
      look.seen(structure.bytes, learnt)
    },
    end(): void {
      if (carried > 0) {
        const buffer = plain.buffers[turn]
        const begin = mostCarried - carried
        buffer[mostCarried] = LF
        const run = plain.count(turn, begin, mostCarried + 1, structure.width)
        lookForHour24(buffer.subarray(begin, mostCarried))
        if (run.records === 1) {
          structure.addPlain({ ...run, bytes: carried })
          show(buffer.subarray(begin, mostCarried + 1))
        } else slowly(buffer.subarray(begin, mostCarried))
      }
      structure.end()
    },
    /** whether each record behind the first is plain */
    onlyPlain: (): boolean => onlyPlain,
    learnt,
  }
}
