import { execFile } from 'node:child_process'
import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { promisify } from 'node:util'

/** A process as the system lists it. */
export interface Listed {
  readonly pid: number
  readonly parent: number
  readonly group: number
  readonly session: number
  /** seconds of processor, its own and those of its children that ended; 0 where the system does not tell */
  readonly cpu: number
  /** a thread of the kernel, which has no memory of its own, and so no environment */
  readonly ofKernel: boolean
  /** bytes in memory, where the list itself tells */
  readonly resident?: number
}

/** In which Linux tells processor time, on every platform that it runs on. */
const ticksPerSecond = 100

const run = promisify(execFile)

/** All processes of the machine that have not ended. */
export async function listed(): Promise<readonly Listed[]> {
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
      cpu: 0,
      ofKernel: false,
      resident: kib * 1024,
    }))
}

/** Bytes of a process in memory now, and the most that it ever had where the system tells. */
export function memoryOf({ pid, resident }: Listed): { readonly resident: number; readonly most: number } {
  if (resident !== undefined) return { resident, most: resident }
  const status = readProc(`${pid}/status`)
  const bytes = (field: string) =>
    1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
  return { resident: bytes('VmRSS'), most: bytes('VmHWM') }
}

function listedByProc(): readonly Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => statOf(pid) ?? [])
}

function statOf(pid: string): Listed | undefined {
  const stat = readProc(`${pid}/stat`)
  // The second field is the name in parentheses, and a name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, parent, group, session] = fields
  if (!stat || state === 'Z' || state === 'X') return undefined
  return {
    pid: Number(pid),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    cpu: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond,
    ofKernel: fields[20] === '0',
  }
}

/** More than a process's `stat` and the beginning of its `status` can be. */
const buffer = Buffer.alloc(8192)

/**
 * Text of a file of the kernel's, which waits for nothing; '' once the process has ended. In one go, because a look at
 * all processes through promises takes twenty times as long, and a buffer of 64 kB for each file.
 */
function readProc(path: string): string {
  try {
    const file = openSync(`/proc/${path}`, 'r')
    try {
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
