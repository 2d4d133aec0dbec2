import { createTextView } from '../csv/text-table.ts'
import type { Engine } from '../engine/engine.ts'
import { numbered, relationOf } from '../relation.ts'
import type { Table } from '../table.ts'
import type { LookedThrough } from './look-through.ts'

/** Makes a table that was looked through without the engine a view of it, for what takes the engine after all. */
export async function lookedTable(
  engine: Engine,
  { longest, asLooked: _, ...looked }: LookedThrough,
): Promise<Table> {
  const { plain, columns } = looked
  // One file may be two tables, by two delimiters.
  const relation = relationOf(`${plain.file}\0${plain.delimiter}`)
  await createTextView(engine, relation, plain.file, {
    delimiter: plain.delimiter,
    columns,
    scan: { newline: '\n', longest, linesInCells: false },
  })
  return { ...looked, unconfirmed: true, relation, numbered: numbered(relation) }
}
