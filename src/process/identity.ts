import { execFile } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { promisify } from 'node:util'
import * as z from 'zod'

/** A process that no other can be taken for: the system gives its number to another one day. */
export const identitySchema = z.object({
  pid: z.number().int().min(2),
  /** when it began, in the system's own words; absent where the system does not tell */
  started: z.string().max(100).optional(),
  /** where its number means something */
  machine: z.string().max(1000),
})
export type ProcessIdentity = z.infer<typeof identitySchema>

const run = promisify(execFile)

/** One start of one machine, or of one container on it. */
async function machineHere(): Promise<string> {
  if (process.platform !== 'linux') return hostname()
  const [boot, numbers] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readlink('/proc/self/ns/pid').catch(() => ''),
  ])
  return `${hostname()} ${boot.trim()} ${numbers}`
}

/** When a process that lives began; undefined where there is none, or the system does not tell. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'win32') return undefined
  if (process.platform !== 'linux') {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
    return stdout.trim() || undefined
  }
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is the name in parentheses, and a name may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
}

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  const started = await startOf(pid)
  return { pid, machine: await machineHere(), ...(started !== undefined && { started }) }
}

/** Whether that very process still lives; of another machine's nobody here can tell. */
export async function whetherAlive({
  pid,
  started,
  machine,
}: ProcessIdentity): Promise<'alive' | 'dead' | 'elsewhere'> {
  if (machine !== (await machineHere())) return 'elsewhere'
  if (started !== undefined) return (await startOf(pid)) === started ? 'alive' : 'dead'
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'alive' : 'dead'
  }
}
