import { resolve } from 'node:path'
import { begun } from '../../parallel.ts'
import { type Digest, sha256OfFile } from '../../record/digest.ts'
import { type CsvDialect, isPlain } from '../csv/csv-dialect.ts'
import { noFaults } from '../csv/csv-faults.ts'
import { headerOf } from '../csv/csv-header.ts'
import { longestRecord } from '../csv/csv-records.ts'
import type { RecordsLook } from '../csv/csv-records-counted.ts'
import { scanCsv } from '../csv/csv-scan.ts'
import { textColumns } from '../csv/text-table.ts'
import { digestsBeside } from '../digest-beside.ts'
import { dialectOf, type WrittenAs } from '../read.ts'
import type { Table } from '../table.ts'
import { tableFile } from '../table-file.ts'
import { type CellLook, eachCell } from './each-cell.ts'

/** Before a table's end nothing is asked of what was found so far until so much was read. */
const firstAsked = 8 * 2 ** 20
/** A thread of its own is sooner ready than a digest of so much. */
const worthAThread = 16 * 2 ** 20
/** What is learnt of columns is learnt of so many. */
const mostColumns = 1000

/** A table as it was found without the engine; its columns say what all their cells look like. */
export interface LookedThrough
  extends Pick<
    Table,
    'label' | 'format' | 'digest' | 'bytes' | 'rows' | 'columns' | 'faults' | 'header' | 'place'
  > {
  readonly plain: NonNullable<Table['plain']>
  /** bytes of the longest record */
  readonly longest: number
  /** nothing was found that speaks against a look; false says nothing */
  readonly asLooked: boolean
}

/** What has to be so of a table. */
export interface TableLook {
  /** of each column what must be so of its cells; none of a column of which nothing has to */
  readonly cells: readonly (CellLook | undefined)[]
  /** Whether nothing of the rows that have been seen speaks against it. */
  mayHold(table: Pick<Table, 'format' | 'columns'>): boolean
}

/** Ends the reading; nobody else is told. */
const notPlain = () => new Error('This takes the engine.')

export interface ToLookThrough {
  readonly file: string
  readonly label: string
  readonly writtenAs: WrittenAs
  /** columns of which it is learnt what their cells look like: every one, or those of which something has to be so */
  readonly learns: 'all' | 'asked'
  /** called with the bytes read so far */
  readonly progress?: (bytes: number) => void
}

/**
 * Reads a CSV or TSV file once, as it is when each of its cells stands between two delimiters: nothing in quotes, no
 * blank line, as many cells in each row as in the header. Of a large one, what is against it mostly shows early.
 * @param looksAt of the columns, of which only the names are known yet; undefined where it takes the engine
 * @returns undefined for every other file, and where a look said no before half of the file was read: beyond that it
 * takes less to read the rest than to begin anew
 * @throws AssayError input: as tableFile
 */
export async function lookThrough(
  { file: path, label, writtenAs, learns, progress }: ToLookThrough,
  looksAt: (columns: Table['columns']) => TableLook | undefined,
): Promise<LookedThrough | undefined> {
  const found = await tableFile(path, label)
  const { format, compression, bytes } = found
  if ((format !== 'csv' && format !== 'tsv') || compression !== undefined) return undefined
  const { encoding = 'utf-8' } = writtenAs
  const dialect = dialectOf(format, writtenAs)
  if (encoding !== 'utf-8' || !isPlain(dialect)) return undefined
  const file = resolve(path)
  const ended = new AbortController()
  try {
    const header = await headerOf({ file, label, dialect })
    if (header.length === 0 || header.length > mostColumns) return undefined
    const looks = looksAt(textColumns(header))
    if (looks === undefined) return undefined
    const digest = begun(digestOf(file, bytes, ended.signal))
    const { look, sawNothing } = recordsLook({ format, dialect, header, learns, bytes }, looks)
    const scan = await scanCsv(file, dialect.delimiter, { progress, look, digest })
    const isText = scan.nulLine === undefined && scan.notUtf8Line === undefined
    if (!scan.plain || !isText || scan.longest > longestRecord) return undefined
    const { rows, lines } = scan
    return {
      label,
      format,
      digest: scan.digest,
      bytes: scan.bytes,
      rows,
      columns: textColumns(header, { ...scan, reach: [] }),
      faults: noFaults,
      header: { line: 1 },
      place: (row) => ({ row, line: lines.lineOf(row) }),
      plain: { file, delimiter: dialect.delimiter },
      longest: scan.longest,
      asLooked: sawNothing(),
    }
  } catch {
    // What is wrong with the file is said by who reads it with the engine.
    return undefined
  } finally {
    ended.abort()
  }
}

interface TextForm {
  readonly format: 'csv' | 'tsv'
  readonly dialect: CsvDialect
  readonly header: readonly string[]
  readonly learns: ToLookThrough['learns']
  readonly bytes: number
}

async function digestOf(file: string, bytes: number, signal: AbortSignal): Promise<Digest> {
  if (bytes < worthAThread) return sha256OfFile(file)
  const [digest] = await digestsBeside([file], { signal })
  return `sha256:${digest}`
}

function recordsLook(
  { format, dialect, header, learns, bytes: all }: TextForm,
  { cells, mayHold }: TableLook,
): { readonly look: RecordsLook; sawNothing(): boolean } {
  const isGood = eachCell(dialect.delimiter, cells)
  const places = [...cells.keys()]
  let read = 0
  let asked = firstAsked
  let saw = false
  const doubt = () => {
    if (2 * read < all) throw notPlain()
    saw = true
  }
  const look: RecordsLook = {
    plain(records) {
      if (!saw && !isGood(records)) doubt()
    },
    other() {
      throw notPlain()
    },
    learns: {
      nothing: learns === 'all' ? [] : places.filter((column) => !cells[column]?.extremes),
      numbers: places.filter((column) => cells[column]?.number),
    },
    numbers(column, numbers) {
      const { number } = cells[column]!
      if (!saw && !numbers.every((one) => number!(one))) doubt()
    },
    seen(bytes, learnt) {
      read = bytes
      if (saw || bytes < asked) return
      asked = 2 * bytes
      if (!mayHold({ format, columns: textColumns(header, { ...learnt(), reach: [] }) })) doubt()
    },
  }
  return { look, sawNothing: () => !saw }
}
