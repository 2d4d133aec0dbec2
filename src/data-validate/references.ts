import { withForeignKeys } from '../contract/foreign-keys.ts'
import type { LoadedContract } from '../contract/load.ts'
import type { Engine } from '../tables/engine.ts'
import type { Table } from '../tables/table.ts'
import type { CheckedTable } from './check-request.ts'

/** A table that could be read, and the contract that it is held to. */
export interface HeldTable {
  readonly table: Table
  readonly loaded: LoadedContract
}

/**
 * Looks up the foreign keys of every table, now that all are open.
 * @param held tables that could be read, by name
 * @throws AssayError configuration, as withForeignKeys
 */
export async function withReferences(
  engine: Engine,
  checked: readonly CheckedTable[],
  held: ReadonlyMap<string, HeldTable>,
): Promise<CheckedTable[]> {
  const others = new Map(checked.map(({ name }) => [name, held.get(name)?.table]))
  const found: CheckedTable[] = []
  for (const one of checked) {
    const own = held.get(one.name)
    if (own?.loaded.contract.foreignKeys === undefined || !('result' in one)) found.push(one)
    else {
      const { name } = one
      const result = await withForeignKeys(engine, own.loaded, own.table, one.result, { name, others })
      found.push({ ...one, result })
    }
  }
  return found
}
