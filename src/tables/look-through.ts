import { resolve } from 'node:path'
import { isPlain } from './csv-dialect.ts'
import { noFaults } from './csv-faults.ts'
import { headerOf } from './csv-header.ts'
import { longestRecord } from './csv-records.ts'
import { scanCsv } from './csv-scan.ts'
import { type CellLook, eachCell } from './each-cell.ts'
import { dialectOf, type WrittenAs } from './read.ts'
import type { Table } from './table.ts'
import { tableFile } from './table-file.ts'
import { textColumns } from './text-table.ts'

/** Beyond this the threads of the engine are sooner ready than one of this suite's own. */
const largest = 32 * 2 ** 20
/** What is learnt of columns is learnt of so many. */
const mostColumns = 1000

/** A table as it was found without the engine; its columns say what all their cells look like. */
export type LookedThrough = Pick<
  Table,
  'label' | 'format' | 'digest' | 'bytes' | 'rows' | 'columns' | 'faults' | 'header' | 'place'
>

/** Ends the reading; nobody else is told. */
const doubt = () => new Error('This takes the engine.')

interface ToLookThrough {
  readonly file: string
  readonly label: string
  readonly writtenAs: WrittenAs
}

/**
 * Reads a CSV or TSV file once, as it is when each of its cells stands between two delimiters: nothing in quotes, no
 * blank line, as many cells in each row as in the header.
 * @param looksAt of the columns, of which only the names are known yet; undefined where it takes the engine
 * @returns undefined for every other file, and where a look said no
 * @throws AssayError input: as tableFile
 */
export async function lookThrough(
  { file: path, label, writtenAs }: ToLookThrough,
  looksAt: (columns: Table['columns']) => readonly (CellLook | undefined)[] | undefined,
): Promise<LookedThrough | undefined> {
  const found = await tableFile(path, label)
  const { format, compression, bytes } = found
  if ((format !== 'csv' && format !== 'tsv') || compression !== undefined || bytes > largest) return undefined
  const { encoding = 'utf-8' } = writtenAs
  const dialect = dialectOf(format, writtenAs)
  if (encoding !== 'utf-8' || !isPlain(dialect)) return undefined
  const file = resolve(path)
  try {
    const header = await headerOf({ file, label, dialect })
    if (header.length === 0 || header.length > mostColumns) return undefined
    const looks = looksAt(textColumns(header))
    if (looks === undefined) return undefined
    const look = eachCell(dialect.delimiter, looks)
    const scan = await scanCsv(file, dialect.delimiter, undefined, {
      plain(records) {
        if (!look(records)) throw doubt()
      },
      other() {
        throw doubt()
      },
    })
    const isText = scan.nulLine === undefined && scan.notUtf8Line === undefined
    if (!scan.plain || !isText || scan.longest > longestRecord) return undefined
    const { digest, rows, lines } = scan
    return {
      label,
      format,
      digest,
      bytes: scan.bytes,
      rows,
      columns: textColumns(header, { ...scan, reach: [] }),
      faults: noFaults,
      header: { line: 1 },
      place: (row) => ({ row, line: lines.lineOf(row) }),
    }
  } catch {
    // What is wrong with the file is said by who reads it with the engine.
    return undefined
  }
}
