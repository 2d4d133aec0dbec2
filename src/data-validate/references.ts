import type { Examined } from '../contract/check.ts'
import { checkResult, joined } from '../contract/fault-group.ts'
import { foreignKeyFaults } from '../contract/foreign-keys.ts'
import type { LoadedContract } from '../contract/load.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { Table } from '../tables/table.ts'
import type { CheckedTable } from './check-request.ts'

/** A table that could be read, and the contract that it is held to. */
export interface HeldTable {
  readonly table: Table
  readonly loaded: LoadedContract
  readonly examined: Examined
}

/**
 * Looks up the foreign keys of every table, now that all are open; what is found is added to its result and to `held`.
 * @param held tables that could be read, by name
 * @throws AssayError configuration, as foreignKeyFaults
 */
export async function withReferences(
  engine: Engine,
  checked: readonly CheckedTable[],
  held: Map<string, HeldTable>,
): Promise<CheckedTable[]> {
  const others = new Map(checked.map(({ name }) => [name, held.get(name)?.table]))
  const found: CheckedTable[] = []
  for (const one of checked) {
    const own = held.get(one.name)
    if (own?.loaded.contract.foreignKeys === undefined || !('result' in one)) found.push(one)
    else {
      const { name } = one
      const { table, loaded, examined } = own
      const groups = await foreignKeyFaults(engine, loaded, table, { others })
      held.set(name, { ...own, examined: { ...examined, groups: [...examined.groups, ...groups] } })
      const added = checkResult(name, table.label, examined.rows, groups)
      found.push({ ...one, result: joined(one.result, added) })
    }
  }
  return found
}
