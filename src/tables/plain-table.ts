import { isAscii, isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { decimalOf } from './decimal-codes.ts'
import type { Table } from './table.ts'
import { tableFile } from './table-file.ts'
import { formatOf } from './table-format.ts'

/** Beyond this a file is read in a stream, by the engine. */
const largest = 256 * 2 ** 20
const mostColumns = 1000
/** A quote, NUL. */
const needsThought = [0x22, 0]
const newline = 0x0a
const carriageReturn = 0x0d

/** A text table in which every cell is what stands between two delimiters. */
export interface PlainTable extends Pick<Table, 'label' | 'columns' | 'rows'> {
  /** the cells of a column; an empty one is null, and they are counted */
  readonly texts: (column: number) => { readonly values: (string | null)[]; readonly nulls: number }
  /**
   * the cells of a column as numbers
   * @param otherwise of a cell that is no decimal number, or not one that is easily told; undefined: there is no number
   * @returns undefined where that says so of a cell
   */
  readonly numbers: (
    column: number,
    otherwise: (cell: string | null) => number | undefined,
  ) => Float64Array | undefined
}

/**
 * Reads a CSV or TSV file in one go where nothing in it needs thought: UTF-8, no quote, lines that all end alike, no
 * blank one, as many cells in each row as in the header. It spares the engine, whose start alone takes longer.
 * @returns undefined for every other file: the engine reads it, or says what is wrong with it
 * @throws AssayError input: as {@link tableFile}
 */
export async function plainTable(path: string, label: string): Promise<PlainTable | undefined> {
  const format = formatOf(basename(path))
  if (format === undefined || format.compression !== undefined) return undefined
  if (format.format !== 'csv' && format.format !== 'tsv') return undefined
  const { bytes } = await tableFile(path, label)
  if (bytes > largest) return undefined
  const content = await readFile(path)
  if (content.length > largest || !isUtf8(content)) return undefined
  if (needsThought.some((byte) => content.includes(byte)) || !linesEndAlike(content)) return undefined
  const delimiter = format.format === 'csv' ? ',' : '\t'
  if (isAscii(content)) return tableOf(content.toString('latin1'), content, label, delimiter)
  const text = content.toString('utf8')
  const codes = Buffer.from(text, 'utf16le')
  return tableOf(text, new Uint16Array(codes.buffer, codes.byteOffset, text.length), label, delimiter)
}

/** With a line feed, or with a carriage return and a line feed, as Windows and Python's csv write them. */
function linesEndAlike(content: Buffer): boolean {
  let at = content.indexOf(carriageReturn)
  if (at === -1) return true
  for (let from = 0; at !== -1; at = content.indexOf(carriageReturn, from)) {
    if (content.indexOf(newline, from) !== at + 1) return false
    from = at + 2
  }
  return !content.includes(newline, content.lastIndexOf(carriageReturn) + 2)
}

/** @param codes of the characters of `content` */
function tableOf(
  content: string,
  codes: Uint8Array | Uint16Array,
  label: string,
  delimiter: string,
): PlainTable | undefined {
  const from = content.charCodeAt(0) === 0xfeff ? 1 : 0
  const headerEnd = content.indexOf('\n', from)
  const returns = codes[headerEnd - 1] === carriageReturn ? 1 : 0
  if (headerEnd - returns <= from) return undefined
  const header = content.slice(from, headerEnd - returns).split(delimiter)
  if (header.length > mostColumns) return undefined
  const ends = cellEnds(content, headerEnd + 1, delimiter, header.length)
  if (ends === undefined) return undefined
  const rows = ends.length / header.length
  const startOf = (at: number) => (at === 0 ? headerEnd + 1 : ends[at - 1]! + 1)
  const endOf = (at: number) =>
    returns === 1 && codes[ends[at]! - 1] === carriageReturn ? ends[at]! - 1 : ends[at]!
  return {
    label,
    rows,
    columns: header.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' })),
    texts(column) {
      const values: (string | null)[] = new Array(rows)
      let nulls = 0
      for (let row = 0, at = column; row < rows; row++, at += header.length) {
        const start = startOf(at)
        const end = endOf(at)
        values[row] = start === end ? null : content.slice(start, end)
        if (start === end) nulls++
      }
      return { values, nulls }
    },
    numbers(column, otherwise) {
      const values = new Float64Array(rows)
      for (let row = 0, at = column; row < rows; row++, at += header.length) {
        const start = startOf(at)
        const end = endOf(at)
        const value = decimalOf(codes, start, end)
        const found = Number.isNaN(value)
          ? otherwise(start === end ? null : content.slice(start, end))
          : value
        if (found === undefined) return undefined
        values[row] = found
      }
      return values
    },
  }
}

/**
 * Where each cell ends, row by row; undefined where a row has not as many as the header, or is blank, or there is no row.
 * Looking for the next delimiter passes over many characters at once.
 */
function cellEnds(content: string, from: number, delimiter: string, width: number): Uint32Array | undefined {
  let ends = new Uint32Array(Math.max(1024, Math.ceil((content.length - from) / 4)))
  let count = 0
  let next = content.indexOf(delimiter, from)
  for (let row = from; row < content.length; ) {
    const found = content.indexOf('\n', row)
    const end = found === -1 ? content.length : found
    if (count + width > ends.length) ends = longer(ends)
    for (let cell = 1; cell < width; cell++) {
      if (next === -1 || next > end) return undefined
      ends[count++] = next
      next = content.indexOf(delimiter, next + 1)
    }
    if ((next !== -1 && next < end) || isBlank(content, row, end, width)) return undefined
    ends[count++] = end
    row = end + 1
  }
  return count === 0 ? undefined : ends.subarray(0, count)
}

function longer(ends: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const twice = new Uint32Array(2 * ends.length)
  twice.set(ends)
  return twice
}

/** Whether a row has nothing but delimiters. */
const isBlank = (content: string, start: number, end: number, width: number) =>
  end - start < width || (end - start === width && content.charCodeAt(end - 1) === carriageReturn)
