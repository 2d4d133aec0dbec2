import { lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { outsideError } from '../errors.ts'
import type { CommandHost } from '../process/command-host.ts'
import { cleanEnvironment } from '../process/environment.ts'
import type { Log } from '../runner/log.ts'
import type { Task } from '../stage/stage.ts'
import type { Outcome, WorkItem } from '../stage/work.ts'
import { carry } from './carry.ts'
import { evidenceFolder, type PlanFile, scratchFolder } from './plan-file.ts'
import { webFetch } from './proxy.ts'

export interface WorkHost {
  readonly log: Log
  /** environment that commands of the user's start from; process.ts cleans it */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly tasks: Readonly<Record<string, Task>>
  readonly signal: AbortSignal
  /** default: Node's own, by the proxy of the environment */
  readonly fetch?: typeof fetch
  now(): Date
  /** called after every item, so that a cancellation loses nothing */
  keep(outcomes: readonly Outcome[]): Promise<unknown>
  /** see CommandHost */
  readonly underWay?: CommandHost['underWay']
}

/** Runs the items of a plan in order. After a failure only those run that undo it. */
export async function doWork(plan: PlanFile, host: WorkHost): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let failed = false
  let undone = true
  for (const item of plan.work) {
    const undoes = item.when === 'failed'
    const due = (undoes ? failed && undone : !failed) && !isSpared(item, outcomes)
    const outcome: Outcome = due
      ? await runItem(item, plan, host)
      : { id: item.id, status: 'not-run', seconds: 0 }
    if (due && outcome.status !== 'done' && !toleratedFailure(item, outcome)) {
      if (undoes) undone = false
      else failed = true
    }
    outcomes.push(outcome)
    const lost = await host.keep(outcomes).then(() => undefined, carry)
    if (lost === undefined) continue
    // What is not on record did not happen for what follows; what it began is still undone.
    outcomes[outcomes.length - 1] = { ...outcome, status: 'failed', error: outcome.error ?? lost }
    failed = true
  }
  return outcomes
}

const isSpared = ({ unless }: WorkItem, outcomes: readonly Outcome[]) => {
  const result = unless === undefined ? undefined : outcomes.find(({ id }) => id === unless)?.result
  return typeof result === 'object' && result !== null && 'settled' in result && result.settled === true
}

/** A cancellation is never tolerated: what comes after must not begin. */
const toleratedFailure = (item: WorkItem, { status }: Outcome) =>
  item.kind === 'command' && item.mayFail === true && status !== 'cancelled'

async function runItem(item: WorkItem, plan: PlanFile, host: WorkHost): Promise<Outcome> {
  // A cancelled run still undoes what it began.
  const signal = item.when === 'failed' ? new AbortController().signal : host.signal
  if (item.kind === 'task') return runTask(item, plan, host, signal)
  const { runCommand } = await import('../process/run-command.ts')
  return runCommand(item, {
    log: host.log,
    scratch: scratchFolder(plan),
    env: host.env,
    signal,
    now: host.now,
    ...(host.underWay && { underWay: host.underWay }),
  })
}

async function runTask(
  item: WorkItem & { kind: 'task' },
  plan: PlanFile,
  host: WorkHost,
  signal: AbortSignal,
): Promise<Outcome> {
  const began = host.now().getTime()
  const seconds = () => (host.now().getTime() - began) / 1000
  if (signal.aborted) return { id: item.id, status: 'cancelled', seconds: 0 }
  const task = host.tasks[item.task]
  if (!task) throw new Error(`no task ${item.task} in ${plan.stage}`)
  try {
    await clearPlanted(evidenceFolder(plan))
    const result = await task(item.params, {
      log: host.log,
      evidence: evidenceFolder(plan),
      scratch: scratchFolder(plan),
      engine: plan.engine,
      environment: cleanEnvironment(host.env),
      web: { fetch: host.fetch ?? webFetch(host.env), now: host.now },
    })
    return { id: item.id, status: 'done', seconds: seconds(), result }
  } catch (thrown) {
    return {
      id: item.id,
      status: signal.aborted ? 'cancelled' : 'failed',
      seconds: seconds(),
      error: carry(isPlanted(thrown, evidenceFolder(plan)) ? planted(thrown) : thrown),
    }
  }
}

/** Where the suite alone writes, nothing but a command puts a folder in place of a file, or takes one away. */
const isPlanted = (thrown: unknown, evidence: string): thrown is NodeJS.ErrnoException => {
  const { code = '', path = '' } = thrown as NodeJS.ErrnoException
  return ['EISDIR', 'ENOTDIR', 'ENOENT'].includes(code) && `${path}`.startsWith(`${evidence}${sep}`)
}

const planted = (cause: NodeJS.ErrnoException) =>
  outsideError(
    'evidence-changed',
    `a command changed what the suite keeps beside its record: ${cause.message}`,
    {
      hint: 'A command of this job writes into the suite’s temporary folder; find it and run the job again.',
      cause,
    },
  )

/**
 * A command may have put a pipe where a task is about to write, which would never end, or a link that leads elsewhere; or
 * something else in place of the folder itself.
 */
async function clearPlanted(folder: string): Promise<void> {
  const found = await lstat(folder).catch(() => undefined)
  if (!found?.isDirectory()) {
    await rm(folder, { force: true })
    await mkdir(folder, { recursive: true })
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries)
    if (!entry.isFile() && !entry.isDirectory()) await rm(join(entry.parentPath, entry.name))
}
