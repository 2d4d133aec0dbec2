import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { oraclePythonIfAny } from '../oracles/venv.ts'
import { engineCache } from '../tables/engine-for-tests.ts'
import { type ActLine, type ActRun, parseLine, summarise } from './act-log.ts'

/**
 * act in a virtual environment in .tools/.
 * @returns undefined, after a line that says why, if it cannot be had; under CI=true that throws
 */
export function actProgram(): string | undefined {
  const python = oraclePythonIfAny('../e2e/requirements.txt')
  return python === undefined ? undefined : join(dirname(python), 'act')
}

export interface ActRequest {
  readonly program: string
  /** checkout of the commit that the run is of */
  readonly folder: string
  /** the workflow file */
  readonly workflow: string
  readonly event: string
  readonly payload: unknown
  readonly actor: string
  /** the workflow's own GITHUB_TOKEN */
  readonly token: string
  /** variables of every step */
  readonly env: Readonly<Record<string, string>>
  /** folders by `owner/repository@ref` */
  readonly actions: Readonly<Record<string, string>>
  /** told of every line as it comes */
  onLine?(line: ActLine): void
}

const nodeFolder = join(import.meta.dirname, '..', '..', 'node_modules', '.bin')

/**
 * Runs a workflow file on this machine itself, without a container. The token and the variables go to act in files, so
 * that neither its environment nor its command line shows them to what it starts.
 */
export async function runAct(request: ActRequest): Promise<ActRun> {
  const room = await mkdtemp(join(tmpdir(), 'act-'))
  const file = async (name: string, text: string) => {
    await writeFile(join(room, name), text, { mode: 0o600 })
    return join(room, name)
  }
  try {
    const cache = join(room, 'cache')
    // what actions install once per machine is shared with the other tests
    await mkdir(join(cache, 'tool_cache'), { recursive: true })
    await mkdir(engineCache, { recursive: true })
    await symlink(engineCache, join(cache, 'tool_cache', 'modelassay-engine'))
    const args = [
      request.event,
      ...['--directory', request.folder, '--workflows', request.workflow],
      ...['--eventpath', await file('event.json', JSON.stringify(request.payload))],
      ...['--env-file', await file('env', dotenv(request.env))],
      ...['--secret-file', await file('secrets', dotenv({ GITHUB_TOKEN: request.token }))],
      ...['--var-file', await file('vars', ''), '--input-file', await file('inputs', '')],
      ...['--actor', request.actor, '--action-cache-path', cache],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--pull=false'],
      ...['--no-skip-checkout', '--no-cache-server', '--json'],
      ...Object.entries(request.actions).flatMap(([action, folder]) => [
        '--local-repository',
        `${action}=${folder}`,
      ]),
    ]
    return await run(request, args, room)
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

const dotenv = (values: Readonly<Record<string, string>>) =>
  Object.entries(values)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')

function run({ program, onLine }: ActRequest, args: readonly string[], home: string): Promise<ActRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { HOME: home, PATH: `${nodeFolder}:${process.env.PATH}`, PAGER: 'cat', LANG: 'C.UTF-8' },
    })
    const lines: string[] = []
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (text) => {
        lines.push(text)
        const line = parseLine(text)
        if (line) onLine?.(line)
      })
    child.on('error', reject)
    child.on('close', (code) => resolve(summarise(code ?? 1, lines)))
  })
}
