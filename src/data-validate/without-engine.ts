import { writtenAs } from '../contract/dialect.ts'
import { checkResult } from '../contract/fault-group.ts'
import { type LoadedContract, loadContract } from '../contract/load.ts'
import { type ContractProof, contractProof } from '../contract/proof/keeps-contract.ts'
import { uncontracted } from '../contract/uncontracted.ts'
import { refuseCommittedLink } from '../data-versions/committed-link.ts'
import { counted } from '../report/number.ts'
import { type LookedThrough, lookThrough, type ToLookThrough } from '../tables/plain/look-through.ts'
import type { Around } from './check-one.ts'
import type { ReadTable, TableToCheck } from './check-request.ts'
import { everyQuarterGigabyte } from './read-progress.ts'
import { versionsOf } from './table-files.ts'

type AroundProof = Pick<Around, 'workspace' | 'environment' | 'log' | 'files' | 'kept'> & {
  readonly learns: ToLookThrough['learns']
}

/** A table that keeps its contract, which is inferred where it has none. */
export interface ProvenTable {
  readonly checked: ReadTable
  readonly table: LookedThrough
  readonly loaded: LoadedContract
}

/** What one look at the bytes of tables told. */
export interface LookedAt {
  /** all of them, where each was shown to keep its contract */
  readonly proven?: readonly ProvenTable[]
  /** by name: those that were read to their end */
  readonly looked: ReadonlyMap<string, LookedThrough>
}

/**
 * Tables that can be shown to keep their contracts by one look at their bytes, which takes less time than to open the
 * engine. Only that nothing is at fault is ever shown: what is, and where, the engine says.
 */
export async function lookAtTables(tables: readonly TableToCheck[], around: AroundProof): Promise<LookedAt> {
  const proven: ProvenTable[] = []
  const looked = new Map<string, LookedThrough>()
  const told: string[] = []
  for (const table of tables) {
    // Whatever is wrong is said by who reads the tables with the engine.
    const seen = await lookAtTable(table, around).catch(() => undefined)
    if (seen !== undefined) looked.set(table.name, seen.table)
    const one = await seen?.proven().catch(() => undefined)
    if (one === undefined) return { looked }
    proven.push(one)
    told.push(`${table.label}: ${counted(one.checked.result.rows, 'row')} checked, ${counted(0, 'fault')}.`)
  }
  for (const line of told) around.log.info(line)
  return { proven, looked }
}

interface SeenTable {
  readonly table: LookedThrough
  /** undefined where it was not shown to keep its contract */
  proven(): Promise<ProvenTable | undefined>
}

async function lookAtTable(
  { name, label, contract, environment }: TableToCheck,
  around: AroundProof,
): Promise<SeenTable | undefined> {
  const located = around.files.of(name)
  const [file] = located.files
  if (located.several || file === undefined) return undefined
  let loaded =
    contract === undefined ? undefined : loadContract(contract.text, contract.label, contract.context)
  let proof: ContractProof | undefined
  const table = await lookThrough(
    {
      file: file.file,
      label: file.label,
      writtenAs: loaded === undefined ? {} : writtenAs(loaded.contract),
      learns: around.learns,
      progress: everyQuarterGigabyte(label, around.log),
    },
    (columns) => {
      loaded ??= uncontracted({ columns, label: file.label })
      proof = contractProof(loaded, columns, environment)
      return proof
    },
  )
  if (table === undefined || loaded === undefined) return undefined
  const read = { table, loaded }
  const proven = async () => {
    if (proof?.holds(table) !== true) return undefined
    if (file.uri === undefined) await refuseCommittedLink(file, around.workspace, around.environment)
    const { format, digest, bytes, rows } = table
    const origin = await versionsOf(located, table, around)
    await around.kept.get(name)?.()
    const result = checkResult(name, table.label, rows, [])
    return { checked: { name, format, bytes, digest, ...origin, result }, ...read }
  }
  return { table, proven }
}
