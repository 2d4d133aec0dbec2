import { cellEndsModule } from '../wasm/cell-ends-code.ts'
import { decimalCellsFree, decimalCellsModule, prepareDecimals } from '../wasm/decimal-cells-code.ts'
import { memoryOf, moduleOnce } from '../wasm/web-assembly.ts'

/** The cells of rows that all have as many, counted from the first of the first row. */
export interface PlainCells {
  readonly rows: number
  /** where a cell begins and ends in the text, in bytes; it ends before a carriage return */
  readonly startOf: (cell: number) => number
  readonly endOf: (cell: number) => number
  /** the numbers of a column; NaN for a cell that is no decimal number, or not one that is easily told */
  readonly numbers: (column: number) => Float64Array
}

interface Rows {
  /** where the first begins, in bytes */
  readonly begin: number
  readonly delimiter: string
  readonly width: number
}

/** Numbers that are read in one go: what lies twice in memory in between, of columns of any length. */
const numbersAtOnce = 65_536
const numbersAt = decimalCellsFree
const textAt = numbersAt + 8 * numbersAtOnce
/** Reading many bytes at a time goes beyond the end. */
const margin = 64
const CR = 13
const LF = 10

const ends = moduleOnce(cellEndsModule)
const decimals = moduleOnce(decimalCellsModule)

type Run = (...parameters: number[]) => number

/**
 * Finds the cells of a text in which no cell is quoted, and a carriage return stands nowhere but before a line feed.
 * @returns undefined where a row is blank or has not as many cells as asked, or there is none
 */
export function plainCells(text: Buffer, { begin, delimiter, width }: Rows): PlainCells | undefined {
  const entriesAt = textAt + text.length + margin - ((text.length + margin) % 8)
  // Of each byte there are 4 of the end of its cell at most.
  const memory = memoryOf(entriesAt + 4 * (text.length + margin))
  const bytes = new Uint8Array(memory.buffer)
  bytes.set(text, textAt)
  const isEnded = text.at(-1) === LF
  if (!isEnded) bytes[textAt + text.length] = LF
  const end = textAt + text.length + (isEnded ? 0 : 1)
  const state = new Uint32Array(memory.buffer)
  const first = entriesAt / 4
  state[first] = textAt + begin - 1
  const stopped = (ends(memory) as Run)(textAt + begin, end, delimiter.charCodeAt(0), width, entriesAt + 4)
  if (stopped === 0 || stopped === entriesAt + 4) return undefined
  const rows = (stopped - entriesAt - 4) / 4 / width
  return {
    rows,
    startOf: (cell) => state[first + cell]! + 1 - textAt,
    endOf(cell) {
      const at = state[first + cell + 1]!
      return (bytes[at - 1] === CR ? at - 1 : at) - textAt
    },
    numbers(column) {
      prepareDecimals(memory.buffer)
      const read = decimals(memory) as Run
      const values = new Float64Array(rows)
      for (let row = 0; row < rows; row += numbersAtOnce) {
        const some = Math.min(numbersAtOnce, rows - row)
        read(entriesAt + 4 * (row * width + column), 4 * width, some, numbersAt)
        values.set(new Float64Array(memory.buffer, numbersAt, some), row)
      }
      return values
    },
  }
}
