const tableFormats = ['csv', 'tsv', 'jsonl', 'parquet'] as const
export type TableFormat = (typeof tableFormats)[number]

const compressions = ['gzip', 'zstd'] as const
export type Compression = (typeof compressions)[number]

const byExtension: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  pq: 'parquet',
}

const compressionByExtension: Readonly<Record<string, Compression>> = { gz: 'gzip', zst: 'zstd' }

/** The ends of names that tell a format, for messages. */
export const knownEnds = `${Object.keys(byExtension)
  .map((end) => `.${end}`)
  .join(', ')}; text also with .gz or .zst after it`

/** Whether the columns of a format have types of their own. */
export const isTyped = (format: TableFormat) => format === 'parquet'

/** How people call a format. */
export const formatName = (format: TableFormat) =>
  ({ csv: 'CSV', tsv: 'TSV', jsonl: 'JSON Lines', parquet: 'Parquet' })[format]

/** What the end of a file's name says that it is; nothing where it says nothing. Parquet compresses itself. */
export function formatOf(name: string): { format: TableFormat; compression?: Compression } | undefined {
  const [last = '', before = ''] = name.toLowerCase().split('.').slice(1).reverse()
  const compression = Object.hasOwn(compressionByExtension, last) ? compressionByExtension[last] : undefined
  const end = compression === undefined ? last : before
  const format = Object.hasOwn(byExtension, end) ? byExtension[end] : undefined
  if (format === undefined) return undefined
  if (compression === undefined) return { format }
  return isTyped(format) ? undefined : { format, compression }
}
