import { join } from 'node:path'
import { inputError } from '../../errors.ts'
import type { Engine } from '../engine/engine.ts'
import { literal, oneFile } from '../quote.ts'
import { numbered, requireFewColumns } from '../relation.ts'
import { requireRows } from '../require-rows.ts'
import type { Table, TableColumn } from '../table.ts'
import { cleanCsv } from './csv-clean.ts'
import { type CsvDialect, isPlain } from './csv-dialect.ts'
import { noFaults } from './csv-faults.ts'
import { headerOf } from './csv-header.ts'
import { longestRecord, recordTooLong } from './csv-records.ts'
import { type CsvScan, scanCsv } from './csv-scan.ts'
import { guessText, type TextGuess } from './guess-text.ts'
import { likelyEncoding } from './likely-encoding.ts'
import { threadsFor } from './threads-for.ts'

/** DuckDB's own default, below which nothing needs to be said. */
const usualLineSize = 2_000_000

/** A delimited file and how it is read. */
export interface TextSource {
  /** absolute */
  readonly file: string
  readonly label: string
  readonly format: 'csv' | 'tsv'
  readonly dialect: CsvDialect
  /** names of the columns of a file without a header */
  readonly names?: readonly string[] | undefined
  /** SQL name of the view that is made */
  readonly relation: string
  readonly progress?: ((bytes: number) => void) | undefined
  /**
   * called, where the file most likely is regular, with the table as it then would be, but for its number of rows
   * (NaN), before it is read
   */
  readonly ahead?: ((guess: Table) => void) | undefined
}

/**
 * Opens a delimited file as a view of text columns.
 * @throws AssayError input: `not-text`, `not-utf8`, `header-missing`, `broken-header`, `record-too-long`, `too-many-columns`, `table-changed`
 */
export async function openText(engine: Engine, source: TextSource): Promise<Table> {
  const { file, label, format, dialect } = source
  const plain = isPlain(dialect)
  const guess = source.ahead !== undefined && plain ? await guessed(engine, source) : undefined
  if (guess !== undefined) source.ahead?.(guess.table)
  const scan = await scanCsv(file, plain ? dialect.delimiter : ',', { progress: source.progress })
  await refuseNonText(scan, file, label)
  if (plain && scan.longest > longestRecord) throw recordTooLong(label, scan.longestLine)
  const header = dialect.header ? await headerOf(source) : (source.names ?? [])
  if (header.length === 0) {
    throw inputError('header-missing', `${label} has no header: its first line is empty.`, {
      hint: 'Begin the table with a line that names its columns.',
      file: label,
      line: 1,
    })
  }
  requireFewColumns(header.length, label)
  const content =
    plain && scan.regular
      ? await asItIs(engine, source, scan, textColumns(header, { ...scan, reach: guess?.reach ?? [] }))
      : await asCleanCopy(engine, source)
  const { digest, bytes } = scan
  const table = { label, format, digest, bytes, numbered: numbered(content.relation), ...content }
  if (source.ahead !== undefined) return { ...table, unconfirmed: true }
  const [found] = await engine.rows(`SELECT count(*) AS n FROM ${content.relation}`)
  requireRows(table, found?.n)
  return table
}

/** The table as it will be if all of the file is like its beginning; undefined where nothing can be told. */
async function guessed(engine: Engine, source: TextSource) {
  const { file, label, format, dialect, relation } = source
  try {
    const guess = await guessText(file, dialect.delimiter)
    if (guess === undefined) return undefined
    const columns = textColumns(await headerOf(source), guess)
    if (columns.length !== guess.width) return undefined
    await createTextView(engine, relation, file, {
      delimiter: dialect.delimiter,
      columns,
      scan: { newline: '\n', longest: 0, linesInCells: false },
    })
    const table: Table = {
      label,
      format,
      digest: 'sha256:',
      bytes: 0,
      rows: Number.NaN,
      columns,
      faults: noFaults,
      relation,
      numbered: numbered(relation),
      header: { line: 1 },
      place: (row) => ({ row }),
    }
    return { table, reach: guess.reach }
  } catch {
    // What is wrong with the file is said by who reads all of it.
    return undefined
  }
}

