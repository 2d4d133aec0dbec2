import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { World } from '../registry/world.ts'

const script = fileURLToPath(new URL('./server.mjs', import.meta.url))

export async function freePort(): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** `deploy.production` of a configuration, served by server.mjs. */
export function production(port: number, changes: Readonly<Record<string, unknown>> = {}) {
  const run = (command: string) => `'${process.execPath}' '${script}' ${command} ${port}`
  return {
    deploy: {
      production: {
        target: 'command',
        up: run('up'),
        down: run('down'),
        health: `http://127.0.0.1:${port}/health`,
        health_timeout_seconds: 2,
        timeout_seconds: 20,
        smoke: 'smoke.jsonl',
        ...changes,
      },
    },
  }
}

export const commandOf = (command: string, port: number) =>
  `'${process.execPath}' '${script}' ${command} ${port}`

/** Smoke requests of a model that answers with this label. */
export const smokeFor = (label: string) => ({
  'smoke.jsonl': `{"request": {"path": "/health"}, "expect": {}}\n{"request": {"path": "/predict", "body": {}}, "expect": {"body": {"label": "${label}"}}}\n`,
})

/** What the server says of itself; undefined when there is none. */
export async function serving(port: number): Promise<{ version: string } | undefined> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    (response) => response.json() as Promise<{ version: string }>,
    () => undefined,
  )
}

/** The commands that ran, in order, `serve` aside. */
export const commandsOf = ({ root }: World) =>
  readFileSync(join(root, 'commands.log'), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('serve'))

/** Ends what the world's commands left running. */
export function endServer({ root }: World, port: number): void {
  try {
    process.kill(Number(readFileSync(join(root, `pid-${port}`), 'utf8')), 'SIGKILL')
  } catch {
    // it is gone already
  }
}

/** Commits, judges and registers a model that behaves as `weights` says. */
export async function register(world: World, weights: string, label = weights) {
  const run = await world.run(
    await world.commit({ ...smokeFor(label), '.gitignore': 'pid-*\ncommands.log\nspell\n.modelassay\n' }),
  )
  await run.judged(weights)
  const { record } = await run.launch('register-model')
  if (record.verdict !== 'registered') throw new Error(`not registered: ${record.reason}`)
  return run
}
