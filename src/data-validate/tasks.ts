import { join } from 'node:path'
import { checkTable, examineTable } from '../contract/check.ts'
import { columnHistograms } from '../contract/column-histograms.ts'
import { checkResult } from '../contract/fault-group.ts'
import { loadContract } from '../contract/load.ts'
import { uncontracted } from '../contract/uncontracted.ts'
import { refuseCommittedLink } from '../data-versions/committed-link.ts'
import type { Surroundings } from '../data-versions/source.ts'
import type { DatasetTable } from '../dataset-checks/dataset.ts'
import { AssayError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import type { ColumnHistogram, RejectedRows } from '../record/data-validate.ts'
import { counted } from '../report/number.ts'
import type { Log } from '../runner/log.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import { askedAhead } from '../tables/asked-ahead.ts'
import { type Engine, openEngine } from '../tables/engine.ts'
import { keptAsRead } from '../tables/kept-as-read.ts'
import { openLocated } from '../tables/read.ts'
import type { Table } from '../tables/table.ts'
import { withDatasetChecks } from './check-dataset.ts'
import { type CheckedTable, checkRequestSchema, type TableToCheck } from './check-request.ts'
import { keepProfile } from './keep-profile.ts'
import { keepRejected } from './keep-rejected.ts'
import { type HeldTable, withReferences } from './references.ts'
import { filesOf, type TableFiles, versionsOf, writtenBy } from './table-files.ts'

/**
 * Checks each table. A table that cannot be read does not keep the others from being checked; what is not the fault of
 * a table (no engine, a full disk) ends the task.
 */
const checkTables: Task = async (params, bench) => {
  const {
    log,
    scratch,
    environment,
    engine: { cache, ready },
  } = bench
  const { tables, workspace, dataset, now, profile, rejected: policy } = checkRequestSchema.parse(params)
  const files = await filesOf(tables, webOf(bench))
  const engine = await openEngine({
    install: { cache, log, ...(ready === undefined ? {} : { ready }) },
    scratch: join(scratch, 'tables'),
    allowed: files.allowed,
  })
  try {
    const checked: CheckedTable[] = []
    const held = new Map<string, HeldTable>()
    const opened: DatasetTable[] = []
    for (const table of tables) {
      const one = await checkOne(engine, table, {
        workspace,
        environment,
        log,
        held,
        files,
        now: new Date(now),
        ...(profile && { evidence: bench.evidence }),
      })
      checked.push(one.checked)
      if (one.opened) opened.push(one.opened)
    }
    const whole = await withReferences(engine, checked, held)
    const rejected: RejectedRows[] = []
    const histograms: ColumnHistogram[] = []
    for (const [i, one] of whole.entries()) {
      const own = held.get(one.name)
      if (own === undefined || !('result' in one)) continue
      histograms.push(...(await columnHistograms(engine, one.name, own.table, own.examined)))
      rejected.push(
        ...(await keepRejected(engine, one, own, { number: i + 1, evidence: bench.evidence, policy })),
      )
    }
    if (dataset === undefined) return { tables: whole, rejected, histograms } as unknown as Json
    const answer = await withDatasetChecks(engine, dataset, opened, whole, log)
    return { ...answer, rejected, histograms } as unknown as Json
  } finally {
    engine.close()
  }
}

async function checkOne(
  engine: Engine,
  { name, label, role, contract, environment }: TableToCheck,
  around: Surroundings & {
    readonly log: Log
    readonly held: Map<string, HeldTable>
    readonly files: TableFiles
    readonly now: Date
    /** folder for profiles, where they are kept */
    readonly evidence?: string
  },
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
    const requireKept = await keptAsRead(located.files)
    const table = await openLocated(engine, located, {
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
    const examined = fulfilled(checked)
    around.held.set(name, { table, loaded, examined })
    const result = checkResult(name, table.label, examined.rows, examined.groups)
    const origin = fulfilled(versions)
    log.info(`${label}: ${counted(result.rows, 'row')} checked, ${counted(result.counts.error, 'fault')}.`)
    const profile =
      evidence === undefined ? undefined : await keepProfile(engine, name, table, loaded, { evidence, log })
    await requireKept()
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
    if (!(error instanceof AssayError) || error.kind !== 'input') throw error
    return { checked: { name, unreadable: error.told } }
  }
}

function fulfilled<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'fulfilled') return settled.value
  throw settled.reason
}

const quarterGigabyte = 2 ** 28

function everyQuarterGigabyte(label: string, log: Log): (bytes: number) => void {
  let said = 0
  return (bytes) => {
    if (bytes - said < quarterGigabyte) return
    said = bytes
    log.info(`${label}: ${Math.round(bytes / 2 ** 20)} MiB read.`)
  }
}

export const tasks = { 'check-tables': checkTables }