type TextContent = Pick<Table, 'columns' | 'rows' | 'faults' | 'header' | 'relation' | 'place' | 'plain'>

async function asItIs(
  engine: Engine,
  { file, relation: asGuessed, dialect: { delimiter } }: TextSource,
  scan: CsvScan,
  columns: readonly TableColumn[],
): Promise<TextContent> {
  const { rows, lines } = scan
  // What was asked ahead was read by several threads.
  const relation = scan.linesInCells ? `${asGuessed}_lines` : asGuessed
  await createTextView(engine, relation, file, { delimiter, columns, scan })
  const place = (row: number) => ({ row, line: lines.lineOf(row) })
  const plain = scan.plain && { plain: { file, delimiter } }
  return { columns, rows, faults: noFaults, header: { line: 1 }, relation, place, ...plain }
}

async function asCleanCopy(engine: Engine, source: TextSource): Promise<TextContent> {
  const { file, label, dialect, names } = source
  // Of the other name the engine may know the file as it is already.
  const relation = `${source.relation}_clean`
  const copy = join(engine.scratch, `${relation}.csv`)
  const clean = await cleanCsv({ path: file, dialect, label, names }, copy)
  const { header, headerLine, longest, linesInCells, rows, faults, lineOf, recordOf } = clean
  const columns = textColumns(header)
  await createTextView(engine, relation, copy, {
    delimiter: ',',
    columns,
    scan: { longest, linesInCells, newline: '\n' },
  })
  return {
    columns,
    rows,
    faults,
    relation,
    ...(headerLine === undefined ? {} : { header: { line: headerLine } }),
    place: (row) => ({ row: recordOf(row), line: lineOf(row) }),
  }
}

async function refuseNonText({ nulLine, notUtf8Line }: CsvScan, file: string, label: string): Promise<void> {
  if (nulLine === undefined && notUtf8Line === undefined) return
  const { name, declared } = await likelyEncoding(file)
  const looks = name === undefined ? '' : `; it looks like ${name}`
  const declare =
    declared === undefined ? '' : `, or declare \`encoding: ${declared}\` in the contract of the table`
  if (nulLine !== undefined) {
    throw inputError('not-text', `${label} is no text: it holds a NUL byte${looks}.`, {
      hint: `Write the table as text in UTF-8, or as Parquet with a name that ends in .parquet${declare}.`,
      file: label,
      line: nulLine,
    })
  }
  if (notUtf8Line !== undefined) {
    throw inputError(
      'not-utf8',
      `${label} is not UTF-8: line ${notUtf8Line} has bytes that are none${looks}.`,
      {
        hint: `Save the file as UTF-8${declare}.`,
        file: label,
        line: notUtf8Line,
      },
    )
  }
}

const nothingKnown = { shapes: [], extremes: [], reach: [] }

export const textColumns = (
  header: readonly string[],
  { shapes, extremes, reach }: Pick<TextGuess, 'shapes' | 'extremes' | 'reach'> = nothingKnown,
): TableColumn[] =>
  header.map((name, i) => ({
    name,
    sql: `c${i}`,
    type: 'VARCHAR',
    ...(shapes[i] !== undefined && { shape: shapes[i] }),
    ...(extremes[i] !== undefined && { extremes: extremes[i] }),
    ...(reach[i] !== undefined && { reach: reach[i] }),
  }))

interface TextView {
  readonly delimiter: string
  readonly columns: readonly TableColumn[]
  readonly scan: Pick<CsvScan, 'newline' | 'longest' | 'linesInCells'>
}

/**
 * Makes a file a view of the engine. Every option is given, so that nothing is guessed, but CRLF: DuckDB 1.5.5 reads no
 * rows at all when `new_line` names it, and finds it by itself in the header's line. A row that does not fit is an error,
 * never dropped.
 */
export async function createTextView(
  engine: Engine,
  relation: string,
  file: string,
  view: TextView,
): Promise<void> {
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
      compression='none', hive_partitioning=false, ignore_errors=false, null_padding=false, strict_mode=true${size}${threadsFor(scan)})`,
  )
}
