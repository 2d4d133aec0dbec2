import { join } from 'node:path'
import { inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'
import { cleanCsv } from './csv-clean.ts'
import { noFaults } from './csv-faults.ts'
import { csvRecords } from './csv-records.ts'
import { type CsvScan, scanCsv } from './csv-scan.ts'
import type { Engine } from './engine.ts'
import { literal, oneFile } from './quote.ts'
import { numbered, relationOf, requireFewColumns } from './relation.ts'
import type { Table, TableColumn } from './table.ts'

const longestRecord = 64 * 2 ** 20
/** DuckDB's own default, below which nothing needs to be said. */
const usualLineSize = 2_000_000

/**
 * Opens a delimited file as a view of text columns.
 * @param file absolute
 * @throws AssayError input: `not-text`, `not-utf8`, `header-missing`, `record-too-long`, `too-many-columns`, `table-changed`
 */
export async function openText(
  engine: Engine,
  file: string,
  label: string,
  format: 'csv' | 'tsv',
  progress?: (bytes: number) => void,
): Promise<Table> {
  const delimiter = format === 'csv' ? ',' : '\t'
  const scan = await scanCsv(file, delimiter, progress)
  refuseNonText(scan, label)
  const header = await headerOf(file, delimiter)
  if (header.length === 0) {
    throw inputError('header-missing', `${label} has no header: its first line is empty.`, {
      hint: 'Begin the table with a line that names its columns.',
      file: label,
      line: 1,
    })
  }
  requireFewColumns(header.length, label)
  const relation = relationOf(file)
  const content = scan.regular
    ? await asItIs(engine, file, delimiter, relation, scan, header)
    : await asCleanCopy(engine, file, delimiter, relation, scan)
  const [found] = await engine.rows(`SELECT count(*) AS n FROM ${relation}`)
  if (found?.n !== content.rows) {
    throw inputError(
      'table-changed',
      `${label} has ${counted(content.rows, 'row')} at one reading and ${grouped(Number(found?.n))} at the next.`,
      {
        hint: 'See that nothing writes to the file while it is read.',
        file: label,
      },
    )
  }
  return {
    label,
    format,
    digest: scan.digest,
    bytes: scan.bytes,
    relation,
    numbered: numbered(relation),
    ...content,
  }
}

type TextContent = Pick<Table, 'columns' | 'rows' | 'faults' | 'place'>

async function asItIs(
  engine: Engine,
  file: string,
  delimiter: string,
  relation: string,
  scan: CsvScan,
  header: readonly string[],
): Promise<TextContent> {
  const columns = textColumns(header)
  const { rows, lines } = scan
  await createTextView(engine, relation, file, { delimiter, columns, scan })
  return { columns, rows, faults: noFaults, place: (row) => ({ row, line: lines.lineOf(row) }) }
}

async function asCleanCopy(
  engine: Engine,
  file: string,
  delimiter: string,
  relation: string,
  scan: CsvScan,
): Promise<TextContent> {
  const copy = join(engine.scratch, `${relation}.csv`)
  const { header, rows, faults, lineOf, recordOf } = await cleanCsv(file, delimiter, copy)
  const columns = textColumns(header)
  await createTextView(engine, relation, copy, {
    delimiter,
    columns,
    scan: { longest: scan.longest, newline: '\n' },
  })
  return { columns, rows, faults, place: (row) => ({ row: recordOf(row), line: lineOf(row) }) }
}

function refuseNonText({ nulLine, notUtf8Line, longest, longestLine }: CsvScan, label: string): void {
  if (nulLine !== undefined) {
    throw inputError('not-text', `${label} is no text: it holds a NUL byte.`, {
      hint: 'Write the table as CSV or TSV in UTF-8, or as Parquet with a name that ends in .parquet.',
      file: label,
      line: nulLine,
    })
  }
  if (notUtf8Line !== undefined) {
    throw inputError('not-utf8', `${label} is not UTF-8: line ${notUtf8Line} has bytes that are none.`, {
      hint: 'Save the file as UTF-8.',
      file: label,
      line: notUtf8Line,
    })
  }
  if (longest > longestRecord) {
    throw inputError(
      'record-too-long',
      `${label}: the row that begins on line ${longestLine} is longer than 64 MiB.`,
      {
        hint: 'Look for a quote on that line that is never closed.',
        file: label,
        line: longestLine,
      },
    )
  }
}

async function headerOf(file: string, delimiter: string): Promise<readonly string[]> {
  for await (const [first] of csvRecords(file, delimiter)) {
    if (first !== undefined) return first.cells
  }
  return []
}

const textColumns = (header: readonly string[]): TableColumn[] =>
  header.map((name, i) => ({ name, sql: `c${i}`, type: 'VARCHAR' }))

interface TextView {
  readonly delimiter: string
  readonly columns: readonly TableColumn[]
  readonly scan: Pick<CsvScan, 'newline' | 'longest'>
}

/**
 * Every option is given, so that nothing is guessed, but CRLF: DuckDB 1.5.5 reads no rows at all when `new_line`
 * names it, and finds it by itself in the header's line. A row that does not fit is an error, never dropped.
 */
async function createTextView(engine: Engine, relation: string, file: string, view: TextView): Promise<void> {
  const { delimiter, columns, scan } = view
  const size =
    scan.longest + 1024 > usualLineSize
      ? `, max_line_size=${scan.longest + 1024}, buffer_size=${16 * (scan.longest + 1024)}`
      : ''
  const types = columns.map(({ sql, type }) => `${sql}: '${type}'`).join(', ')
  await engine.run(
    `CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_csv(${oneFile(file)}, columns={${types}},
      auto_detect=false, header=false, skip=1, delim=${literal(delimiter)}, quote='"', escape='"', comment='',
      ${scan.newline === '\n' ? "new_line='\\n', " : ''}nullstr='', allow_quoted_nulls=true, encoding='utf-8',
      compression='none', hive_partitioning=false, ignore_errors=false, null_padding=false, strict_mode=true${size})`,
  )
}
