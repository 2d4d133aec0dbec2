import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { processMark } from './environment.ts'
import { type Listed, listed, memoryOf } from './listed.ts'

/** What belongs to one command: the process that was started as a session of its own, and the mark in its environment. */
export interface TreeRoot {
  readonly pid: number
  readonly mark: string
}

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
  const memory = members.map(memoryOf)
  return {
    now: memory.reduce((sum, { resident }) => sum + resident, 0),
    most: Math.max(...memory.map(({ most }) => most)),
    // What a child used is its parent's once it has ended, so nothing counts twice.
    cpu: members.reduce((sum, { cpu }) => sum + cpu, 0),
  }
}

/** Every process of the command that still lives, those included that made themselves a session of their own. */
export async function survivors(root: TreeRoot): Promise<readonly number[]> {
  const all = await listed()
  const pids = new Set(descendants(root.pid, all).map(({ pid }) => pid))
  if (process.platform === 'linux')
    for (const { pid, ofKernel } of all)
      if (!ofKernel && !pids.has(pid) && (await hasMark(pid, root.mark))) pids.add(pid)
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

/** Whether a process began with the mark; Linux alone tells. */
export async function hasMark(pid: number, mark: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
  return environment.includes(`${processMark}=${mark}`)
}
