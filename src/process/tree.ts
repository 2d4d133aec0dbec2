import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { processMark } from './environment.ts'

/** A process as the system lists it. */
interface Listed {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** bytes in memory now, and the most that the process ever had where the system tells */
  readonly resident: number
  readonly most: number
  /** seconds of processor, its own and those of its children that ended; 0 where the system does not tell */
  readonly cpu: number
}

/** What belongs to one command: the process that was started as a session of its own, and the mark in its environment. */
export interface TreeRoot {
  readonly pid: number
  readonly mark: string
}

/** In which Linux tells processor time, on every platform that it runs on. */
const ticksPerSecond = 100

const run = promisify(execFile)

/**
 * Memory of a command's processes: the sum of what is resident now, and the most that one of them ever had, which a
 * spike between two looks shows in. Pages that processes share count once for each. `cpu` is the processor time of all.
 * @returns bytes, seconds; undefined where the system does not tell
 */
export async function treeUse(
  root: TreeRoot,
): Promise<{ now: number; most: number; cpu: number } | undefined> {
  const members = descendants(root.pid, await listed())
  if (members.length === 0) return undefined
  return {
    now: members.reduce((sum, { resident }) => sum + resident, 0),
    most: Math.max(...members.map(({ most }) => most)),
    // What a child used is its parent's once it has ended, so nothing counts twice.
    cpu: members.reduce((sum, { cpu }) => sum + cpu, 0),
  }
}

/** Every process of the command that still lives, those included that made themselves a session of their own. */
export async function survivors(root: TreeRoot): Promise<readonly number[]> {
  const all = await listed()
  const pids = new Set(descendants(root.pid, all).map(({ pid }) => pid))
  if (process.platform === 'linux')
    for (const { pid } of all) if (!pids.has(pid) && (await hasMark(pid, root.mark))) pids.add(pid)
  pids.delete(process.pid)
  return [...pids]
}

/** Sends a signal to all of the command's processes; says how many there were. */
export async function signalTree(root: TreeRoot, signal: NodeJS.Signals): Promise<number> {
  if (process.platform === 'win32') {
    await run('taskkill', ['/pid', String(root.pid), '/T', '/F']).catch(() => undefined)
    return 0
  }
  const pids = await survivors(root)
  for (const pid of pids) send(pid, signal)
  return pids.length
}

/** Ends every process of the command, at first politely; says how many there were. */
export async function endSurvivors(root: TreeRoot): Promise<number> {
  const found = await signalTree(root, 'SIGTERM')
  if (found === 0) return 0
  if (!(await endsWithin(root, 0.5))) await killTree(root)
  return found
}

/** Whether the tree is gone before the seconds are over. */
export async function endsWithin(root: TreeRoot, seconds: number): Promise<boolean> {
  for (let look = 0; look < seconds * 20; look++) {
    if ((await survivors(root)).length === 0) return true
    await sleep(50)
  }
  return (await survivors(root)).length === 0
}

export async function killTree(root: TreeRoot): Promise<void> {
  // A tree that forks while it is being killed needs more than one pass.
  for (let pass = 0; pass < 20 && (await signalTree(root, 'SIGKILL')) > 0; pass++) await sleep(25)
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended in between.
  }
}

function descendants(root: number, all: readonly Listed[]): readonly Listed[] {
  const members = new Map<number, Listed>()
  const belongs = ({ pid, parent, group, session }: Listed) =>
    pid === root || members.has(parent) || group === root || session === root
  for (let grown = true; grown; ) {
    const found = all.filter((listed) => !members.has(listed.pid) && belongs(listed))
    for (const listed of found) members.set(listed.pid, listed)
    grown = found.length > 0
  }
  return [...members.values()]
}

async function listed(): Promise<readonly Listed[]> {
  if (process.platform === 'linux') return listedByProc()
  if (process.platform === 'win32') return []
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=,pgid=,rss=']).catch(() => ({ stdout: '' }))
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter((numbers) => numbers.length === 4 && numbers.every(Number.isFinite))
    .map(([pid = 0, parent = 0, group = 0, kib = 0]) => ({
      pid,
      parent,
      group,
      session: 0,
      resident: kib * 1024,
      most: kib * 1024,
      cpu: 0,
    }))
}

async function listedByProc(): Promise<readonly Listed[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(pids.map(readProc))
  return all.filter((one) => one !== undefined)
}

async function readProc(pid: string): Promise<Listed | undefined> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
  ])
  // The second field is the name in parentheses, and a name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group, session] = fields
  if (!stat || state === 'Z' || state === 'X') return undefined
  const bytes = (field: string) =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    resident: bytes('VmRSS'),
    most: bytes('VmHWM'),
    cpu: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond,
  }
}

/** Whether a process began with the mark; Linux alone tells. */
export async function hasMark(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  return environment.includes(`${processMark}=${mark}`)
}
