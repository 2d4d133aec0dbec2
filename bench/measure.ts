import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A whole process to time: what a user would start. */
export interface Command {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  /** exit codes that mean it did its work; default 0 */
  readonly exits?: readonly number[]
}

export interface Timing {
  readonly name: string
  /** seconds of wall time, ascending */
  readonly seconds: readonly number[]
  /** most memory that was resident at once, in bytes, of all runs; where the system tells */
  readonly peak?: number
}

/**
 * Times commands in turn, A B A B …, so that a machine whose speed drifts is as unfair to one as to the other.
 * @throws Error when a command ends as it should not: a failed run is no measurement
 */
export async function measure(commands: readonly Command[], runs: number): Promise<Timing[]> {
  const seconds = commands.map((): number[] => [])
  const peaks = commands.map(() => 0)
  for (let run = -1; run < runs; run++)
    for (const [i, command] of commands.entries()) {
      const { took, peak } = await timed(command)
      peaks[i] = Math.max(peaks[i]!, peak)
      // The first turn only warms the caches.
      if (run >= 0) seconds[i]!.push(took)
    }
  return commands.map(({ name }, i) => ({
    name,
    seconds: seconds[i]!.sort((a, b) => a - b),
    ...(peaks[i]! > 0 && { peak: peaks[i]! }),
  }))
}

export const median = (ascending: readonly number[]) => ascending[Math.floor(ascending.length / 2)]!

async function timed({ file, args, cwd, env, exits = [0], name }: Command) {
  const began = performance.now()
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, highWaterMark(child.pid))
  }, 20)
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  })
  const code = await new Promise<number>((ended, failed) => {
    child.once('error', failed).once('close', (status) => ended(status ?? -1))
  })
  clearInterval(watch)
  if (!exits.includes(code)) throw new Error(`${name} ended with ${code}: ${said}`)
  return { took: (performance.now() - began) / 1000, peak }
}

/** Most memory in bytes that a process has had so far, by Linux; 0 elsewhere, and once it has ended. */
function highWaterMark(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}
