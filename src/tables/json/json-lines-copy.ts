import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { inputError } from '../../errors.ts'
import type { Digest } from '../../record/digest.ts'
import { type Faults, growingFaults } from '../csv/csv-faults.ts'
import { longestRecord } from '../csv/csv-records.ts'
import { growingLineMap } from '../csv/line-map.ts'
import { type JsonCell, jsonCells } from './json-cells.ts'

/** A file of JSON lines as comma-separated cells: one a key, and last the kinds of all as one letter each. */
export interface JsonLinesCopy {
  readonly keys: readonly string[]
  readonly digest: Digest
  readonly bytes: number
  readonly rows: number
  readonly faults: Faults
  /** bytes of the longest line of the copy */
  readonly longest: number
  /** a text has a line end in it */
  readonly linesInCells: boolean
  lineOf(row: number): number
  /** number of a row of the copy among all lines that are not blank; both count from 1 */
  recordOf(row: number): number
}

export interface JsonLinesSource {
  /** absolute */
  readonly file: string
  /** what messages call the file */
  readonly label: string
  readonly progress?: ((bytes: number) => void) | undefined
}

/**
 * Copies the objects of a file to `target`. The keys are those of all objects, in the order of first appearance; where
 * some appear only after the first object the file is read twice. Null and no value are an empty cell without quotes.
 * @throws AssayError input `not-utf8`, `record-too-long`, `table-changed`
 */
export async function copyJsonLines(source: JsonLinesSource, target: string): Promise<JsonLinesCopy> {
  const first = await copyOnce(source, target, undefined)
  if (!first.grown) return first
  const second = await copyOnce({ ...source, progress: undefined }, target, first.keys)
  if (second.digest === first.digest) return second
  throw inputError('table-changed', `${source.label} is another file at the second reading.`, {
    hint: 'See that nothing writes to the file while it is read.',
    file: source.label,
  })
}

async function copyOnce(
  { file, label, progress }: JsonLinesSource,
  target: string,
  known: readonly string[] | undefined,
): Promise<JsonLinesCopy & { readonly grown: boolean }> {
  const places = new Map(known?.map((key, i) => [key, i]))
  const faults = growingFaults()
  const lines = growingLineMap()
  const records = growingLineMap()
  const hash = createHash('sha256')
  const output = createWriteStream(target)
  const ended = finished(output)
  let grown = false
  let bytes = 0
  let line = 0
  let record = 0
  let rows = 0
  let longest = 0
  let linesInCells = false
  let blanks: number[] = []

  /** @returns the object as a line of the copy, or nothing */
  const take = (text: string): string => {
    line++
    if (text.trim() === '') {
      blanks.push(line)
      return ''
    }
    for (const blank of record === 0 ? [] : blanks)
      faults.add({ code: 'blank-row', row: ++record, line: blank, cells: 0 })
    blanks = []
    record++
    const cells = jsonCells(text)
    if (typeof cells === 'string') {
      faults.add({ code: 'row-error', row: record, line, cells: 0, reason: cells })
      return ''
    }
    for (const { key } of cells) {
      if (places.has(key)) continue
      if (rows > 0 || known !== undefined) grown = true
      places.set(key, places.size)
    }
    if (cells.every(({ text: value }) => value === '')) {
      faults.add({ code: 'blank-row', row: record, line, cells: 0 })
      return ''
    }
    rows++
    lines.add(rows, line)
    records.add(rows, record)
    if (grown) return ''
    const copied = lineOfCopy(cells, places)
    longest = Math.max(longest, Buffer.byteLength(copied))
    linesInCells ||= copied.indexOf('\n') < copied.length - 1
    return copied
  }

  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    hash.update(chunk as Buffer)
    bytes += (chunk as Buffer).length
    const text = rest + decoded(decoder, chunk as Buffer, label, line + 1)
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    if (rest.length > longestRecord) throw lineTooLong(label, line + 1)
    const copied =
      end === 0
        ? ''
        : text
            .slice(0, end - 1)
            .split('\n')
            .map(take)
            .join('')
    if (copied !== '' && !output.write(copied)) await Promise.race([once(output, 'drain'), ended])
    progress?.(bytes)
  }
  rest += decoded(decoder, undefined, label, line + 1)
  if (rest !== '') output.write(take(rest))
  output.end()
  await ended
  return {
    keys: [...places.keys()],
    digest: `sha256:${hash.digest('hex')}`,
    bytes,
    rows,
    faults,
    longest,
    linesInCells,
    grown,
    lineOf: lines.lineOf,
    recordOf: records.lineOf,
  }
}

function lineOfCopy(cells: readonly JsonCell[], places: ReadonlyMap<string, number>): string {
  const texts = new Array<string>(places.size).fill('')
  const kinds = new Array<string>(places.size).fill('-')
  for (const { key, kind, text } of cells) {
    if (kind === undefined) continue
    const place = places.get(key)!
    kinds[place] = kind
    texts[place] = `"${text.replaceAll('"', '""')}"`
  }
  return `${texts.join(',')},${kinds.join('')}\n`
}

function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Buffer | undefined,
  label: string,
  line: number,
): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    const before = chunk === undefined ? '' : new TextDecoder().decode(chunk).split('\ufffd')[0]!
    const at = line + before.split('\n').length - 1
    throw inputError('not-utf8', `${label} is not UTF-8: line ${at} has bytes that are none.`, {
      hint: 'JSON is UTF-8: write the file again. What is in another encoding can be declared by `encoding` in the contract of the table.',
      file: label,
      line: at,
    })
  }
}

const lineTooLong = (label: string, line: number) =>
  inputError('record-too-long', `${label}: line ${line} is longer than 64 MiB.`, {
    hint: 'Write one JSON object a line.',
    file: label,
    line,
  })
