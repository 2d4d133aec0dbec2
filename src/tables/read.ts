import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { inputError } from '../errors.ts'
import { sha256OfFile } from '../record/digest.ts'
import { type CsvDialect, plainDialect } from './csv/csv-dialect.ts'
import type { Encoding } from './csv/encoding.ts'
import { openText } from './csv/text-table.ts'
import { transcode } from './csv/transcode.ts'
import { decompress } from './decompress.ts'
import type { Engine } from './engine/engine.ts'
import { openJsonLines } from './json/json-lines-table.ts'
import type { LocatedTable } from './locate.ts'
import { openParquet } from './parquet/parquet-table.ts'
import { relationOf } from './relation.ts'
import { asOneTable, type OpenedFile } from './several-files.ts'
import type { Table } from './table.ts'
import { look, requireContent, type TableFile, tableFile } from './table-file.ts'
import { formatName } from './table-format.ts'

/** What a contract says of how a table's files are written; text formats only. */
export interface WrittenAs {
  /** default: utf-8 */
  readonly encoding?: Encoding
  /** default: commas in CSV, tabs in TSV, else as RFC 4180 has it */
  readonly dialect?: Omit<CsvDialect, 'delimiter'> & { readonly delimiter?: string }
  /** names of the columns where the dialect has no header */
  readonly names?: readonly string[]
}

export interface OpenOptions {
  /** what messages call the file; default: the path */
  readonly label?: string
  readonly writtenAs?: WrittenAs
  /** called with the bytes read so far, of a text format's first pass */
  readonly progress?: (bytes: number) => void
  /** called with what a text file's table most likely will be, before the file is read; the table is then unconfirmed */
  readonly ahead?: (guess: Table) => void
}

/**
 * Opens a CSV, TSV, JSON Lines or Parquet file as a view of the engine. Text may be compressed; its columns are all
 * VARCHAR. The file must be among the engine's allowed files. Its digest is that of the file as it is.
 * @throws AssayError input: see {@link tableFile}, {@link decompress}, {@link transcode}; `not-text`, `not-utf8`,
 * `header-missing`, `broken-header`, `record-too-long`, `not-parquet`, `too-many-columns`, `table-changed`, `dialect-of-no-text`
 */
export async function openTable(engine: Engine, path: string, options: OpenOptions = {}): Promise<Table> {
  const { label = path, writtenAs = {}, progress, ahead } = options
  const found = await tableFile(path, label)
  const file = resolve(path)
  requireWritable(found, writtenAs, label)
  const relation = relationOf(`${file}\0${JSON.stringify(writtenAs)}`)
  if (found.format === 'parquet') return openParquet(engine, file, label, found.bytes, relation)
  const { format } = found
  const text = await plainText(engine, { file, label, found, writtenAs, relation })
  const table =
    format === 'jsonl'
      ? await openJsonLines(engine, { file: text, label, relation, progress })
      : await openText(engine, {
          file: text,
          label,
          format,
          dialect: dialectOf(format, writtenAs),
          names: writtenAs.names,
          relation,
          progress,
          ahead,
        })
  return text === file ? table : { ...table, digest: await sha256OfFile(file), bytes: found.bytes }
}

/**
 * Opens all files of a table as one.
 * @throws AssayError input: as {@link openTable} and {@link asOneTable}
 */
export async function openLocated(
  engine: Engine,
  located: LocatedTable,
  { ahead, ...rest }: Omit<OpenOptions, 'label'> = {},
): Promise<Table> {
  const options = { ...rest, ...(ahead !== undefined && !located.several && { ahead }) }
  const opened: OpenedFile[] = []
  for (const file of located.files)
    opened.push({
      located: file,
      table: await openTable(engine, file.file, { ...options, label: file.label }),
    })
  return located.several ? asOneTable(engine, located, opened) : opened[0]!.table
}

interface WrittenText {
  readonly file: string
  readonly label: string
  readonly found: TableFile
  readonly writtenAs: WrittenAs
  readonly relation: string
}

/** How a delimited file of this format is written. */
export function dialectOf(format: 'csv' | 'tsv', { dialect }: WrittenAs): CsvDialect {
  const delimiter = format === 'csv' ? ',' : '\t'
  return dialect === undefined ? plainDialect(delimiter) : { delimiter, ...dialect }
}

/** The text in UTF-8 and not compressed: the file itself, or a copy in the engine's scratch folder. */
async function plainText(
  engine: Engine,
  {
    file,
    label,
    found: { format, compression, bytes },
    writtenAs: { encoding = 'utf-8' },
    relation,
  }: WrittenText,
): Promise<string> {
  const copy = (what: string) => join(engine.scratch, `${relation}-${what}`)
  let text = file
  if (compression !== undefined) {
    text = copy('decompressed')
    await decompress({ file, label, compression, bytes }, text)
    requireContent((await look(text, label)).start, format, label)
  }
  if (encoding === 'utf-8') return text
  const decoded = copy('decoded')
  await transcode({ file: text, label, encoding }, decoded)
  if (text !== file) await rm(text)
  return decoded
}

function requireWritable({ format }: TableFile, { encoding, dialect }: WrittenAs, label: string): void {
  const given = dialect === undefined ? (encoding === undefined ? undefined : 'encoding') : 'dialect'
  if (given === undefined || format === 'csv' || format === 'tsv') return
  if (format === 'jsonl' && given === 'encoding') return
  throw inputError(
    'dialect-of-no-text',
    `${label} is ${formatName(format)}, which has no ${given}; the contract declares one.`,
    { hint: `Take \`${given}\` out of the contract, or give the table a contract of its own.`, file: label },
  )
}
