import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sourcesOf } from '../../src/data-versions/source.ts'
import type { Source } from '../../src/record/refs.ts'
import { oraclePythonIfAny } from '../oracles/venv.ts'
import { newRepository, type Repository } from '../runner/local/repository.ts'

/** Python of an environment with DVC, where there can be one. */
export const dvcPython = oraclePythonIfAny('dvc-requirements.txt')

/** The environment of a user who has DVC on the PATH, and nothing of this machine's own. */
export const dvcEnvironment = (home: string) => ({
  PATH: `${dirname(dvcPython!)}:${process.env.PATH}`,
  HOME: home,
  DVC_NO_ANALYTICS: '1',
  GIT_CONFIG_NOSYSTEM: '1',
})

export interface DvcRepository extends Repository {
  dvc(...args: string[]): string
}

export async function dvcRepository(): Promise<DvcRepository> {
  const repository = await newRepository()
  const { folder } = repository
  const dvc = (...args: string[]) =>
    execFileSync(join(dirname(dvcPython!), 'dvc'), args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: dvcEnvironment(folder),
    })
  dvc('init', '-q')
  await repository.commit({})
  return { ...repository, dvc }
}

/** Where the suite says that files of a folder come from. */
export async function sourcesIn(
  folder: string,
  ...paths: readonly string[]
): Promise<readonly (Source | undefined)[]> {
  const files = paths.map((path) => {
    const content = readFileSync(join(folder, path))
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}` as const
    return { file: join(folder, path), label: path, digest, bytes: content.length }
  })
  return sourcesOf(files, {
    workspace: realpathSync(folder),
    environment: { PATH: process.env.PATH ?? '', HOME: folder, GIT_CONFIG_NOSYSTEM: '1' },
    log: { info: () => {} },
  })
}
