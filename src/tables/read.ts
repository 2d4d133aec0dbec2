import { resolve } from 'node:path'
import type { Engine } from './engine.ts'
import { openParquet } from './parquet-table.ts'
import type { Table } from './table.ts'
import { tableFile } from './table-file.ts'
import { openText } from './text-table.ts'

export interface OpenOptions {
  /** what messages call the file; default: the path */
  readonly label?: string
  /** called with the bytes read so far, of a text format's first pass */
  readonly progress?: (bytes: number) => void
}

/**
 * Opens a CSV, TSV or Parquet file as a view of the engine. Text formats are UTF-8 with one header record; all their
 * columns are VARCHAR. The file must be among the engine's allowed files.
 * @throws AssayError input: see {@link tableFile}; `not-text`, `not-utf8`, `header-missing`, `record-too-long`, `not-parquet`,
 * `too-many-columns`, `table-changed`
 */
export async function openTable(engine: Engine, path: string, options: OpenOptions = {}): Promise<Table> {
  const label = options.label ?? path
  const { format, bytes } = await tableFile(path, label)
  const file = resolve(path)
  return format === 'parquet'
    ? openParquet(engine, file, label, bytes)
    : openText(engine, file, label, format, options.progress)
}
