import { join } from 'node:path'
import type { Engine } from '../tables/engine/engine.ts'
import { literal, oneFile } from '../tables/quote.ts'
import { type CellKind, kindByLooks, type Looks } from './cell-kind.ts'
import { cellText } from './cell-text.ts'
import type { DatasetTable, Sheet, SheetColumn } from './dataset.ts'
import { looksOf } from './looks.ts'
import { readSql, type SourceColumn, sourceColumns } from './source-column.ts'

interface Source {
  readonly table: DatasetTable
  readonly columns: readonly SourceColumn[]
  readonly looks: ReadonlyMap<SourceColumn, Looks>
}

/**
 * Copies tables to the engine's scratch folder with every cell as a comparable text, so that each check reads only the
 * columns that it needs. Columns of one name are compared as one kind in all tables: what a contract or a file says it
 * is, otherwise what all of its cells look like.
 */
export async function makeSheets(engine: Engine, tables: readonly DatasetTable[]): Promise<Sheet[]> {
  const sources: Source[] = []
  for (const table of tables) {
    const columns = sourceColumns(table)
    sources.push({ table, columns, looks: await looksOf(engine, table, columns) })
  }
  const kinds = kindsOf(sources)
  const sheets: Sheet[] = []
  for (const [i, source] of sources.entries()) sheets.push(await copied(engine, source, kinds, `sheet${i}`))
  return sheets
}

/** What columns are compared as, by their names. */
function kindsOf(sources: readonly Source[]): ReadonlyMap<string, CellKind> {
  const known = new Map<string, CellKind>()
  const looks = new Map<string, Looks[]>()
  for (const source of sources) {
    for (const column of source.columns) {
      const { name, kind } = column
      if (kind !== undefined && !known.has(name)) known.set(name, kind)
      const seen = source.looks.get(column)
      if (seen !== undefined) looks.set(name, [...(looks.get(name) ?? []), seen])
    }
  }
  for (const [name, seen] of looks) if (!known.has(name)) known.set(name, kindByLooks(seen))
  return known
}

async function copied(
  engine: Engine,
  { table: source, columns, looks }: Source,
  kinds: ReadonlyMap<string, CellKind>,
  relation: string,
): Promise<Sheet> {
  const { table } = source
  const kindOf = ({ name }: SourceColumn) => kinds.get(name) ?? 'text'
  const texts = columns.map((column) => cellText(kindOf(column), column, looks.get(column)))
  const read = columns.flatMap(({ missing, written }, i) => {
    const value = texts[i]!.value
    return [
      `${missing} AS x${i}`,
      `${written} AS t${i}`,
      ...(value === undefined ? [] : [`${value} AS d${i}`]),
    ]
  })
  const cells = texts.map(
    ({ text }, i) => `CASE WHEN x${i} THEN NULL ELSE ${text(`d${i}`, `t${i}`)} END AS k${i}`,
  )
  const file = join(engine.scratch, `${relation}.parquet`)
  // A copy keeps the order of rows, and numbers them for nothing; counting them takes as long as copying.
  const isOne = table.parts === undefined
  const from = isOne ? table.relation : table.numbered
  const number = isOne ? [] : ['r']
  await engine.run(
    `COPY (SELECT ${[...number, ...cells].join(', ')} FROM (
      SELECT ${[...number, ...read].join(', ')} FROM ${readSql(from, columns)})) TO ${literal(file)} (FORMAT parquet)`,
  )
  const copy = `read_parquet(${oneFile(file)}, file_row_number=true)`
  const rows = isOne ? `file_row_number + 1 AS r, * EXCLUDE (file_row_number)` : '* EXCLUDE (file_row_number)'
  await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT ${rows} FROM ${copy}`)
  return {
    ...source,
    relation,
    rows: table.rows,
    columns: columns.map(
      (column, i): SheetColumn => ({
        name: column.name,
        sql: `k${i}`,
        kind: kindOf(column),
        typed: column.kind !== undefined,
        identifies: column.identifies,
      }),
    ),
  }
}
