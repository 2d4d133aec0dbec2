// Where the module of plain-records-code.ts keeps what, in bytes from the beginning of its memory.

/** What it counts; all are 32-bit whole numbers. */
export const counters = { records: 0, longest: 4, longestRecord: 8 } as const

/** Sixteen bytes of ones and sixteen of zeros: sixteen bytes from the middle less n are a mask of n. */
export const masks = 64
/** Powers of ten, from 1, as doubles. */
export const tens = 128
/** Whole numbers of so many digits, and powers of ten up to it, are doubles without loss: so is their quotient rounded once. */
export const mostDigits = 15
/** What is known of each column's cells, {@link columnBytes} a column. */
export const columnsAt = 256
/**
 * Of a column: what stands at its cells' first, second and third sixteen characters (what stands further behind counts
 * there too), by {@link kinds}; a bit for each length met; whether it is looked at no more; the least and the greatest
 * of its numbers; whether a cell is empty; whether one is neither that nor a decimal number of at most 15 digits, and
 * the extremes mean nothing; the most digits behind a point; where its next number is to be put down, 0 where it is not.
 */
export const columnBytes = 96
export const lengthsAt = 48
export const ignoredAt = 52
export const lowAt = 56
export const highAt = 64
export const emptyAt = 72
export const oddAt = 76
export const decimalsAt = 80
export const putAt = 84
/** Lengths from here on share a bit. */
export const longestTold = 31

/** What a character of a cell can be. */
export const kinds = {
  digit: 1,
  minus: 2,
  plus: 4,
  point: 8,
  exponent: 16,
  colon: 32,
  letterTZ: 64,
  other: 128,
} as const

/** What the module wants to find in its memory before it is run. */
export function prepare(memory: ArrayBuffer, columns: number): void {
  new Uint8Array(memory, masks, 16).fill(255)
  const state = new DataView(memory)
  for (let power = 0; power <= mostDigits; power++) state.setFloat64(tens + 8 * power, 10 ** power, true)
  for (let column = 0; column < columns; column++) {
    const at = columnsAt + column * columnBytes
    state.setFloat64(at + lowAt, Number.POSITIVE_INFINITY, true)
    state.setFloat64(at + highAt, Number.NEGATIVE_INFINITY, true)
  }
}
