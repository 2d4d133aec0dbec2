import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  isNullSql,
  isNumericType,
  missingSql,
  numberSql,
  rawNumberSql,
  rawTimeSql,
  textSql,
} from './cells.ts'
import type { Engine, Row } from './engine/engine.ts'
import { literal, oneFile } from './quote.ts'
import { requireRows } from './require-rows.ts'
import type { Table, TableColumn } from './table.ts'

export type Kind = 'numeric' | 'categorical'

export interface WantedColumn {
  readonly column: TableColumn
  /** absent: numeric where every cell that is not missing is a finite number */
  readonly kind?: Kind
  /** texts that stand for a missing value */
  readonly missing: readonly string[]
}

/** A column whose cells are DOUBLE or VARCHAR by its kind, NULL where missing or invalid. */
export interface TypedColumn {
  readonly name: string
  readonly kind: Kind
  readonly sql: string
  readonly count: number
  readonly missing: number
  readonly invalid: number
  /** column of its times, in milliseconds since the epoch, where it holds times: NULL where a cell is none */
  readonly time?: string
}

export interface TypedTable {
  readonly relation: string
  readonly columns: readonly TypedColumn[]
  /** how many columns are best counted by one statement: many of a short table, of which there may be thousands */
  readonly atOnce: number
}

/** A table of so many cells is small: it is held in memory, whatever its form. */
export const fewCells = 4_000_000
const manyColumns = 100
/** Of so many rows, a statement for many columns takes less time than one for each. */
const fewRows = 20_000

/** SQL of a column as it is counted, in terms of what it is counted in. */
interface Cells {
  readonly wanted: WantedColumn
  /** SQL of a column of the table that those which are copied are made of; absent where none is needed */
  readonly read?: string
  /** SQL of the columns that are copied; none where the column is counted as it is stored */
  readonly copied: readonly string[]
  readonly missing: string
  /** is the cell neither missing nor a finite number? */
  readonly invalid: string
  readonly number: string
  readonly text: string
  readonly time?: string
}

/**
 * Makes the columns of a table ready to be counted one by one: copies a text format once, into memory where it is small
 * and otherwise to Parquet in the engine's scratch folder, because a text would be parsed once a column; and decides
 * what the columns are.
 */
