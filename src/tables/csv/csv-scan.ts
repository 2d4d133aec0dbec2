import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { Digest } from '../../record/digest.ts'
import { chunksInto } from '../chunks-into.ts'
import { csvRecordsCounted, type Learnt, type RecordsLook } from './csv-records-counted.ts'
import type { LineMap } from './line-map.ts'

/** What one pass over the bytes of a delimited file found. */
export interface CsvScan extends Learnt {
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
  /** it is, and each record behind the header is plain (see PlainRun) */
  readonly plain: boolean
  /** a quoted cell has a line end in it */
  readonly linesInCells: boolean
  /** records after the header */
  readonly rows: number
  readonly lines: LineMap
  readonly newline: '\n' | '\r\n'
  /** bytes of the longest record, and the line on which it starts */
  readonly longest: number
  readonly longestLine: number
}

export interface CsvScanOptions {
  /** called with the bytes read so far; what it throws ends the reading */
  readonly progress?: ((bytes: number) => void) | undefined
  /** sees the records on the way; what it throws ends the reading */
  readonly look?: RecordsLook
  /** the file's, where that is taken beside; default: it is taken here */
  readonly digest?: Promise<Digest> | undefined
}

const LF = 10

/**
 * Reads a delimited file once: digest, encoding, whether its structure is beyond doubt, and what its columns look like.
 * DuckDB's reader guesses where a file is irregular (it drops a trailing delimiter, strips spaces around quotes, stops
 * at mixed line ends), so only regular files are given to it as they are.
 * @param delimiter one ASCII character
 */
export async function scanCsv(
  path: string,
  delimiter: string,
  { progress = () => undefined, look, digest }: CsvScanOptions = {},
): Promise<CsvScan> {
  const hash = createHash('sha256')
  const records = csvRecordsCounted(delimiter, look)
  const { structure } = records
  let nulLine: number | undefined
  let notUtf8Line: number | undefined
  let carry: Buffer = Buffer.alloc(0)
  for await (const chunk of chunksInto(path, records.buffers)) {
    if (digest === undefined) hash.update(chunk)
    if (nulLine === undefined && chunk.includes(0))
      nulLine = structure.line + newlinesBefore(chunk, chunk.indexOf(0))
    if (notUtf8Line === undefined) {
      const text = carry.length > 0 ? Buffer.concat([carry, chunk]) : chunk
      const whole = text.length - unfinished(text)
      carry = Buffer.from(text.subarray(whole))
      if (!isUtf8(text.subarray(0, whole)))
        notUtf8Line = structure.line + firstBadLine(text.subarray(0, whole))
    }
    records.push(chunk.length)
    progress(structure.bytes)
  }
  if (carry.length > 0 && notUtf8Line === undefined) notUtf8Line = structure.line
  records.end()
  return {
    digest: digest === undefined ? `sha256:${hash.digest('hex')}` : await digest,
    ...(nulLine === undefined ? {} : { nulLine }),
    ...(notUtf8Line === undefined ? {} : { notUtf8Line }),
    bytes: structure.bytes,
    regular: structure.regular,
    plain: structure.regular && records.onlyPlain(),
    linesInCells: structure.linesInCells,
    rows: Math.max(structure.records - 1, 0),
    lines: structure.lines,
    newline: structure.newline,
    longest: structure.longest,
    longestLine: structure.longestLine,
    ...records.learnt(),
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
