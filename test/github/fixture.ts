import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { getOctokit as GetOctokit } from '@actions/github'
import { type Git, openGit } from './git.ts'
import type { GitHub, GitHubOptions } from './github.ts'
import { startGitHub } from './server.ts'

export const owner = 'assay'
export const repo = 'penguins'

export interface Fixture {
  readonly github: GitHub
  readonly git: Git
  readonly folder: string
  readonly octokit: ReturnType<typeof GetOctokit>
  /** octokit with another token */
  as(token: string): ReturnType<typeof GetOctokit>
  /** writes files on a branch, which is made where needed; the commit's sha */
  commit(branch: string, files: Readonly<Record<string, string>>, message?: string): Promise<string>
  close(): Promise<void>
}

const who = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
}

/** A commit on top of a branch (of `main` for a new one), made without a work tree. */
export async function commitFiles(
  git: Git,
  branch: string,
  files: Readonly<Record<string, string>>,
  message = 'Change',
): Promise<string> {
  const index = join(await mkdtemp(join(tmpdir(), 'github-commit-')), 'index')
  const env = { GIT_INDEX_FILE: index, ...who }
  const parent = (await git.commit(branch)) ?? (await git.commit('main'))
  if (parent) await git.run(['read-tree', parent], { env })
  for (const [path, content] of Object.entries(files)) {
    const sha = await git.text(['hash-object', '-w', '--stdin'], { input: content })
    await git.run(['update-index', '-z', '--index-info'], { env, input: `100644 ${sha}\t${path}\0` })
  }
  const tree = await git.text(['write-tree'], { env })
  const sha = await git.text(['commit-tree', tree, ...(parent ? ['-p', parent] : []), '-m', message], { env })
  await git.run(['update-ref', `refs/heads/${branch}`, sha])
  await rm(join(index, '..'), { recursive: true, force: true })
  return sha
}

/**
 * A GitHub with a repository of one commit on `main`. The first one of a process becomes its GITHUB_API_URL, which
 * the toolkit reads once, when it is imported.
 */
export async function newFixture(options: Partial<GitHubOptions> = {}): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'github-'))
  const git = openGit(join(folder, 'repository.git'))
  await git.run(['init', '--bare', '--quiet', '--initial-branch=main', git.dir])
  await commitFiles(git, 'main', { 'README.md': 'penguins\n', 'data/train.csv': 'a,b\n1,2\n' }, 'First')
  const github = await startGitHub({ owner, repo, gitDir: git.dir, ...options })
  process.env.GITHUB_API_URL ??= github.url
  const { getOctokit } = await import('@actions/github')
  const as = (token: string) =>
    getOctokit(token, { baseUrl: github.url, log: { debug() {}, info() {}, warn() {}, error() {} } })
  return {
    github,
    git,
    folder,
    octokit: as(github.token),
    as,
    commit: (branch, files, message) => commitFiles(git, branch, files, message),
    close: async () => {
      await github.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Status and message of the refusal that a call ends in. */
export async function refusal(call: Promise<unknown>): Promise<{ status: number; message: string }> {
  try {
    await call
  } catch (error) {
    const { status, message } = error as { status: number; message: string }
    return { status, message }
  }
  throw new Error('The call was not refused')
}
