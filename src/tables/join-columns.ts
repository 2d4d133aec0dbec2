import { inputError } from '../errors.ts'
import { counted } from '../report/number.ts'
import type { Column, Engine } from './engine/engine.ts'
import { findColumn } from './find-column.ts'
import type { Table, TableColumn } from './table.ts'
import { requireWhole } from './whole.ts'

export interface JoinSide {
  readonly table: Table
  /** column whose text names the row */
  readonly id: string
  /** columns to take, as text */
  readonly columns: readonly string[]
}

/** The rows that both sides have, in the order of the left; and how many only one side has. */
export interface Joined {
  readonly rows: number
  readonly left: readonly Column[]
  readonly right: readonly Column[]
  readonly onlyLeft: number
  readonly onlyRight: number
  /** first ids of each, by text, for messages; hostile */
  readonly examplesOnlyLeft: readonly string[]
  readonly examplesOnlyRight: readonly string[]
}

const examples = 5

/**
 * Joins two tables by an id that is present and unique on both sides. Ids are compared as text.
 * @throws AssayError input: `broken-rows`, `no-rows`, `missing-column`, `missing-id`, `repeated-id`
 */
export async function joinColumns(engine: Engine, left: JoinSide, right: JoinSide): Promise<Joined> {
  const ids = [left, right].map(({ table, id }) => {
    requireWhole(table)
    return findColumn(table, id)
  })
  const leftId = ids[0]!
  const rightId = ids[1]!
  await requireIds(engine, left, leftId)
  await requireIds(engine, right, rightId)
  const on = `ON l.${leftId.sql}::VARCHAR = o.${rightId.sql}::VARCHAR`
  const sides = `${left.table.numbered} AS l FULL JOIN ${right.table.relation} AS o ${on}`
  const taken = [
    ...left.columns.map((name) => `l.${findColumn(left.table, name).sql}::VARCHAR`),
    ...right.columns.map((name) => `o.${findColumn(right.table, name).sql}::VARCHAR`),
  ]
  const columns = await engine.columns(
    `SELECT ${[...taken, 'l.r'].map((sql, i) => `${sql} AS v${i}`).join(', ')}
     FROM ${left.table.numbered} AS l JOIN ${right.table.relation} AS o ${on} ORDER BY l.r`,
  )
  const named = (names: readonly string[], from: number) =>
    names.map((name, i) => ({ ...columns[from + i]!, name }))
  const only = async (mine: string, other: string) => {
    const [row] = await engine.rows(
      `SELECT count(*) AS n, min(${mine}::VARCHAR, ${examples}) AS ids FROM ${sides} WHERE ${other} IS NULL`,
    )
    return { count: Number(row?.n), examples: ((row?.ids ?? []) as unknown as readonly string[]).map(String) }
  }
  const onlyLeft = await only(`l.${leftId.sql}`, `o.${rightId.sql}`)
  const onlyRight = await only(`o.${rightId.sql}`, `l.${leftId.sql}`)
  return {
    rows: columns.at(-1)!.values.length,
    left: named(left.columns, 0),
    right: named(right.columns, left.columns.length),
    onlyLeft: onlyLeft.count,
    onlyRight: onlyRight.count,
    examplesOnlyLeft: onlyLeft.examples,
    examplesOnlyRight: onlyRight.examples,
  }
}

async function requireIds(engine: Engine, { table, id }: JoinSide, { sql }: TableColumn): Promise<void> {
  const [missing] = await engine.rows(
    `SELECT min(r) AS r, count(*) AS n FROM ${table.numbered} WHERE ${sql} IS NULL`,
  )
  if (Number(missing?.n) > 0) {
    const { row, line } = table.place(Number(missing?.r))
    throw inputError(
      'missing-id',
      `${table.label}: ${JSON.stringify(id)} is empty in ${counted(Number(missing?.n), 'row')}, the first is row ${row}.`,
      {
        hint: 'Give every row an id.',
        file: table.label,
        ...(line === undefined ? {} : { line }),
      },
    )
  }
  const [repeated] = await engine.rows(
    `SELECT ${sql}::VARCHAR AS id, count(*) AS n FROM ${table.relation} GROUP BY 1 HAVING n > 1 ORDER BY n DESC, id LIMIT 1`,
  )
  if (repeated !== undefined) {
    throw inputError(
      'repeated-id',
      `${table.label}: ${JSON.stringify(id)} is ${JSON.stringify(String(repeated.id).slice(0, 100))} in ${counted(Number(repeated.n), 'row')}.`,
      { hint: 'Give every row an id of its own.', file: table.label },
    )
  }
}
