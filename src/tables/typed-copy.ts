import { join } from 'node:path'
import { isNumericType, missingSql, numberSql, textSql } from './cells.ts'
import type { Engine } from './engine.ts'
import { literal, oneFile } from './quote.ts'
import type { Table, TableColumn } from './table.ts'

export type Kind = 'numeric' | 'categorical'

export interface WantedColumn {
  readonly column: TableColumn
  /** absent: numeric where every cell that is not missing is a finite number */
  readonly kind?: Kind
}

/** A column whose cells are DOUBLE or VARCHAR by its kind, NULL where missing or invalid. */
export interface TypedColumn {
  readonly name: string
  readonly kind: Kind
  readonly sql: string
  readonly count: number
  readonly missing: number
  readonly invalid: number
}

export interface TypedTable {
  readonly relation: string
  readonly columns: readonly TypedColumn[]
}

/**
 * Makes the columns of a table ready to be counted one by one: decides their kinds, and copies a text format to
 * Parquet in the engine's scratch folder, because a text would be parsed once a column.
 * @param missing texts that stand for a missing value
 */
export async function typedCopy(
  engine: Engine,
  table: Table,
  wanted: readonly WantedColumn[],
  missing: readonly string[],
): Promise<TypedTable> {
  if (wanted.length === 0) return { relation: table.relation, columns: [] }
  const cells = wanted.map(({ column, kind }) => {
    const missingCell = missingSql(table, column, column.type === 'VARCHAR' ? missing : [...missing, 'NaN'])
    return { column, kind, missingCell, number: numberSql(column), text: textSql(table, column) }
  })
  const counts = cells.flatMap(({ missingCell, number }, i) => [
    `count(*) FILTER (WHERE ${missingCell}) AS m${i}`,
    `count(*) FILTER (WHERE NOT ${missingCell} AND (${number}) IS NULL) AS i${i}`,
  ])
  const [counted = {}] = await engine.rows(`SELECT ${counts.join(', ')} FROM ${table.relation}`)
  const columns = cells.map(({ column, kind }, i): TypedColumn => {
    const missingCount = Number(counted[`m${i}`])
    const invalid = Number(counted[`i${i}`])
    const present = table.rows - missingCount
    const inferred = invalid === 0 && present > 0 && (column.type === 'VARCHAR' || isNumericType(column.type))
    const decided = kind ?? (inferred || isNumericType(column.type) ? 'numeric' : 'categorical')
    return decided === 'numeric'
      ? {
          name: column.name,
          kind: decided,
          sql: `v${i}`,
          count: present - invalid,
          missing: missingCount,
          invalid,
        }
      : { name: column.name, kind: decided, sql: `v${i}`, count: present, missing: missingCount, invalid: 0 }
  })
  const select = cells.map(({ missingCell, number, text }, i) => {
    const value = columns[i]!.kind === 'numeric' ? number : text
    return `CASE WHEN ${missingCell} THEN NULL ELSE ${value} END AS v${i}`
  })
  const typed = `SELECT ${select.join(', ')} FROM ${table.relation}`
  const relation = `${table.relation}_typed`
  if (table.format === 'parquet') {
    await engine.run(`CREATE OR REPLACE VIEW ${relation} AS ${typed}`)
  } else {
    const copy = join(engine.scratch, `${relation}.parquet`)
    await engine.run(`COPY (${typed}) TO ${literal(copy)} (FORMAT parquet)`)
    await engine.run(`CREATE OR REPLACE VIEW ${relation} AS SELECT * FROM read_parquet(${oneFile(copy)})`)
  }
  return { relation, columns }
}
