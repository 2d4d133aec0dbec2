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

const who = 'Ada <ada@example.org> now'

/** A commit on top of a branch (of `main` for a new one), made without a work tree. */
export async function commitFiles(
  git: Git,
  branch: string,
  files: Readonly<Record<string, string>>,
  message = 'Change',
): Promise<string> {
  const parent = (await git.commit(branch)) ?? (await git.commit('main'))
  const input = [
    `commit refs/heads/${branch}\nmark :1\nauthor ${who}\ncommitter ${who}\n${dataOf(`${message}\n`)}`,
    parent ? `from ${parent}\n` : '',
    ...Object.entries(files).map(([path, content]) => `M 100644 inline ${quoted(path)}\n${dataOf(content)}`),
    'get-mark :1\n',
  ].join('')
  return git.text(['fast-import', '--quiet', '--date-format=now'], { input })
}

const dataOf = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`

const quoted = (path: string) => `"${path.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`

/**
 * A GitHub with a repository of one commit on `main`. Where there is no other, it is GITHUB_API_URL until it is
 * closed: the toolkit reads that once, when it is imported, so tests of the toolkit's own calls have a process each.
 */
export async function newFixture(options: Partial<GitHubOptions> = {}): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), 'github-'))
  const git = openGit(join(folder, 'repository.git'))
  await git.run(['init', '--bare', '--quiet', '--initial-branch=main', git.dir])
  await commitFiles(git, 'main', { 'README.md': 'penguins\n', 'data/train.csv': 'a,b\n1,2\n' }, 'First')
  const github = await startGitHub({ owner, repo, gitDir: git.dir, ...options })
  const isFirst = process.env.GITHUB_API_URL === undefined
  if (isFirst) process.env.GITHUB_API_URL = github.url
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
      if (isFirst) delete process.env.GITHUB_API_URL
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
