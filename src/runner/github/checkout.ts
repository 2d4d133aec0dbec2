import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { Environment } from './environment.ts'

export interface Commit {
  readonly sha: string
  readonly parents: readonly string[]
}

/** What git in the workspace has: the commit that is checked out, and perhaps others. */
export interface Checkout {
  readonly head?: Commit
  commit(sha: string): Commit | undefined
}

/**
 * Reads commits from the repository in the workspace. Also where the history is cut off (fetch-depth 1): a commit
 * object names its parents whether or not they are there.
 * @param shas looked up beside HEAD
 */
export async function readCheckout(
  workspace: string,
  shas: readonly string[],
  env: Environment,
): Promise<Checkout> {
  const found = parseBatch(await batch(workspace, ['HEAD', ...shas], env))
  const head = found[0]
  return {
    ...(head === undefined ? {} : { head }),
    commit: (sha) => found.find((commit) => commit?.sha === sha),
  }
}

/**
 * The repository's own configuration may be hostile when code of a pull request ran here before: nothing is fetched,
 * replaced or asked for, and a repository around the workspace is not found. Empty without git or a repository.
 */
async function batch(workspace: string, objects: readonly string[], env: Environment): Promise<Buffer> {
  const child = spawn('git', ['-c', `safe.directory=${workspace}`, 'cat-file', '--batch'], {
    cwd: workspace,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: env.PATH,
      HOME: env.HOME,
      SystemRoot: env.SystemRoot,
      GIT_CEILING_DIRECTORIES: dirname(workspace),
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_NO_LAZY_FETCH: '1',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_TERMINAL_PROMPT: '0',
    },
  })
  const failed = new Promise<Buffer>((resolve) => child.on('error', () => resolve(Buffer.alloc(0))))
  child.stdin.on('error', () => {})
  child.stdin.end(`${objects.join('\n')}\n`)
  return Promise.race([failed, buffer(child.stdout)])
}

/** One commit for each object that was asked for; undefined for what is missing or no commit. */
function parseBatch(output: Buffer): readonly (Commit | undefined)[] {
  const commits: (Commit | undefined)[] = []
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at)
    if (end < 0) break
    const [sha = '', type, size] = output.subarray(at, end).toString('utf8').split(' ')
    at = end + 1
    const bytes = Number(size)
    if (!Number.isInteger(bytes)) {
      commits.push(undefined)
      continue
    }
    const content = output.subarray(at, at + bytes)
    const isTrue = type === 'commit' && sha === nameOf(content, sha.length)
    commits.push(isTrue ? { sha, parents: parentsIn(content) } : undefined)
    at += bytes + 1
  }
  return commits
}

/** What git itself does not check when it reads: an object that was put under another's name. */
const nameOf = (commit: Buffer, length: number) =>
  createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`commit ${commit.length}\0`)
    .update(commit)
    .digest('hex')

/** Parents stand in the header, which ends with the first empty line. */
function parentsIn(commit: Buffer): readonly string[] {
  const [header = ''] = commit.toString('utf8').split('\n\n', 1)
  return [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].map(([, sha]) => sha!)
}
