import { join } from 'node:path'
import { columnHistograms } from '../contract/column-histograms.ts'
import { requireNamedColumns } from '../contract/named-columns.ts'
import type { DatasetTable } from '../dataset-checks/dataset.ts'
import { AssayError } from '../errors.ts'
import type { Json } from '../record/canonical-json.ts'
import type { ColumnHistogram, RejectedRows } from '../record/data-validate.ts'
import type { ErrorOfRecord } from '../record/error.ts'
import type { Task } from '../stage/stage.ts'
import { webOf } from '../stage/web-of.ts'
import type { Workbench } from '../stage/workbench.ts'
import { type Engine, openEngine } from '../tables/engine/engine.ts'
import { warmEngine } from '../tables/engine/engine-library.ts'
import { keptAsRead } from '../tables/kept-as-read.ts'
import { type Around, checkOne, type Kept, unreadable } from './check-one.ts'
import {
  type CheckedTable,
  type CheckRequest,
  checkRequestSchema,
  type TableToCheck,
} from './check-request.ts'
import type { DatasetAnswer } from './dataset-request.ts'
import { keepRejected } from './keep-rejected.ts'
import { type HeldTable, withReferences } from './references.ts'
import { filesOf, type TableFiles } from './table-files.ts'
import { type LookedAt, lookAtTables } from './without-engine.ts'

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
  const {
    tables,
    workspace,
    named,
    dataset,
    now,
    profile,
    rejected: policy,
  } = checkRequestSchema.parse(params)
  const install = { cache, log, ...(ready === undefined ? {} : { ready }) }
  // Not beside a look that may do without it: on a small machine the engine's 70 MB take longer than the look.
  if (dataset !== undefined || profile) void warmEngine(install)
  const files = await filesOf(tables, webOf(bench))
  const around = { workspace, environment, log, files }
  const kept = await keptTables(files, tables)
  const learns = profile ? 'all' : 'asked'
  const { proven, looked } =
    dataset === undefined ? await lookAtTables(tables, { ...around, kept, learns }) : notLooked
  const missing =
    proven &&
    missingColumn(
      named,
      proven.map(({ checked: { name }, table }) => ({ name, table })),
    )
  if (proven !== undefined && !profile)
    return { ...withoutFaults(proven.map(({ checked }) => checked)), ...missing } as unknown as Json
  const engine = await openEngine({
    install,
    scratch: join(scratch, 'tables'),
    allowed: files.allowed,
  })
  try {
    if (proven !== undefined) {
      const { withProfiles } = await import('./with-profiles.ts')
      const profiled = { ...withoutFaults(await withProfiles(engine, proven, bench)), ...missing }
      return (await stillAsRead(profiled, kept)) as unknown as Json
    }
    const answer = await checkAll(engine, { tables, named, dataset, rejected: policy }, bench, {
      ...around,
      kept,
      looked,
      now: new Date(now),
      ...(profile && { evidence: bench.evidence }),
    })
    return (await stillAsRead(answer, kept)) as unknown as Json
  } catch (thrown) {
    // What goes wrong with a file that changes is its change.
    for (const requireKept of kept.values()) await requireKept()
    throw thrown
  } finally {
    engine.close()
  }
}

const notLooked: LookedAt = { looked: new Map() }

const withoutFaults = (tables: readonly CheckedTable[]): Answer => ({ tables, rejected: [], histograms: [] })

async function keptTables(files: TableFiles, tables: readonly TableToCheck[]): Promise<Kept> {
  const kept = new Map<string, () => Promise<void>>()
  for (const { name } of tables) {
    const located = files.find(name)
    if (located !== undefined) kept.set(name, await keptAsRead(located.files))
  }
  return kept
}

/** References, rejected rows and the checks of the dataset read the files again: a table that changed by then is none that was checked. */
async function stillAsRead(answer: Answer, kept: Kept): Promise<Answer> {
  const tables = await Promise.all(
    answer.tables.map(async (one) => {
      const outcome = await kept
        .get(one.name)?.()
        .catch((error: unknown) => error)
      return 'result' in one && outcome !== undefined ? unreadable(one.name, outcome) : one
    }),
  )
  return { ...answer, tables }
}

interface Answer {
  readonly tables: readonly CheckedTable[]
  readonly dataset?: DatasetAnswer
  readonly missing?: ErrorOfRecord
  readonly rejected: readonly RejectedRows[]
  readonly histograms: readonly ColumnHistogram[]
}

async function checkAll(
  engine: Engine,
  {
    tables,
    named,
    dataset,
    rejected: policy,
  }: Pick<CheckRequest, 'tables' | 'named' | 'dataset' | 'rejected'>,
  { log, evidence }: Pick<Workbench, 'log' | 'evidence'>,
  around: Omit<Around, 'held'>,
): Promise<Answer> {
  const checked: CheckedTable[] = []
  const held = new Map<string, HeldTable>()
  const opened: DatasetTable[] = []
  for (const table of tables) {
    const one = await checkOne(engine, table, { ...around, held })
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
    rejected.push(...(await keepRejected(engine, one, own, { number: i + 1, evidence, policy })))
  }
  // A column that lacks because the table is at fault is told as that fault.
  const faulty = whole.some((one) => 'unreadable' in one || one.result.counts.error > 0)
  const rest = { ...(faulty ? {} : missingColumn(named, opened)), rejected, histograms }
  if (dataset === undefined) return { tables: whole, ...rest }
  const { withDatasetChecks } = await import('./check-dataset.ts')
  return { ...(await withDatasetChecks(engine, dataset, opened, whole, log)), ...rest }
}

function missingColumn(...held: Parameters<typeof requireNamedColumns>): Pick<Answer, 'missing'> {
  try {
    requireNamedColumns(...held)
    return {}
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    return { missing: error.told }
  }
}

export const tasks = { 'check-tables': checkTables }
