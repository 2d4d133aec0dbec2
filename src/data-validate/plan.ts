import { relative, resolve, sep } from 'node:path'
import type { Project } from '../config/project.ts'
import type { TableConfig } from '../config/schema.ts'
import { contractSource, loadSource } from '../contract/contract-source.ts'
import type { LoadedContract } from '../contract/load.ts'
import { namedColumns, requireNamedFields } from '../contract/named-columns.ts'
import { absentIn, requireReferences } from '../contract/references.ts'
import { pullItems } from '../data-versions/pull.ts'
import { configurationError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import type { Compatibility } from '../record/data-validate.ts'
import type { Digest } from '../record/digest.ts'
import type { TableRole } from '../record/refs.ts'
import type { Runner } from '../runner/runner.ts'
import { inputCalled } from '../stage/calling.ts'
import type { Plan } from '../stage/stage.ts'
import { tableLabel } from '../tables/locate.ts'
import type { TableToCheck } from './check-request.ts'
import { datasetRequest } from './dataset-request.ts'
import { type LiveTable, labelsOf, liveTable } from './live-labels.ts'

/** A table as it will stand in the record, but for what its bytes tell. */
export interface PlannedTable {
  readonly name: string
  /** as the configuration has it */
  readonly path: string | readonly string[]
  readonly role: TableRole
  /** relative to the workspace */
  readonly label: string
  /** of the contract, where it is checked in one */
  readonly environment?: string
  readonly contract?: { readonly path: string; readonly label: string; readonly digest: Digest }
}

export interface ValidateContext {
  /** what the contract means for the model in production, where there is one */
  readonly compatibility?: Compatibility
  readonly tables: readonly PlannedTable[]
  readonly live: readonly LiveTable[]
  /** columns that the configuration declares to be predicted */
  readonly labels: readonly string[]
  /** what the age of data is measured against unless a contract says otherwise */
  readonly clock: string
}

/**
 * All tables of the configuration, each with the contract that judges it. Contracts are read here, so that a fault in
 * one is found before anything runs.
 * @throws AssayError configuration: `no-tables`, and as loadContract, requireReferences and
 *   absentIn; input: as requireNamedFields and pullItems
 */
export async function planChecks(
  project: Project,
  { workspace, kind, now }: Pick<Runner, 'workspace' | 'kind' | 'now'>,
): Promise<Plan<ValidateContext>> {
  const { root, config, file } = project
  const { data } = config
  const labelOf = (path: string) => relative(workspace, resolve(root, path)).split(sep).join('/')
  const names = Object.keys(data.tables)
  if (names.length === 0) {
    throw configurationError('no-tables', 'there is no table to validate', {
      hint: `Name one under data.tables, or give ${inputCalled(kind)('data')}.`,
      ...(file === undefined ? {} : { file }),
    })
  }
  const checks = names.map((name) => {
    const given = data.tables[name]!
    const { path, role } = given
    const source = contractSource(project, name, labelOf)
    const place = { path, root, workspace }
    const label = tableLabel(place)
    const toCheck: TableToCheck = { name, place, label, role }
    const planned: PlannedTable = { name, path, role, label }
    if (source === undefined) return { toCheck, planned, live: undefined }
    const loaded = loadSource(source)
    requireReferences(loaded, names)
    const environment = environmentOf(given, loaded)
    const { file: contractFile, digest } = loaded
    return {
      toCheck: { ...toCheck, ...environment, contract: source },
      planned: { ...planned, ...environment, contract: { path: source.path, label: contractFile, digest } },
      live: liveTable(name, role, loaded, environment.environment),
    }
  })
  requireNamedFields(project)
  const dataset = datasetRequest(project)
  const clock = now().toISOString()
  const paths = checks.flatMap(({ planned }) => planned.path)
  return {
    context: {
      tables: checks.map(({ planned }) => planned),
      live: checks.flatMap(({ live }) => live ?? []),
      labels: labelsOf(project),
      clock,
    },
    work: [
      ...(await pullItems(project, paths)),
      {
        kind: 'task',
        id: 'check',
        title: 'Check the tables',
        task: 'check-tables',
        params: {
          workspace,
          now: clock,
          tables: checks.map(({ toCheck }) => toCheck),
          named: namedColumns(project),
          ...(dataset && { dataset }),
          profile: data.profile,
          rejected: rejectedOf(data.rejected_rows, kind),
        } as unknown as Json,
      },
    ],
  }
}

/** What is kept on this machine nobody else reads; what GitHub keeps of a public repository, everybody can. */
function rejectedOf(asked: boolean | undefined, kind: Runner['kind']) {
  if (asked === undefined) return kind === 'local' ? 'all' : 'committed'
  return asked ? 'all' : 'none'
}

/** What the table says, or `serving` for live data where the contract has that. */
function environmentOf({ environment, role }: TableConfig, loaded: LoadedContract) {
  const isServing = role === 'live' && Object.hasOwn(loaded.contract.environments ?? {}, 'serving')
  const name = environment ?? (isServing ? 'serving' : undefined)
  absentIn(loaded, name)
  return name === undefined ? {} : { environment: name }
}