export async function typedCopy(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
): Promise<TypedTable> {
  if (wanted.length === 0) return { relation: table.relation, columns: [], atOnce: 1 }
  const relation = `${table.relation}_typed`
  const stored = table.format === 'parquet'
  const cells = wanted.map((one, i) => (stored ? asStored(table, one) : asCopied(table, one, i)))
  const { source, file }: Source = stored
    ? { source: table.relation }
    : await copyOf(engine, table, relation, cells)
  const noted = file === undefined ? undefined : await countsInFooter(engine, file, cells)
  const counted = noted ?? (await countsOf(engine, source, cells))
  requireRows(table, counted.n)
  const columns = cells.map(({ wanted: { column, kind }, time }, i): TypedColumn => {
    const missingCount = Number(counted[`m${i}`])
    const invalid = Number(counted[`i${i}`])
    const present = table.rows - missingCount
    const inferred = invalid === 0 && present > 0 && (column.type === 'VARCHAR' || isNumericType(column.type))
    if (kind === undefined && invalid > 0 && !stored && rawNumberSql(column) !== undefined) {
      return { name: column.name, kind: 'categorical', sql: '', count: 0, missing: 0, invalid }
    }
    const decided = kind ?? (inferred || isNumericType(column.type) ? 'numeric' : 'categorical')
    const named = { name: column.name, kind: decided, sql: `v${i}`, missing: missingCount }
    return decided === 'numeric'
      ? { ...named, count: present - invalid, invalid }
      : { ...named, count: present, invalid: 0, ...(time !== undefined && { time: `t${i}` }) }
  })
  if (columns.some(({ sql }) => sql === '')) {
    const known = wanted.map(
      (one, i): WantedColumn => (columns[i]!.sql === '' ? { ...one, kind: 'categorical' } : one),
    )
    return typedCopy(engine, table, known)
  }
  const select = cells.flatMap(({ number, text, time }, i) => [
    `${columns[i]!.kind === 'numeric' ? number : text} AS v${i}`,
    ...(time === undefined ? [] : [`${time} AS t${i}`]),
  ])
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT ${select.join(', ')} FROM ${source}`)
  return { relation, columns, atOnce: table.rows <= fewRows ? manyColumns : 1 }
}

/** Gives back what the copy of a table takes, where its columns have been counted. */
export async function dropCopy(engine: Engine, { relation }: Pick<Table, 'relation'>): Promise<void> {
  const typed = `${relation}_typed`
  await engine.run(`DROP VIEW IF EXISTS ${typed}`)
  await engine.run(`DROP TABLE IF EXISTS ${typed}_copy`)
  await rm(join(engine.scratch, `${typed}.parquet`), { force: true })
}

function asStored(table: Table, wanted: WantedColumn): Cells {
  const { column, missing } = wanted
  const isMissing = missingSql(table, column, column.type === 'VARCHAR' ? missing : [...missing, 'NaN'])
  const number = numberSql(column)
  const unless = (sql: string) => `CASE WHEN NOT ${isMissing} THEN ${sql} END`
  return {
    wanted,
    copied: [],
    missing: isMissing,
    invalid: wanted.kind === 'categorical' ? 'false' : `NOT ${isMissing} AND (${number}) IS NULL`,
    number: unless(oneZero(number)),
    text: unless(textSql(table, column)),
    ...(rawTimeSql(column) && { time: unless(milliseconds(rawTimeSql(column)!)) }),
  }
}

/** A column that looks like numbers is copied as such, with whether a cell is none after all; any other as its text. */
function asCopied(table: Table, wanted: WantedColumn, i: number): Cells {
  const { column, kind, missing } = wanted
  const isMissing = missingSql(table, column, missing)
  const raw = kind === 'categorical' ? undefined : rawNumberSql(column)
  const [value, bad] = [`c${i}`, `b${i}`]
  // What is made of NULL is NULL: nothing needs to be left out.
  const onlyNull = isMissing === isNullSql(column)
  const unless = (sql: string) => (onlyNull ? sql : `CASE WHEN NOT ${isMissing} THEN ${sql} END`)
  if (raw === undefined) {
    const text = textSql(table, { ...column, filled: onlyNull })
    const number = numberSql({ ...column, sql: value })
    const time = rawTimeSql(column)
    return {
      wanted,
      ...(time && { read: `${time} AS n${i}`, time: `t${i}` }),
      copied: [`${unless(text)} AS ${value}`, ...(time ? [`${unless(milliseconds(`n${i}`))} AS t${i}`] : [])],
      missing: `${value} IS NULL`,
      invalid: kind === 'categorical' ? 'false' : `${value} IS NOT NULL AND (${number}) IS NULL`,
      number: oneZero(number),
      text: value,
    }
  }
  const there = `NOT ${isMissing}`
  return {
    wanted,
    read: `${raw} AS n${i}`,
    copied: [
      `${unless(`CASE WHEN isfinite(n${i}) THEN ${oneZero(`n${i}`)} END`)} AS ${value}`,
      `${there} AND NOT coalesce(isfinite(n${i}), false) AS ${bad}`,
    ],
    missing: `${value} IS NULL AND NOT ${bad}`,
    invalid: bad,
    number: value,
    // Where it is to be text after all, it is copied again.
    text: 'NULL::VARCHAR',
  }
}

/** What the cells are read from, in SQL. */
interface Source {
  readonly source: string
  /** the Parquet file that it is, where they were copied to one */
  readonly file?: string
}

async function copyOf(
  engine: Engine,
  table: Table,
  relation: string,
  cells: readonly Cells[],
): Promise<Source> {
  const read = cells.flatMap(({ wanted: { column }, read }) => [column.sql, read ?? []].flat()).join(', ')
  const columns = cells.flatMap(({ copied }) => copied).join(', ')
  const copied = `SELECT ${columns} FROM (SELECT ${read} FROM ${table.relation})`
  if (table.rows * cells.length <= fewCells) {
    await engine.run(`CREATE OR REPLACE TABLE ${relation}_copy AS ${copied}`)
    return { source: `${relation}_copy` }
  }
  const copy = join(engine.scratch, `${relation}.parquet`)
  // A large dictionary, and compression, take longer to make than they save in a copy that is read a few times.
  await engine.run(
    `COPY (${copied}) TO ${literal(copy)} (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1000, PRESERVE_ORDER false)`,
  )
  const file = oneFile(copy)
  return { source: `read_parquet(${file})`, file }
}

/** The rows as `n`, and of each column its missing and its invalid cells as `m0`, `i0` and so on. */
async function countsOf(engine: Engine, source: string, cells: readonly Cells[]): Promise<Row> {
  const counts = cells.flatMap(({ missing, invalid }, i) => [
    `count_if(${missing}) AS m${i}`,
    `count_if(${invalid}) AS i${i}`,
  ])
  const [counted = {}] = await engine.rows(`SELECT count(*) AS n, ${counts.join(', ')} FROM ${source}`)
  return counted
}

/**
 * The same of a copy whose columns are all counted as text, without reading it again: the engine noted how many cells
 * are NULL as it wrote them.
 */
async function countsInFooter(
  engine: Engine,
  file: string,
  cells: readonly Cells[],
): Promise<Row | undefined> {
  if (cells.some(({ invalid }) => invalid !== 'false')) return undefined
  const noted = await engine.rows(
    `SELECT path_in_schema AS column, sum(num_values) AS n, sum(stats_null_count) AS m
     FROM parquet_metadata(${file}) GROUP BY ALL
     HAVING count(*) = count(stats_null_count)`,
  )
  const found = cells.map(({ text }) => noted.find(({ column }) => column === text))
  if (found.includes(undefined)) return undefined
  const counts = found.flatMap((one, i) => [
    [`m${i}`, one!.m!],
    [`i${i}`, 0],
  ])
  return { n: found[0]!.n!, ...Object.fromEntries(counts) }
}

/** Zero has two signs, of which groups would keep the one that they met first. */
const oneZero = (number: string) => `(${number}) + 0`

/** SQL of a time as milliseconds since the epoch; NULL where it is infinite, or beyond the days that JavaScript knows. */
const milliseconds = (time: string) =>
  `CASE WHEN isfinite(${time}) AND abs(epoch_ms(${time})) <= 8640000000000000 THEN epoch_ms(${time})::DOUBLE + 0 END`
