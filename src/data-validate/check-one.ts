import { checkTable, examineTable } from '../contract/check.ts'
import { checkResult } from '../contract/fault-group.ts'
import { loadContract } from '../contract/load.ts'
import { uncontracted } from '../contract/uncontracted.ts'
import { refuseCommittedLink } from '../data-versions/committed-link.ts'
import type { Surroundings } from '../data-versions/source.ts'
import type { DatasetTable } from '../dataset-checks/dataset.ts'
import { AssayError } from '../errors.ts'
import { counted } from '../report/number.ts'
import type { Log } from '../runner/log.ts'
import { askedAhead } from '../tables/asked-ahead.ts'
import type { Engine } from '../tables/engine/engine.ts'
import type { LookedThrough } from '../tables/plain/look-through.ts'
import { lookedTable } from '../tables/plain/looked-table.ts'
import { openLocated } from '../tables/read.ts'
import type { Table } from '../tables/table.ts'
import type { CheckedTable, TableToCheck } from './check-request.ts'
import { everyQuarterGigabyte } from './read-progress.ts'
import type { HeldTable } from './references.ts'
import { type TableFiles, versionsOf, writtenBy } from './table-files.ts'

/** Of each table by name: throws where its files are no longer what they were before anything was read. */
export type Kept = ReadonlyMap<string, () => Promise<void>>

export type Around = Surroundings & {
  readonly log: Log
  readonly held: Map<string, HeldTable>
  readonly files: TableFiles
  /** of each table: throws where its files are no longer what they were before anything was read */
  readonly kept: Kept
  /** by name: what was seen of tables that have been read without the engine */
  readonly looked: ReadonlyMap<string, LookedThrough>
  readonly now: Date
  /** folder for profiles, where they are kept */
  readonly evidence?: string
}

/** Checks one table by itself; one that cannot be read says why. */
export async function checkOne(
  engine: Engine,
  { name, label, role, contract, environment }: TableToCheck,
  around: Around,
): Promise<{ readonly checked: CheckedTable; readonly opened?: DatasetTable }> {
  const { log, files, now, evidence } = around
  const asking = askedAhead(engine)
  const contractOf = (table: Table) =>
    contract === undefined
      ? uncontracted(table)
      : loadContract(contract.text, contract.label, contract.context)
  try {
    const located = files.of(name)
    for (const file of located.files)
      if (file.uri === undefined) await refuseCommittedLink(file, around.workspace, around.environment)
    const seen = around.looked.get(name)
    const table =
      seen !== undefined
        ? await lookedTable(engine, seen)
        : await openLocated(engine, located, {
            writtenAs: writtenBy({ contract }),
            progress: everyQuarterGigabyte(label, log),
            // The engine's threads need not wait for this one to have read all of the file.
            ahead: (guess) =>
              void checkTable(asking.ahead, contractOf(guess), guess, { name, environment, now }).catch(
                () => undefined,
              ),
          })
    const loaded = contractOf(table)
    const { digest, bytes } = table
    // The engine checks beside this thread, which has time for what versions it finds.
    const [checked, versions] = await Promise.allSettled([
      examineTable(asking.engine, loaded, table, { environment, now }),
      versionsOf(located, table, around),
    ])
    await asking.end()
    const examined = fulfilled(checked)
    around.held.set(name, { table, loaded, examined })
    const result = checkResult(name, table.label, examined.rows, examined.groups)
    const origin = fulfilled(versions)
    log.info(`${label}: ${counted(result.rows, 'row')} checked, ${counted(result.counts.error, 'fault')}.`)
    const profile =
      evidence === undefined
        ? undefined
        : await (await import('./keep-profile.ts')).keepProfile(engine, name, table, loaded, {
            evidence,
            log,
          })
    await around.kept.get(name)?.()
    return {
      checked: { name, format: table.format, bytes, digest, ...origin, ...(profile && { profile }), result },
      opened: {
        name,
        role,
        table,
        ...(contract && { contract: loadContract(contract.text, contract.label, contract.context).contract }),
      },
    }
  } catch (error) {
    return { checked: unreadable(name, error) }
  }
}

/** @throws what is not the fault of a table, as it is */
export function unreadable(name: string, error: unknown): CheckedTable {
  if (!(error instanceof AssayError) || error.kind !== 'input') throw error
  return { name, unreadable: error.told }
}

function fulfilled<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'fulfilled') return settled.value
  throw settled.reason
}
