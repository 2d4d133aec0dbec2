import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { oraclePythonIfAny } from '../oracles/venv.ts'

const root = join(import.meta.dirname, '..', '..')
export const exampleNames = ['penguins', 'penguins-sklearn'] as const
export type ExampleName = (typeof exampleNames)[number]

export const exampleFile = (example: ExampleName, file: string) =>
  readFileSync(join(root, 'examples', example, file), 'utf8')

/** A copy of an example as a user's clone would have it: what git ignores there is not in it. */
export interface Clone {
  readonly folder: string
  run(command: string, env?: Record<string, string>): { readonly ok: boolean; readonly said: string }
  read(file: string): string
  remove(): void
}

/** @param path folders put before PATH, for the example's interpreter */
export function clone(example: ExampleName, path: readonly string[] = []): Clone {
  const folder = mkdtempSync(join(tmpdir(), `${example}-`))
  const from = join(root, 'examples', example)
  const args = ['ls-files', '--cached', '--others', '--exclude-standard']
  for (const file of execFileSync('git', args, { cwd: from, encoding: 'utf8' }).split('\n').filter(Boolean))
    cpSync(join(from, file), join(folder, file))
  return {
    folder,
    run(command, env = {}) {
      const PATH = [...path, process.env.PATH].join(':')
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH, ...env },
      })
      return { ok: status === 0, said: `${stdout}${stderr}` }
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/**
 * Where the python lies that has what the example's requirements.txt pins.
 * @returns undefined, after a line that says why, if it cannot be had; under CI=true that throws
 */
export function sklearnPath(): string | undefined {
  const python = oraclePythonIfAny('../../examples/penguins-sklearn/requirements.txt')
  return python === undefined ? undefined : dirname(python)
}

/** Rows of a CSV file without quotes, as objects of text. */
export function rowsOf(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.trimEnd().split('\n')
  const columns = header.split(',')
  return lines.map((line) => {
    const cells = line.split(',')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  })
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
