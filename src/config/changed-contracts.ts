import { resolve } from 'node:path'
import { inWorkspace } from './in-workspace.ts'
import type { PolicyBase } from './policy-base.ts'
import type { Config } from './schema.ts'
import { waysIn } from './ways-to.ts'

/**
 * Of the files that a change edits, the submodules and links through which contracts are had that the base commit does
 * not show: those are then read as the change has them.
 */
export async function changedContracts(
  { data }: Config,
  root: string,
  workspace: string,
  { read }: Pick<PolicyBase, 'read'>,
  changed: readonly string[],
): Promise<string[]> {
  const contracts = new Set([data.contract, ...Object.values(data.tables).map(({ contract }) => contract)])
  const waysTo = waysIn(workspace)
  const found: string[] = []
  for (const contract of changed.length === 0 ? [] : contracts) {
    if (contract === undefined) continue
    const file = resolve(root, contract)
    const itself = inWorkspace(file, workspace)
    const { names } = await waysTo(file)
    const edited = changed.filter((path) => path !== itself && names.has(path))
    if (edited.length > 0 && (await read(itself)) === undefined) found.push(...edited)
  }
  return found
}
