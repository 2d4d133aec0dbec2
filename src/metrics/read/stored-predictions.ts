import { open } from 'node:fs/promises'
import { inputError } from '../../errors.ts'
import { type CsvBytes, csvBytes } from '../../tables/csv/csv-bytes.ts'
import { plainDialect } from '../../tables/csv/csv-dialect.ts'
import { csvRecords } from '../../tables/csv/csv-records.ts'
import type { PredictionRows } from './prediction-rows.ts'

/** Evidence file of an evaluation. Plain CSV: equal rows are equal bytes on every machine, and people can open it. */
export const storedPredictionsFile = (evaluation: string) => `predictions-${evaluation}.csv`

const classPrefix = 'score:'
const valuePrefix = 'value:'
const attributePrefix = 'attribute:'

/** Rows that are written at once. */
const batch = 5000

/** Writes rows as a later run reads them; numbers keep every digit, a missing one is an empty cell. */
export async function storePredictions(file: string, rows: PredictionRows): Promise<void> {
  const columns = columnsOf(rows)
  const bytes = csvBytes()
  const written = await open(file, 'w')
  try {
    putHeader(bytes, columns)
    for (let start = 0; start < rows.rows; start += batch) {
      putRows(bytes, columns, start, Math.min(rows.rows, start + batch))
      await written.appendFile(bytes.taken())
    }
    await written.appendFile(bytes.taken())
  } finally {
    await written.close()
  }
}

function putHeader(bytes: CsvBytes, columns: readonly StoredColumn[]): void {
  for (const [c, { name }] of columns.entries()) {
    if (c > 0) bytes.comma()
    bytes.text(name)
  }
  bytes.endLine()
}

function putRows(bytes: CsvBytes, columns: readonly StoredColumn[], start: number, end: number): void {
  for (let row = start; row < end; row++) {
    for (let c = 0; c < columns.length; c++) {
      const { texts, numbers } = columns[c]!
      if (c > 0) bytes.comma()
      if (texts !== undefined) bytes.text(texts[row] ?? '')
      else bytes.number(numbers[row]!)
    }
    bytes.endLine()
  }
}

type StoredColumn = { readonly name: string } & (
  | { readonly texts: readonly (string | null)[]; readonly numbers?: undefined }
  | { readonly texts?: undefined; readonly numbers: Float64Array }
)

function columnsOf({
  ids,
  labels,
  predicted,
  score,
  scores,
  weights,
  values: own,
  attributes,
}: PredictionRows): StoredColumn[] {
  const ofTexts = (name: string, texts: readonly (string | null)[] | undefined): StoredColumn[] =>
    texts ? [{ name, texts }] : []
  const ofNumbers = (name: string, numbers: Float64Array | undefined): StoredColumn[] =>
    numbers ? [{ name, numbers }] : []
  return [
    ...ofTexts('id', ids),
    ...ofTexts('label', labels),
    ...ofTexts('prediction', predicted),
    ...ofNumbers('score', score),
    ...Object.entries(scores ?? {}).flatMap(([name, values]) => ofNumbers(`${classPrefix}${name}`, values)),
    ...ofNumbers('weight', weights),
    ...Object.entries(own ?? {}).flatMap(([name, values]) => ofNumbers(`${valuePrefix}${name}`, values)),
    ...Object.entries(attributes ?? {}).flatMap(([name, values]) =>
      ofTexts(`${attributePrefix}${name}`, values),
    ),
  ]
}

/**
 * @param origin what messages call the file
 * @throws AssayError input `predictions-unreadable`
 */
export async function readStoredPredictions(file: string, origin: string): Promise<PredictionRows> {
  let header: readonly string[] | undefined
  let columns: string[][] = []
  for await (const records of csvRecords(file, plainDialect(','), origin)) {
    for (const { cells, broken, line } of records) {
      if (header === undefined) {
        header = cells
        columns = header.map(() => [])
      } else if (broken !== undefined || cells.length !== header.length)
        throw unreadable(origin, `line ${line} is broken`)
      else for (let c = 0; c < cells.length; c++) columns[c]!.push(cells[c]!)
    }
  }
  if (!header?.includes('label')) throw unreadable(origin, 'it has no labels')
  return rowsOf(header, columns)
}

function rowsOf(header: readonly string[], columns: readonly string[][]): PredictionRows {
  const at = (name: string) => columns[header.indexOf(name)]
  const texts = (name: string) => at(name)?.map((cell) => (cell === '' ? null : cell))
  const numbers = (cells: readonly string[]) =>
    Float64Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell)))
  const labels = texts('label')!
  const predicted = texts('prediction')
  const prefixed = (prefix: string) =>
    header.flatMap((name, i) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), numbers(columns[i]!)] as const] : [],
    )
  const scores = prefixed(classPrefix)
  const values = prefixed(valuePrefix)
  const attributes = header.flatMap((name) =>
    name.startsWith(attributePrefix) ? [[name.slice(attributePrefix.length), texts(name)!] as const] : [],
  )
  return {
    rows: labels.length,
    ...(at('id') && { ids: at('id')! }),
    labels,
    ...(predicted && { predicted }),
    ...(at('score') && { score: numbers(at('score')!) }),
    ...(scores.length > 0 && { scores: Object.fromEntries(scores) }),
    ...(at('weight') && { weights: numbers(at('weight')!) }),
    ...(values.length > 0 && { values: Object.fromEntries(values) }),
    ...(attributes.length > 0 && { attributes: Object.fromEntries(attributes) }),
  }
}

const unreadable = (origin: string, what: string) =>
  inputError('predictions-unreadable', `the predictions kept with ${origin} cannot be read: ${what}`, {
    hint: 'Run the gate of that version again, or choose another baseline.',
  })
