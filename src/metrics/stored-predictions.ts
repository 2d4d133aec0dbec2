import { open } from 'node:fs/promises'
import { inputError } from '../errors.ts'
import { plainDialect } from '../tables/csv-dialect.ts'
import { csvCell, csvLine, csvRecords } from '../tables/csv-records.ts'
import type { PredictionRows } from './prediction-rows.ts'

/** Evidence file of an evaluation. Plain CSV: equal rows are equal bytes on every machine, and people can open it. */
export const storedPredictionsFile = (evaluation: string) => `predictions-${evaluation}.csv`

const classPrefix = 'score:'
const valuePrefix = 'value:'
const attributePrefix = 'attribute:'
const batch = 20_000

/** Writes rows as a later run reads them; numbers keep every digit, a missing one is an empty cell. */
export async function storePredictions(file: string, rows: PredictionRows): Promise<void> {
  const written = await open(file, 'w')
  try {
    for (const lines of linesOf(rows)) await written.appendFile(lines)
  } finally {
    await written.close()
  }
}

function* linesOf(rows: PredictionRows): Generator<string> {
  const columns = columnsOf(rows)
  yield csvLine(
    columns.map(({ name }) => name),
    ',',
  )
  for (let start = 0; start < rows.rows; start += batch) {
    let text = ''
    for (let i = start; i < Math.min(rows.rows, start + batch); i++) {
      for (let c = 0; c < columns.length; c++) text += (c === 0 ? '' : ',') + columns[c]!.cell(i)
      text += '\n'
    }
    yield text
  }
}

interface StoredColumn {
  readonly name: string
  readonly cell: (row: number) => string
}

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
  const texts = (name: string, values: readonly (string | null)[] | undefined): StoredColumn[] =>
    values ? [{ name, cell: (i) => csvCell(values[i] ?? '', ',') }] : []
  const numbers = (name: string, values: Float64Array | undefined): StoredColumn[] =>
    values ? [{ name, cell: (i) => (Number.isNaN(values[i]) ? '' : String(values[i])) }] : []
  return [
    ...texts('id', ids),
    ...texts('label', labels),
    ...texts('prediction', predicted),
    ...numbers('score', score),
    ...Object.entries(scores ?? {}).flatMap(([name, values]) => numbers(`${classPrefix}${name}`, values)),
    ...numbers('weight', weights),
    ...Object.entries(own ?? {}).flatMap(([name, values]) => numbers(`${valuePrefix}${name}`, values)),
    ...Object.entries(attributes ?? {}).flatMap(([name, values]) =>
      texts(`${attributePrefix}${name}`, values),
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
