import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, realpath, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A git repository in a temporary folder, as a user would have it. */
export interface Repository {
  readonly folder: string
  git(...args: string[]): string
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** writes, adds and commits; the new commit's sha */
  commit(files: Readonly<Record<string, string>>): Promise<string>
}

export async function newRepository(): Promise<Repository> {
  const repository = repositoryIn(await newFolder())
  repository.git('init', '--quiet', '--initial-branch=main')
  return repository
}

/** A repository with all that another's folder holds, for tests that begin where the same commands have ended. */
export async function copyOf({ folder }: Pick<Repository, 'folder'>): Promise<Repository> {
  const copy = await newFolder()
  await cp(folder, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return repositoryIn(copy)
}

const newFolder = async () => realpath(await mkdtemp(join(tmpdir(), 'repository-')))

function repositoryIn(folder: string): Repository {
  const git = (...args: string[]) =>
    execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
      },
    }).trim()
  const write = async (files: Readonly<Record<string, string>>) => {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
  }
  return {
    folder,
    git,
    write,
    async commit(files) {
      await write(files)
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message=change')
      return git('rev-parse', 'HEAD')
    },
  }
}
