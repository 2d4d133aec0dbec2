import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { CsvDialect } from './csv-dialect.ts'
import { type Faults, growingFaults, keptFaults } from './csv-faults.ts'
import { type CsvRecord, csvLine, csvRecords } from './csv-records.ts'
import { growingLineMap } from './line-map.ts'

/** A regular copy of an irregular file: the rows that are whole, under a header of plain names, cells split by commas. */
export interface CleanCsv {
  readonly header: readonly string[]
  /** absent where the file has no header */
  readonly headerLine?: number
  /** bytes of the longest line of the copy */
  readonly longest: number
  /** a cell has a line end in it */
  readonly linesInCells: boolean
  readonly rows: number
  readonly faults: Faults
  lineOf(row: number): number
  /** number of a row of the copy among all data records of the file; both count from 1 */
  recordOf(row: number): number
}

/**
 * Copies the whole rows of an irregular file to `target` in one unmistakable form, and says which others there are
 * and where. Blank lines before the header and at the end of the file are no rows.
 * @param source `names` are those of the columns where the dialect has no header
 */
export async function cleanCsv(
  {
    path,
    dialect,
    label,
    names,
  }: { path: string; dialect: CsvDialect; label: string; names?: readonly string[] | undefined },
  target: string,
): Promise<CleanCsv> {
  const faults = growingFaults()
  const lines = growingLineMap()
  const records = growingLineMap()
  const output = createWriteStream(target)
  const ended = finished(output)
  let header = dialect.header ? undefined : names
  let headerLine: number | undefined
  let longest = 0
  let linesInCells = false
  let record = 0
  let rows = 0
  // Not held one by one: a file may be nothing but empty lines.
  let blanks: number[] = []
  let blankRows = 0

  const lineOfCopy = (cells: readonly string[]): string => {
    const text = csvLine(cells, ',')
    longest = Math.max(longest, Buffer.byteLength(text))
    linesInCells ||= text.indexOf('\n') < text.length - 1
    return text
  }

  /** @returns the row as a line of the copy, or nothing */
  const take = (read: CsvRecord): string => {
    if (header === undefined) {
      if (read.cells.length === 0) return ''
      header = read.cells
      headerLine = read.line
      return lineOfCopy(header.map((_, i) => `c${i}`))
    }
    if (read.cells.length === 0) {
      blankRows++
      if (blanks.length < keptFaults) blanks.push(read.line)
      return ''
    }
    for (const [i, line] of blanks.entries())
      faults.add({ code: 'blank-row', row: record + i + 1, line, cells: 0 })
    faults.counts['blank-row'] += blankRows - blanks.length
    record += blankRows + 1
    blanks = []
    blankRows = 0
    const code = faultOf(read, header.length)
    if (code !== undefined) {
      faults.add({
        code,
        row: record,
        line: read.line,
        cells: read.cells.length,
        ...(code === 'row-error' && { reason: read.broken }),
        ...(isShort(read) && { content: read.cells }),
      })
      return ''
    }
    rows++
    lines.add(rows, read.line)
    records.add(rows, record)
    return lineOfCopy(read.cells)
  }

  if (header !== undefined) output.write(lineOfCopy(header.map((_, i) => `c${i}`)))
  for await (const batch of csvRecords(path, dialect, label)) {
    const text = batch.map(take).join('')
    if (text !== '' && !output.write(text)) await Promise.race([once(output, 'drain'), ended])
  }
  output.end()
  await ended
  return {
    header: header ?? [],
    ...(headerLine === undefined ? {} : { headerLine }),
    longest,
    linesInCells,
    rows,
    faults,
    lineOf: lines.lineOf,
    recordOf: records.lineOf,
  }
}

/** Short enough to be kept as it is. */
const isShort = ({ cells }: CsvRecord) =>
  cells.length <= 1000 && cells.reduce((length, cell) => length + cell.length, 0) <= 10_000

function faultOf({ cells, broken }: CsvRecord, width: number) {
  if (broken !== undefined) return 'row-error'
  if (cells.every((cell) => cell === '')) return 'blank-row'
  if (cells.length > width) return 'extra-cell'
  return cells.length < width ? 'missing-cell' : undefined
}
