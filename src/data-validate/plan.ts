import { relative, resolve, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import { loadContract } from '../contract/load.ts'
import { configurationError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import { type Digest, sha256 } from '../record/digest.ts'
import type { TableRole } from '../record/refs.ts'
import type { Runner } from '../runner/runner.ts'
import { inputCalled } from '../stage/calling.ts'
import type { Plan } from '../stage/stage.ts'
import type { TableToCheck } from './check-request.ts'

/** A table as it will stand in the record, but for what its bytes tell. */
export interface PlannedTable {
  readonly name: string
  /** as the configuration has it */
  readonly path: string
  readonly role: TableRole
  /** relative to the workspace */
  readonly label: string
  readonly contract?: { readonly path: string; readonly label: string; readonly digest: Digest }
}

export interface ValidateContext {
  readonly tables: readonly PlannedTable[]
}

/**
 * All tables of the configuration, each with the contract that judges it. Contracts are read here, so that a fault in
 * one is found before anything runs.
 * @throws AssayError configuration: `no-tables`, and as loadContract
 */
export function planChecks(
  { root, config: { data }, contracts, file }: Project,
  { workspace, kind }: Pick<Runner, 'workspace' | 'kind'>,
): Plan<ValidateContext> {
  const labelOf = (path: string) => relative(workspace, resolve(root, path)).split(sep).join('/')
  const names = Object.keys(data.tables)
  if (names.length === 0) {
    throw configurationError('no-tables', 'there is no table to validate', {
      hint: `Name one under data.tables, or give ${inputCalled(kind)('data')}.`,
      ...(file === undefined ? {} : { file }),
    })
  }
  const checks = names.map((name) => {
    const { path, role, contract: own } = data.tables[name]!
    const contract = own ?? data.contract
    const text = contract === undefined ? undefined : contracts[contract]
    const label = labelOf(path)
    const toCheck: TableToCheck = { name, file: resolve(root, path), label }
    const planned: PlannedTable = { name, path, role, label }
    if (contract === undefined || text === undefined) return { toCheck, planned }
    const contractLabel = labelOf(contract)
    loadContract(text, contractLabel)
    return {
      toCheck: { ...toCheck, contract: { text, label: contractLabel } },
      planned: { ...planned, contract: { path: contract, label: contractLabel, digest: sha256(text) } },
    }
  })
  return {
    context: { tables: checks.map(({ planned }) => planned) },
    work: [
      {
        kind: 'task',
        id: 'check',
        title: 'Check the tables',
        task: 'check-tables',
        params: { tables: checks.map(({ toCheck }) => toCheck) } as unknown as Json,
      },
    ],
  }
}
