import { createReadStream } from 'node:fs'

/** One record of a CSV file: its cells, and the line on which it starts (from 1). */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
  /** text stands between a closing quote and the next delimiter, or a quote is never closed */
  readonly malformed: boolean
}

const comma = 0
const unquoted = 1
const quoted = 2
const closed = 3

/**
 * The records of a delimited file by RFC 4180, in batches. A quote opens a quoted cell only as the cell's first
 * character; `""` inside stands for one quote; CR, LF and CRLF all end a record. Lines without a character
 * are records with no cells. A byte order mark is skipped.
 * @throws TypeError where the bytes are not UTF-8
 */
export async function* csvRecords(path: string, delimiter: string): AsyncGenerator<CsvRecord[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const splitter = recordSplitter(delimiter)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    yield splitter.push(decoder.decode(chunk as Buffer, { stream: true }))
  }
  yield [...splitter.push(decoder.decode()), ...splitter.end()]
}

/** The state between chunks of text. */
export function recordSplitter(delimiter: string) {
  let state = comma
  let line = 1
  let startLine = 1
  let cell = ''
  let cells: string[] = []
  let malformed = false
  let afterReturn = false
  let any = false

  const endRecord = (into: CsvRecord[]) => {
    if (any) cells.push(cell)
    into.push({ line: startLine, cells, malformed })
    cell = ''
    cells = []
    malformed = false
    any = false
    state = comma
  }

  const push = (text: string): CsvRecord[] => {
    const records: CsvRecord[] = []
    for (const char of text) {
      const secondOfPair = afterReturn && char === '\n'
      afterReturn = char === '\r'
      const newline = char === '\n' || char === '\r'
      if (newline && !secondOfPair) line++
      if (state === quoted) {
        if (char === '"') state = closed
        else cell += char
      } else if (newline) {
        if (!secondOfPair) endRecord(records)
        startLine = line
      } else {
        any = true
        if (char === delimiter) {
          cells.push(cell)
          cell = ''
          state = comma
        } else if (char === '"' && state === comma) state = quoted
        else if (char === '"' && state === closed) {
          cell += char
          state = quoted
        } else {
          if (state === closed) malformed = true
          cell += char
          state = state === closed ? closed : unquoted
        }
      }
    }
    return records
  }

  const end = (): CsvRecord[] => {
    const records: CsvRecord[] = []
    if (state === quoted) malformed = true
    if (any) endRecord(records)
    return records
  }

  return { push, end }
}

/** A record as one line of CSV, every cell that needs it quoted. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  const special = (cell: string) =>
    cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
  return `${cells.map(special).join(delimiter)}\n`
}
