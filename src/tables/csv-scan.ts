import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Digest } from '../record/digest.ts'
import { growingLineMap, type LineMap } from './line-map.ts'

/** What one pass over the bytes of a delimited file found. */
export interface CsvScan {
  readonly digest: Digest
  readonly bytes: number
  /** line of the first NUL byte, which no text has */
  readonly nulLine?: number
  /** line of the first bytes that are not UTF-8 */
  readonly notUtf8Line?: number
  /**
   * The file leaves no room for two readings: one kind of line end, every record with as many cells as the first, no
   * blank record, quotes only around whole cells, the header on one line. Then `rows` and `lines` hold; otherwise they do not.
   */
  readonly regular: boolean
  /** records after the header */
  readonly rows: number
  readonly lines: LineMap
  readonly newline: '\n' | '\r\n'
  /** bytes of the longest record, and the line on which it starts */
  readonly longest: number
  readonly longestLine: number
}

const LF = 10
const CR = 13
const QUOTE = 34
const cellStart = 0
const unquoted = 1
const quoted = 2
const closed = 3

/**
 * Reads a delimited file once: digest, encoding, and whether its structure is beyond doubt. DuckDB's reader guesses
 * where a file is irregular (it drops a trailing delimiter, strips spaces around quotes, stops at mixed line ends),
 * so only regular files are given to it as they are.
 * @param delimiter one ASCII character
 * @param progress called with the bytes read so far
 */
export async function scanCsv(
  path: string,
  delimiter: string,
  progress: (bytes: number) => void = () => undefined,
): Promise<CsvScan> {
  const DELIMITER = delimiter.charCodeAt(0)
  const hash = createHash('sha256')
  const lines = growingLineMap()
  let bytes = 0
  let nulLine: number | undefined
  let notUtf8Line: number | undefined
  let carry: Buffer = Buffer.alloc(0)

  let state = cellStart
  let regular = true
  let line = 1
  let startLine = 1
  let recordStart = 0
  let longest = 0
  let longestLine = 1
  let cells = 1
  let content = false
  let width = 0
  let records = 0
  let previousCR = false
  let crlf: boolean | undefined

  const endRecord = (end: number) => {
    if (records === 0) {
      width = cells
      if (line !== startLine) regular = false
    } else {
      lines.add(records, startLine)
    }
    if (cells !== width || !content) regular = false
    if (end - recordStart > longest) {
      longest = end - recordStart
      longestLine = startLine
    }
    records++
    cells = 1
    content = false
    state = cellStart
  }

  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const buffer = chunk as Buffer
    hash.update(buffer)
    const chunkLine = line
    if (nulLine === undefined && buffer.includes(0))
      nulLine = chunkLine + newlinesBefore(buffer, buffer.indexOf(0))
    if (notUtf8Line === undefined) {
      const text = carry.length > 0 ? Buffer.concat([carry, buffer]) : buffer
      const whole = text.length - unfinished(text)
      carry = text.subarray(whole)
      if (!isUtf8(text.subarray(0, whole))) notUtf8Line = chunkLine + firstBadLine(text.subarray(0, whole))
    }
    const skip = bytes === 0 && buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0
    for (let i = skip; i < buffer.length; i++) {
      const byte = buffer[i]!
      if (byte === LF) {
        if (state === quoted) {
          line++
        } else {
          if (crlf === undefined) crlf = previousCR
          else if (crlf !== previousCR) regular = false
          endRecord(bytes + i)
          line++
          startLine = line
          recordStart = bytes + i + 1
        }
        previousCR = false
        continue
      }
      if (previousCR) {
        // A lone CR ends a line for some readers and is text for others.
        regular = false
        previousCR = false
      }
      if (byte === CR) {
        previousCR = true
      } else if (state === quoted) {
        if (byte === QUOTE) state = closed
        else content = true
      } else if (byte === DELIMITER) {
        cells++
        state = cellStart
      } else if (byte === QUOTE) {
        if (state === cellStart) state = quoted
        else if (state === closed) {
          state = quoted
          content = true
        } else regular = false
      } else {
        if (state === closed) regular = false
        state = unquoted
        content = true
      }
    }
    bytes += buffer.length
    progress(bytes)
  }
  if (carry.length > 0 && notUtf8Line === undefined) notUtf8Line = line
  if (state === quoted || previousCR) regular = false
  if (bytes > recordStart) endRecord(bytes)

  return {
    digest: `sha256:${hash.digest('hex')}`,
    bytes,
    ...(nulLine === undefined ? {} : { nulLine }),
    ...(notUtf8Line === undefined ? {} : { notUtf8Line }),
    regular,
    rows: Math.max(records - 1, 0),
    lines,
    newline: crlf ? '\r\n' : '\n',
    longest,
    longestLine,
  }
}

/** Bytes at the end that begin a UTF-8 character which the next chunk may finish. */
function unfinished(text: Buffer): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back]!
    if ((byte & 0b1100_0000) === 0b1000_0000) continue
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
    return needs > back ? back : 0
  }
  return 0
}

function firstBadLine(text: Buffer): number {
  let from = 0
  for (let line = 0; ; line++) {
    const end = text.indexOf(LF, from)
    if (end === -1 || !isUtf8(text.subarray(from, end))) return line
    from = end + 1
  }
}

function newlinesBefore(buffer: Buffer, end: number): number {
  let count = 0
  for (let i = buffer.indexOf(LF); i !== -1 && i < end; i = buffer.indexOf(LF, i + 1)) count++
  return count
}
