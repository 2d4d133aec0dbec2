import type { Engine } from '../tables/engine/engine.ts'
import type { RowPlace, Table } from '../tables/table.ts'
import type { Examined } from './check.ts'
import { longestStatement, withTimeLimit } from './checks/sql/time-limit.ts'
import type { FaultGroup } from './fault-group.ts'
import type { LoadedContract } from './load.ts'
import { withReadings } from './reading.ts'
import { outcomeOf } from './weight.ts'

/** A row at fault, with all that is wrong in it. */
export interface RejectedRow {
  readonly place: RowPlace
  /** `whose mass is below 0 (constraint-error)` */
  readonly faults: readonly string[]
  /** as text; null where there is none */
  readonly cells: readonly (string | null)[]
}

export interface RejectedRows {
  /** in the order of the table */
  readonly rows: readonly RejectedRow[]
  /** are there more? */
  readonly cut: boolean
}

export interface RejectLimits {
  readonly rows: number
  /** of all cells together */
  readonly bytes: number
}

/** As long as a cell of a spreadsheet can be. */
const longestCell = 32_767

/**
 * The rows of a table that are at fault, the first of them up to the limits. Records that are broken as a whole are
 * those that the table kept. Rows that are tolerated are not at fault.
 */
export async function rejectedRows(
  engine: Engine,
  loaded: LoadedContract,
  table: Table,
  { rows: all, groups, readings }: Examined,
  limits: RejectLimits,
): Promise<RejectedRows> {
  const broken = brokenRecords(table, groups)
  const telling = groups.filter(
    ({ faulty, count, weight = {} }) => faulty !== undefined && outcomeOf(count, all, weight) !== 'tolerated',
  )
  if (telling.length === 0) return broken
  const cells = table.columns.map(({ sql }, i) => `left((${sql})::VARCHAR, ${longestCell}) AS x${i}`)
  const names = table.columns.map((_, i) => `x${i}`)
  const flags = telling.map(({ faulty }) => `CASE WHEN ${faulty} THEN '1' ELSE '0' END`)
  const found = await withTimeLimit(engine, loaded, longestStatement).rows(
    `SELECT r, f, upto, ${names.join(', ')} FROM (
       SELECT *, sum(strlen(concat(${names.join(', ')})) + ${names.length}) OVER (ORDER BY r) AS upto FROM (
         SELECT r, f, ${cells.join(', ')} FROM (
           SELECT *, concat(${flags.join(', ')}) AS f FROM ${withReadings(table.numbered, readings)})
         WHERE contains(f, '1') ORDER BY r LIMIT ${limits.rows + 1}))
     WHERE upto <= ${limits.bytes} ORDER BY r`,
  )
  const rows = found.slice(0, limits.rows).map(
    (row): RejectedRow => ({
      place: table.place(Number(row.r)),
      faults: telling.filter((_, i) => String(row.f)[i] === '1').map(faultOf),
      cells: names.map((name) => (row[name] === null ? null : String(row[name]))),
    }),
  )
  const most = Math.max(...telling.map(({ count }) => count))
  return {
    rows: inOrder(table, [...broken.rows, ...rows]),
    cut: broken.cut || found.length > limits.rows || rows.length < most,
  }
}

const faultOf = ({ code, rowsAre }: FaultGroup) => (rowsAre === undefined ? code : `${rowsAre} (${code})`)

function brokenRecords({ faults }: Table, groups: readonly FaultGroup[]): RejectedRows {
  const rows = faults.first.map(({ code, row, line, file, content }) => ({
    place: { row, line, ...(file !== undefined && { file }) },
    faults: [faultOf(groups.find((group) => group.code === code) ?? { code, count: 1, first: [] })],
    cells: content ?? [],
  }))
  const all = Object.values(faults.counts).reduce((sum, count) => sum + count, 0)
  return { rows, cut: all > rows.length }
}

function inOrder({ parts }: Table, rows: readonly RejectedRow[]): RejectedRow[] {
  const files = [...new Set(rows.map(({ place }) => place.file))]
  const at = (file: string | undefined) =>
    parts === undefined || file === undefined
      ? 0
      : parts.findIndex(({ path }) => file === path || file.endsWith(`/${path}`))
  const order = new Map(files.map((file) => [file, at(file)]))
  return rows.toSorted(
    (a, b) => order.get(a.place.file)! - order.get(b.place.file)! || a.place.row - b.place.row,
  )
}
