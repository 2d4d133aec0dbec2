import type { Engine, Value } from '../../tables/engine/engine.ts'
import type { Table, TableColumn } from '../../tables/table.ts'
import { type Reading, readingOf, withReadings } from '../reading.ts'
import { contractSchema } from '../schema/contract.ts'

/**
 * A column read as the contract's checks will read it, so that what is inferred is what they accept.
 * @param index tells the readings of one statement apart
 */
export function readAs(
  table: Table,
  column: TableColumn,
  { type, format }: { readonly type: string; readonly format?: string },
  missingValues: readonly string[],
  index = 0,
): Reading {
  const contract = contractSchema.parse({ fields: [{ name: 'x', type, format }], missingValues })
  return readingOf(contract, table, { field: contract.fields[0]!, index, column })
}

/** Aggregates over a table and readings of its columns, in their order. */
export async function ask(
  engine: Engine,
  relation: string,
  readings: readonly Reading[],
  aggregates: readonly string[],
): Promise<Value[]> {
  const named = aggregates.map((aggregate, i) => `${aggregate} AS a${i}`)
  const [row = {}] = await engine.rows(`SELECT ${named.join(', ')} FROM ${withReadings(relation, readings)}`)
  return aggregates.map((_, i) => row[`a${i}`] ?? null)
}
