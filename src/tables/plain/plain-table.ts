import { isAscii, isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Table } from '../table.ts'
import { tableFile } from '../table-file.ts'
import { formatOf } from '../table-format.ts'
import { plainCells } from './plain-cells.ts'

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
  return tableOf(content, label, format.format === 'csv' ? ',' : '\t')
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

const byteOrderMark = Buffer.from('\ufeff')

function tableOf(content: Buffer, label: string, delimiter: string): PlainTable | undefined {
  const from = content.subarray(0, byteOrderMark.length).equals(byteOrderMark) ? byteOrderMark.length : 0
  const headerEnd = content.indexOf(newline, from)
  const returns = content[headerEnd - 1] === carriageReturn ? 1 : 0
  if (headerEnd - returns <= from) return undefined
  const header = content.toString('utf8', from, headerEnd - returns).split(delimiter)
  if (header.length > mostColumns) return undefined
  const cells = plainCells(content, { begin: headerEnd + 1, delimiter, width: header.length })
  if (cells === undefined) return undefined
  const { rows, startOf, endOf } = cells
  const slice = slicesOf(content)
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
        values[row] = start === end ? null : slice(start, end)
        if (start === end) nulls++
      }
      return { values, nulls }
    },
    numbers(column, otherwise) {
      const values = cells.numbers(column)
      for (let row = 0; row < rows; row++) {
        if (!Number.isNaN(values[row]!)) continue
        const at = row * header.length + column
        const [start, end] = [startOf(at), endOf(at)]
        const found = otherwise(start === end ? null : slice(start, end))
        if (found === undefined) return undefined
        values[row] = found
      }
      return values
    },
  }
}

/** Of text where a byte is a character, one is made of all of it: taking a cell from that is quicker. */
function slicesOf(content: Buffer): (start: number, end: number) => string {
  return isAscii(content)
    ? slicesOfText(content.toString('latin1'))
    : (start, end) => content.toString('utf8', start, end)
}

/** Apart from the content, which what is made beside it would keep in memory. */
const slicesOfText = (text: string) => (start: number, end: number) => text.slice(start, end)
