import type { PlainRun } from '../plain/plain-records.ts'
import { growingLineMap } from './line-map.ts'

const LF = 10
const CR = 13
const QUOTE = 34
const cellStart = 0
const unquoted = 1
const quoted = 2
const closed = 3

/**
 * The structure of a delimited file, fed to it in chunks. Its loop sees every byte of a table with quotes, so it works
 * on local variables and skips over ordinary bytes.
 */
export class CsvStructure {
  bytes = 0
  /** line of the next byte */
  line = 1
  /** records so far, the header included */
  records = 0
  regular = true
  /** a quoted cell has a line end in it */
  linesInCells = false
  newline: '\n' | '\r\n' = '\n'
  longest = 0
  longestLine = 1
  /** lines of the records after the header */
  readonly lines = growingLineMap()
  readonly #delimiter: number
  #state = cellStart
  #startLine = 1
  #recordStart = 0
  #cells = 1
  #content = false
  #width = 0
  #returned = false

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** cells of the header */
  get width(): number {
    return this.#width
  }

  /** Whether the next byte begins a record, and one after the header. */
  get betweenRecords(): boolean {
    return this.records > 0 && this.bytes === this.#recordStart && !this.#returned
  }

  /** Takes records as read that were counted elsewhere: each whole, of the header's width, on one line, ended by LF. */
  addPlain({ records, bytes, longest, longestRecord }: PlainRun): void {
    if (records === 0) return
    if (this.newline !== '\n') this.regular = false
    this.lines.add(this.records, this.line, records)
    if (longest > this.longest) {
      this.longest = longest
      this.longestLine = this.line + longestRecord
    }
    this.records += records
    this.line += records
    this.bytes += bytes
    this.#startLine = this.line
    this.#recordStart = this.bytes
  }

  push(buffer: Buffer): void {
    const delimiter = this.#delimiter
    const ordinary = Math.max(delimiter, QUOTE)
    const length = buffer.length
    let state = this.#state
    let cells = this.#cells
    let content = this.#content
    let returned = this.#returned
    let regular = this.regular
    const hasMark = this.bytes === 0 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf
    for (let i = hasMark ? 3 : 0; i < length; i++) {
      const byte = buffer[i]!
      if (byte === LF) {
        if (state === quoted) {
          this.line++
          this.linesInCells = true
        } else {
          this.#endRecord(i, cells, content, returned)
          regular &&= this.regular
          cells = 1
          content = false
          state = cellStart
        }
        returned = false
        continue
      }
      if (returned) {
        // A lone CR ends a line for some readers and is text for others.
        regular = false
        returned = false
      }
      if (byte > ordinary) {
        content = true
        if (state !== quoted) {
          if (state === closed) regular = false
          state = unquoted
        }
        while (i + 1 < length && buffer[i + 1]! > ordinary) i++
      } else if (byte === CR) returned = true
      else if (state === quoted) {
        if (byte === QUOTE) state = closed
        else content = true
      } else if (byte === delimiter) {
        cells++
        state = cellStart
      } else if (byte === QUOTE) {
        if (state === unquoted) regular = false
        else if (state === closed) content = true
        state = state === unquoted ? unquoted : quoted
      } else {
        if (state === closed) regular = false
        state = unquoted
        content = true
      }
    }
    this.bytes += length
    this.#state = state
    this.#cells = cells
    this.#content = content
    this.#returned = returned
    this.regular = regular
  }

  end(): void {
    if (this.#state === quoted || this.#returned) this.regular = false
    if (this.bytes > this.#recordStart) this.#close(this.bytes, this.#cells, this.#content)
  }

  #endRecord(at: number, cells: number, content: boolean, returned: boolean): void {
    const newline = returned ? '\r\n' : '\n'
    if (this.records === 0) this.newline = newline
    else if (this.newline !== newline) this.regular = false
    this.#close(this.bytes + at, cells, content)
    this.line++
    this.#startLine = this.line
    this.#recordStart = this.bytes + at + 1
  }

  #close(end: number, cells: number, content: boolean): void {
    if (this.records === 0) {
      this.#width = cells
      if (this.line !== this.#startLine) this.regular = false
    } else this.lines.add(this.records, this.#startLine)
    if (cells !== this.#width || !content) this.regular = false
    if (end - this.#recordStart > this.longest) {
      this.longest = end - this.#recordStart
      this.longestLine = this.#startLine
    }
    this.records++
  }
}
