import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const sealed = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
}

export interface RepositoryOnDisk {
  readonly folder: string
  git(...args: string[]): Promise<string>
  /** shas of the history that every event below is about */
  readonly first: string
  readonly main: string
  readonly head: string
  /** of `head` onto `main` */
  readonly testMerge: string
  /** a checkout of this commit as actions/checkout makes it: one commit deep, detached */
  checkout(sha: string): Promise<string>
  close(): Promise<void>
}

/** `first` ← `main` on the default branch, `first` ← `head` on a branch, and the test merge of the two. */
export async function newRepositoryOnDisk(): Promise<RepositoryOnDisk> {
  const parent = await mkdtemp(join(tmpdir(), 'runner-'))
  const folder = join(parent, 'origin')
  const at = (cwd: string, args: string[]) =>
    run('git', args, { cwd, env: sealed }).then(({ stdout }) => stdout.trim())
  await at(parent, ['init', '--quiet', '--initial-branch=main', folder])
  const git = (...args: string[]) => at(folder, args)
  const commit = async (file: string) => {
    await writeFile(join(folder, file), file)
    await git('add', '.')
    await git('commit', '--quiet', '-m', file)
    return git('rev-parse', 'HEAD')
  }
  const first = await commit('first')
  await git('checkout', '--quiet', '-b', 'change')
  const head = await commit('head')
  await git('checkout', '--quiet', 'main')
  const main = await commit('main')
  await git('checkout', '--quiet', '--detach')
  await git('merge', '--quiet', '--no-ff', '-m', 'merge', head)
  const testMerge = await git('rev-parse', 'HEAD')
  await git('config', 'uploadpack.allowAnySHA1InWant', 'true')
  let count = 0
  return {
    folder,
    git,
    first,
    main,
    head,
    testMerge,
    async checkout(sha) {
      count += 1
      const clone = join(parent, `checkout${count}`)
      await at(parent, ['init', '--quiet', clone])
      await at(clone, ['fetch', '--quiet', '--depth=1', `file://${folder}`, sha])
      await at(clone, ['checkout', '--quiet', '--detach', 'FETCH_HEAD'])
      return clone
    },
    close: () => rm(parent, { recursive: true, force: true }),
  }
}
