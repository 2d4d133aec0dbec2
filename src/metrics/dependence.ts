import { inputError } from '../errors.ts'
import { counted, grouped } from '../report/number.ts'
import type { PredictionRows } from './read/prediction-rows.ts'

/** Columns that say which rows are no news of each other. */
export interface DependenceColumns {
  /** rows of one value belong together: a patient, a household, a day */
  readonly group?: string
  /** rows near in time are alike */
  readonly time?: string
}

/** Rows put into parts that are nearly independent of each other. */
export interface Partition {
  readonly kind: 'clusters' | 'blocks'
  /** which part a row is in, 0 to `parts` - 1 */
  readonly part: Uint32Array
  readonly parts: number
  /** what chance acts on: clusters, of which a part may hold several; or blocks */
  readonly independent: number
}

/** More parts make no test surer, and each of them costs a computation of the metric. */
const mostParts = 50

/**
 * The partitions that rows are judged by; none where every row counts for itself.
 * @param rows with the columns among their attributes
 * @throws AssayError input `missing-group`, `missing-time`, `time-unreadable`
 */
export function partitionsOf(
  rows: PredictionRows,
  { group, time }: DependenceColumns,
  file: string,
): Partition[] {
  const { weights } = rows
  const weighs = (row: number) => weights === undefined || weights[row]! > 0
  return [
    ...(group === undefined ? [] : [clustersOf(cellsOf(rows, group, 'group', file), weighs)]),
    ...(time === undefined
      ? []
      : [blocksOf(instantsOf(cellsOf(rows, time, 'time', file), time, file), weighs)]),
  ]
}

/** Whether chance could move anything by this row. One that weighs nothing is in any part, and makes none. */
type Weighs = (row: number) => boolean

function cellsOf(
  { attributes = {}, rows }: PredictionRows,
  name: string,
  kind: 'group' | 'time',
  file: string,
): string[] {
  const cells = attributes[name] ?? []
  const present = cells.filter((cell): cell is string => cell !== null && cell.trim() !== '')
  if (present.length === rows) return present
  throw inputError(
    `missing-${kind}`,
    `${file}: ${grouped(rows - present.length)} of ${counted(rows, 'row')} have no ${JSON.stringify(name)}.`,
    { hint: `Fill the column that evaluate.columns.${kind} names, or take the key out.`, file },
  )
}

/** Clusters in the order in which they first appear, dealt out to the parts. */
function clustersOf(cells: readonly string[], weighs: Weighs): Partition {
  const clusters = new Map<string, number>()
  const cluster = Uint32Array.from(cells, (cell, row) => {
    const known = clusters.get(cell)
    if (known !== undefined || !weighs(row)) return known ?? 0
    clusters.set(cell, clusters.size)
    return clusters.size - 1
  })
  const parts = Math.min(mostParts, clusters.size)
  return { kind: 'clusters', part: cluster.map((one) => one % parts), parts, independent: clusters.size }
}

/**
 * Successive instants in blocks of equal length, about as many blocks as instants in each: long enough that neighbours
 * have little in common but where they touch, and enough of them for a test.
 * @see Politis, Romano & Wolf 1999, "Subsampling", for blocks that grow with the series
 */
function blocksOf(instants: Float64Array, weighs: Weighs): Partition {
  const distinct = [...new Set(instants.filter((_, row) => weighs(row)))].sort((a, b) => a - b)
  const parts = Math.min(distinct.length, mostParts, Math.max(10, Math.floor(Math.sqrt(distinct.length))))
  const order = new Map(distinct.map((instant, i) => [instant, Math.floor((i * parts) / distinct.length)]))
  return {
    kind: 'blocks',
    part: Uint32Array.from(instants, (instant) => order.get(instant) ?? 0),
    parts,
    independent: parts,
  }
}

/** Numbers, or dates as ISO 8601 writes them; what is neither has no order that anybody could rely on. */
function instantsOf(cells: readonly string[], name: string, file: string): Float64Array {
  const numbers = Float64Array.from(cells, Number)
  if (numbers.every(Number.isFinite)) return numbers
  const dates = Float64Array.from(cells, (cell) =>
    isoDate.test(cell.trim()) ? Date.parse(dated(cell)) : Number.NaN,
  )
  if (dates.every(Number.isFinite)) return dates
  const bad = cells[dates.findIndex((date) => !Number.isFinite(date))]!
  throw inputError(
    'time-unreadable',
    `${file}: ${JSON.stringify(bad.slice(0, 60))} in ${JSON.stringify(name)} is neither a number nor a date.`,
    { hint: 'Write times as numbers, or as 2027-01-31 or 2027-01-31T12:00:00Z.', file },
  )
}

const isoDate = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/

/** A time without a zone means the same on every machine. */
function dated(cell: string): string {
  const text = cell.trim().replace(' ', 'T')
  return /T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/.test(text) ? `${text}Z` : text
}
