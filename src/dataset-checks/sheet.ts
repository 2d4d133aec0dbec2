import { join } from 'node:path'
import { matchLabels } from '../contract/labels.ts'
import { type Reading, readingOf, withReadings } from '../contract/reading.ts'
import { typeOf } from '../contract/types/registry.ts'
import { isTextFormat, missingSql, numberPattern, textSql } from '../tables/cells.ts'
import type { Engine } from '../tables/engine.ts'
import { literal, oneFile } from '../tables/quote.ts'
import type { TableColumn } from '../tables/table.ts'
import { type CellKind, declaredKind, kindByLooks, type Looks, storedKind } from './cell-kind.ts'
import { cellText, timePattern } from './cell-text.ts'
import type { DatasetTable, Sheet, SheetColumn } from './dataset.ts'

/**
 * Copies tables to the engine's scratch folder with every cell as a comparable text, so that each check reads only the
 * columns that it needs. Columns of one name are compared as one kind in all tables: what a contract or a file says it
 * is, otherwise what all of its cells look like.
 */
export async function makeSheets(engine: Engine, tables: readonly DatasetTable[]): Promise<Sheet[]> {
  const sources = tables.map((table) => ({ table, columns: sourceColumns(table) }))
  const looks = new Map<string, Looks[]>()
  for (const { table, columns } of sources) await lookAt(engine, table, columns, looks)
  const kindOf = (name: string): CellKind => {
    const known = sources.flatMap(({ columns }) => columns.find((column) => column.name === name)?.kind ?? [])
    return known[0] ?? kindByLooks(looks.get(name) ?? [])
  }
  const sheets: Sheet[] = []
  for (const [i, { table, columns }] of sources.entries())
    sheets.push(await copied(engine, table, columns, kindOf, `sheet${i}`))
  return sheets
}

interface SourceColumn {
  readonly name: string
  readonly column: TableColumn
  /** what the contract or the file says it is */
  readonly kind: CellKind | undefined
  /** of a field of the contract that gives a type */
  readonly reading: Reading | undefined
  /** SQL over the table with its readings */
  readonly missing: string
  readonly identifies: boolean
}

function sourceColumns({ table, contract }: DatasetTable): SourceColumn[] {
  const matched = contract === undefined ? [] : matchLabels(contract, table).matched
  return table.columns.map((column) => {
    const match = matched.find((one) => one.column === column)
    const readable = match !== undefined && (isTextFormat(table) || typeOf(match.field).stores(column.type))
    const reading = readable && contract !== undefined ? readingOf(contract, table, match) : undefined
    const { name, type, constraints } = match?.field ?? {}
    return {
      name: column.name,
      column,
      kind: declaredKind(type) ?? storedKind(column),
      reading,
      missing: reading?.missing ?? missingSql(table, column, contract?.missingValues ?? ['']),
      identifies:
        name !== undefined && (constraints?.unique === true || (contract?.primaryKey ?? []).includes(name)),
    }
  })
}

const readingsOf = (columns: readonly SourceColumn[]) => columns.flatMap(({ reading }) => reading ?? [])

/** The table with the columns of its readings; without a reading, the table. */
const read = (relation: string, columns: readonly SourceColumn[]) =>
  readingsOf(columns).length === 0 ? relation : withReadings(relation, readingsOf(columns))

/** Counts, for columns whose kind nothing says, what their cells look like. */
async function lookAt(
  engine: Engine,
  { table }: DatasetTable,
  columns: readonly SourceColumn[],
  looks: Map<string, Looks[]>,
): Promise<void> {
  const open = columns.filter(({ kind }) => kind === undefined)
  if (open.length === 0) return
  const counts = open.flatMap(({ column, missing }, i) => {
    const text = textSql(table, column)
    const count = (pattern: string) =>
      `count(*) FILTER (WHERE NOT ${missing} AND regexp_full_match(${text}, '${pattern}'))`
    return [
      `count(*) FILTER (WHERE NOT ${missing}) AS p${i}`,
      `${count(numberPattern)} AS n${i}`,
      `${count('[+-]?0[0-9].*')} AS z${i}`,
      `${count(timePattern)} AS t${i}`,
    ]
  })
  const [row = {}] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${read(table.relation, columns)}`)
  for (const [i, { name }] of open.entries()) {
    const [present, numbers, padded, times] = ['p', 'n', 'z', 't'].map((key) => Number(row[`${key}${i}`]))
    const seen = { present: present!, numbers: numbers!, padded: padded!, times: times! }
    looks.set(name, [...(looks.get(name) ?? []), seen])
  }
}

async function copied(
  engine: Engine,
  source: DatasetTable,
  columns: readonly SourceColumn[],
  kindOf: (name: string) => CellKind,
  relation: string,
): Promise<Sheet> {
  const { table } = source
  const cells = columns.map(({ name, column, reading, missing }, i) => {
    const value = reading === undefined || declaredKind(reading.matched.field.type) !== kindOf(name)
    const text = cellText(kindOf(name), table, column, value ? undefined : reading.value)
    return `CASE WHEN ${missing} THEN NULL ELSE ${text} END AS k${i}`
  })
  const file = join(engine.scratch, `${relation}.parquet`)
  await engine.run(
    `COPY (SELECT r, ${cells.join(', ')} FROM ${read(table.numbered, columns)}) TO ${literal(file)} (FORMAT parquet)`,
  )
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(file)})`)
  return {
    ...source,
    relation,
    rows: table.rows,
    columns: columns.map(
      ({ name, kind, identifies }, i): SheetColumn => ({
        name,
        sql: `k${i}`,
        kind: kindOf(name),
        typed: kind !== undefined,
        identifies,
      }),
    ),
  }
}
