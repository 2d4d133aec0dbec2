import { spawn } from 'node:child_process'

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
}

/**
 * Times commands in turn, A B A B …, so that a machine whose speed drifts is as unfair to one as to the other.
 * @throws Error when a command ends as it should not: a failed run is no measurement
 */
export async function measure(commands: readonly Command[], runs: number): Promise<Timing[]> {
  const seconds = commands.map((): number[] => [])
  for (let run = -1; run < runs; run++)
    for (const [i, command] of commands.entries()) {
      const took = await timed(command)
      // The first turn only warms the caches.
      if (run >= 0) seconds[i]!.push(took)
    }
  return commands.map(({ name }, i) => ({ name, seconds: seconds[i]!.sort((a, b) => a - b) }))
}

export const median = (ascending: readonly number[]) => ascending[Math.floor(ascending.length / 2)]!

async function timed({ file, args, cwd, env, exits = [0], name }: Command): Promise<number> {
  const began = performance.now()
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000)
  })
  const code = await new Promise<number>((ended, failed) => {
    child.once('error', failed).once('close', (status) => ended(status ?? -1))
  })
  if (!exits.includes(code)) throw new Error(`${name} ended with ${code}: ${said}`)
  return (performance.now() - began) / 1000
}
