import { inputError } from '../../errors.ts'
import { chunksInto } from '../chunks-into.ts'
import type { CsvDialect } from './csv-dialect.ts'

/** One record of a delimited file: its cells, and the line on which it starts (from 1). */
export interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
  /** what is wrong with its first broken quote; absent where none is */
  readonly broken?: string
}

/** Bytes that a record may have; a longer one is a quote that is never closed. */
export const longestRecord = 64 * 2 ** 20

const start = 0
const unquoted = 1
const quoted = 2
const closed = 3
const comment = 4

/**
 * The records of a delimited file by RFC 4180, or as its dialect departs from that, in batches. A quote opens a quoted
 * cell only as the cell's first character; CR, LF and CRLF all end a record. Lines without a character are records
 * with no cells; comments are no records. A byte order mark is skipped.
 * @param label what messages call the file
 * @throws TypeError where the bytes are not UTF-8
 * @throws AssayError input `record-too-long`
 */
export async function* csvRecords(
  path: string,
  dialect: CsvDialect,
  label: string,
  chunkBytes = 1 << 17,
): AsyncGenerator<CsvRecord[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const splitter = recordSplitter(dialect)
  const buffers = [Buffer.allocUnsafe(chunkBytes), Buffer.allocUnsafe(chunkBytes)] as const
  for await (const chunk of chunksInto(path, buffers)) {
    yield splitter.push(decoder.decode(chunk, { stream: true }))
    const { length, line } = splitter.unfinished()
    if (length > longestRecord) throw recordTooLong(label, line)
  }
  yield [...splitter.push(decoder.decode()), ...splitter.end()]
}

export const recordTooLong = (label: string, line: number) =>
  inputError('record-too-long', `${label}: the row that begins on line ${line} is longer than 64 MiB.`, {
    hint: 'Look for a quote on that line that is never closed.',
    file: label,
    line,
  })

/** The state between chunks of text. */
function recordSplitter(dialect: CsvDialect) {
  const { delimiter, quoteChar, doubleQuote, escapeChar, commentChar, skipInitialSpace } = dialect
  const { inQuotes, outside } = runsOf(dialect)
  let state = start
  let line = 1
  let startLine = 1
  let cell = ''
  let cells: string[] = []
  /** characters of the cells before the one that is being read */
  let before = 0
  /** line on which the last quote opened */
  let opened = 1
  let broken: string | undefined
  let afterReturn = false
  let escaped = false
  let any = false

  const endRecord = (into: CsvRecord[]) => {
    if (any) cells.push(cell)
    if (state !== comment) into.push({ line: startLine, cells, ...(broken !== undefined && { broken }) })
    cell = ''
    cells = []
    before = 0
    broken = undefined
    any = false
    state = start
  }

  /** characters that mean nothing by themselves, all at once: a cell that grew by each would take 30 times their memory */
  const takeRun = (run: string) => {
    if (state === comment) return
    if (state === quoted) {
      line += run.match(/\r\n?|\n/g)?.length ?? 0
      if (afterReturn && run.startsWith('\n')) line--
    } else if (state === closed) broken ??= textAfterQuote(opened, line)
    else state = unquoted
    afterReturn = run.endsWith('\r')
    any = true
    cell += run
  }

  const push = (text: string): CsvRecord[] => {
    const records: CsvRecord[] = []
    for (let at = 0; at < text.length; ) {
      const runs = state === quoted ? inQuotes : outside
      runs.lastIndex = at
      const run = escaped ? undefined : runs.exec(text)?.[0]
      if (run !== undefined) {
        takeRun(run)
        at += run.length
        continue
      }
      const char = String.fromCodePoint(text.codePointAt(at)!)
      at += char.length
      const secondOfPair = afterReturn && char === '\n'
      afterReturn = char === '\r'
      const newline = char === '\n' || char === '\r'
      if (newline && !secondOfPair) line++
      if (escaped) {
        cell += char
        escaped = false
      } else if (char === escapeChar && state !== comment && state !== closed) {
        escaped = true
        any = true
        if (state === start) state = unquoted
      } else if (state === quoted) {
        if (char === quoteChar) state = closed
        else cell += char
      } else if (newline) {
        if (!secondOfPair) endRecord(records)
        startLine = line
      } else if (state === comment) continue
      else if (char === commentChar && !any) state = comment
      else {
        any = true
        if (char === delimiter) {
          cells.push(cell)
          before += cell.length + 1
          cell = ''
          state = start
        } else if (char === ' ' && skipInitialSpace && state === start) continue
        else if (char === quoteChar && state === start) {
          state = quoted
          opened = line
        } else if (char === quoteChar && state === closed && doubleQuote) {
          cell += char
          state = quoted
        } else {
          if (state === closed) broken ??= textAfterQuote(opened, line)
          cell += char
          state = state === closed ? closed : unquoted
        }
      }
    }
    return records
  }

  const end = (): CsvRecord[] => {
    const records: CsvRecord[] = []
    if (state === quoted) broken ??= neverClosed(opened, /[\r\n]$/.test(cell) ? line - 1 : line)
    else if (escaped) broken ??= `the file ends after ${JSON.stringify(escapeChar)}, which escapes nothing`
    if (any) endRecord(records)
    return records
  }

  return { push, end, unfinished: () => ({ length: before + cell.length, line: startLine }) }
}

/** What a cell is mostly made of: as many characters as there are before the next of which one has to know more. */
function runsOf({ delimiter, quoteChar, escapeChar, commentChar, skipInitialSpace }: CsvDialect) {
  const noneOf = (...chars: readonly (string | undefined | false)[]) => {
    const codes = chars.map((char) => char && `\\u{${char.codePointAt(0)!.toString(16)}}`)
    return new RegExp(`[^${codes.filter(Boolean).join('')}]+`, 'uy')
  }
  return {
    inQuotes: noneOf(quoteChar, escapeChar),
    outside: noneOf('\r', '\n', delimiter, quoteChar, escapeChar, commentChar, skipInitialSpace && ' '),
  }
}

const neverClosed = (opened: number, end: number) =>
  end === opened
    ? `the quote opened on line ${opened} is never closed`
    : `the quote opened on line ${opened} is never closed, so that all up to the end of the file, line ${end}, is one cell`

const textAfterQuote = (opened: number, closed: number) =>
  closed === opened
    ? `text stands after the closing quote of a cell on line ${closed}`
    : `the quote opened on line ${opened} is closed only on line ${closed}, where text stands after it`

/** A record as one line of CSV, every cell that needs it quoted. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => csvCell(cell, delimiter)).join(delimiter)}\n`
}

const space = 0x20
const quoteMark = 0x22
const del = 0x7f

/** A cell, quoted where it needs to be. */
export const csvCell = (cell: string, delimiter: string) =>
  isPlain(cell, delimiter.charCodeAt(0)) ? cell : asCell(cell, delimiter)

const asCell = (cell: string, delimiter: string) =>
  cell.includes(delimiter) || /["\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell

/** Most cells are: a look at each character takes a fifth of the expression. */
function isPlain(cell: string, delimiter: number): boolean {
  for (let at = 0; at < cell.length; at++) {
    const code = cell.charCodeAt(at)
    if (code <= space || code === quoteMark || code === delimiter || code >= del) return false
  }
  return true
}
