import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Digest } from '../record/digest.ts'
import { CsvStructure } from './csv-structure.ts'
import type { LineMap } from './line-map.ts'

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
  const hash = createHash('sha256')
  const structure = new CsvStructure(delimiter)
  let nulLine: number | undefined
  let notUtf8Line: number | undefined
  let carry: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const buffer = chunk as Buffer
    hash.update(buffer)
    if (nulLine === undefined && buffer.includes(0))
      nulLine = structure.line + newlinesBefore(buffer, buffer.indexOf(0))
    if (notUtf8Line === undefined) {
      const text = carry.length > 0 ? Buffer.concat([carry, buffer]) : buffer
      const whole = text.length - unfinished(text)
      carry = text.subarray(whole)
      if (!isUtf8(text.subarray(0, whole)))
        notUtf8Line = structure.line + firstBadLine(text.subarray(0, whole))
    }
    structure.push(buffer)
    progress(structure.bytes)
  }
  if (carry.length > 0 && notUtf8Line === undefined) notUtf8Line = structure.line
  structure.end()
  return {
    digest: `sha256:${hash.digest('hex')}`,
    ...(nulLine === undefined ? {} : { nulLine }),
    ...(notUtf8Line === undefined ? {} : { notUtf8Line }),
    bytes: structure.bytes,
    regular: structure.regular,
    rows: Math.max(structure.records - 1, 0),
    lines: structure.lines,
    newline: structure.newline,
    longest: structure.longest,
    longestLine: structure.longestLine,
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
