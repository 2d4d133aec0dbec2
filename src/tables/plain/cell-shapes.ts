import { columnBytes, columnsAt, kinds, lengthsAt, longestTold } from '../wasm/plain-records-memory.ts'

/**
 * What all cells of a column that are not empty look like, where that spares a closer look: `whole`, only digits and
 * signs, at most 18; `decimal`, only what decimal numbers are written with, and no plus; `day`, 2024-01-31; `instant`,
 * 2024-01-31T08:00:00 all with Z or all without (T and Z may have changed places); `late instant`, the same where some
 * may have hour 24, which casts take for the next day's first. It says nothing of whether they are numbers or days.
 */
export type CellShape = 'whole' | 'decimal' | 'day' | 'instant' | 'late instant'

/** So many characters are a whole number of 64 bits, whatever their digits. */
const longestWhole = 18

const { digit, minus, plus, point, exponent, colon, letterTZ } = kinds
const kindOfPattern: Readonly<Record<string, number>> = {
  '0': digit,
  '-': minus,
  ':': colon,
  T: letterTZ,
  Z: letterTZ,
}
const patterns: readonly (readonly [CellShape, string])[] = [
  ['day', '0000-00-00'],
  ['instant', '0000-00-00T00:00:00'],
  ['instant', '0000-00-00T00:00:00Z'],
]

/** @param column from 0; it must be one that was looked at */
export function shapeOf(memory: ArrayBuffer, column: number): CellShape | undefined {
  const at = columnsAt + column * columnBytes
  const lengths = new DataView(memory).getUint32(at + lengthsAt, true)
  const places = new Uint8Array(memory, at, lengthsAt)
  const all = places.reduce((seen, kind) => seen | kind, 0)
  const only = (allowed: number) => (all & ~allowed) === 0
  if (lengths === 0 || all & kinds.other) return undefined
  const written = patterns.find(
    ([, pattern]) =>
      pattern.length < longestTold &&
      lengths === 2 ** pattern.length &&
      [...pattern].every((character, i) => places[i] === kindOfPattern[character]),
  )?.[0]
  if (written !== undefined) return written
  if (only(digit | minus | plus) && lengths < 2 ** (longestWhole + 1)) return 'whole'
  return only(digit | minus | point | exponent) ? 'decimal' : undefined
}
