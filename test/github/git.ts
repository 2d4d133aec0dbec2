import { spawn } from 'node:child_process'
import { type GitObject, objectInFile } from './object-files.ts'
import { type Ref, refsInFiles } from './ref-files.ts'

/** git on one bare repository. Revisions that come from a request go through `commit` and `object` first. */
export interface Git {
  readonly dir: string
  /** @returns standard output; @throws Error with git's own words */
  run(args: readonly string[], options?: GitOptions): Promise<Buffer>
  /** as `run`, as text without the last line break */
  text(args: readonly string[], options?: GitOptions): Promise<string>
  /** sha of the commit that a branch, tag, full ref or (abbreviated) sha names, as GitHub's `ref` parameters do */
  commit(ref: string): Promise<string | undefined>
  /** an object by its full sha */
  object(sha: string): Promise<GitObject | undefined>
  /** all refs, in git's order */
  refs(): Promise<readonly Ref[]>
  /** what a ref such as `refs/heads/main` points at, without peeling */
  ref(name: string): Promise<string | undefined>
  /** whether a full ref may have that name */
  mayBeRef(name: string): Promise<boolean>
}

export interface GitOptions {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
}

/** Nothing of the machine's own git configuration is to be seen in a test. */
const sealed = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
  GIT_LITERAL_PATHSPECS: '1',
}

export const someone = {
  GIT_AUTHOR_NAME: 'GitHub',
  GIT_AUTHOR_EMAIL: 'noreply@github.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
}

function run(dir: string, args: readonly string[], { input, env }: GitOptions = {}): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['--git-dir', dir, ...args], {
      env: { PATH: process.env.PATH, ...sealed, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.stdin.on('error', () => undefined)
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(out))
      else
        reject(new Error(`git ${args[0]} ended with ${code}: ${Buffer.concat(err).toString('utf8').trim()}`))
    })
    child.stdin.end(input ?? '')
  })
}

const hex = /^[0-9a-f]{7,40}$/

export function openGit(dir: string): Git {
  const text: Git['text'] = async (args, options) =>
    (await run(dir, args, options)).toString('utf8').replace(/\n$/, '')
  const verified = (revision: string) =>
    text(['rev-parse', '--verify', '--quiet', revision]).catch(() => undefined)
  const object: Git['object'] = async (sha) =>
    /^[0-9a-f]{40}$/.test(sha) ? ((await objectInFile(dir, sha)) ?? packedObject(dir, sha)) : undefined
  const refs = async () => (await refsInFiles(dir)) ?? listedRefs(await text(['for-each-ref', refFormat]))
  const ref: Git['ref'] = async (name) => (await refs()).find((one) => one.name === name)?.sha

  async function peeled(sha: string): Promise<string | undefined> {
    const found = await object(sha)
    if (found?.type !== 'tag') return found?.type === 'commit' ? sha : undefined
    return peeled(found.bytes.toString('latin1', 'object '.length, 'object '.length + 40))
  }

  return {
    dir,
    run: (args, options) => run(dir, args, options),
    text,
    commit: async (name) => {
      if (name.startsWith('-') || /[\s~^:?*[\\]|\.\.|@\{/.test(name)) return undefined
      const full = name.startsWith('refs/')
        ? [name]
        : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`]
      const all = new Map((await refs()).map((one) => [one.name, one.sha]))
      for (const candidate of full) {
        const sha = await peeled(all.get(candidate) ?? '')
        if (sha) return sha
      }
      if (name.length === 40 && hex.test(name)) return peeled(name)
      return name === 'HEAD' || hex.test(name) ? verified(`${name}^{commit}`) : undefined
    },
    object,
    refs,
    ref,
    mayBeRef: async (name) =>
      plainRef.test(name) ||
      run(dir, ['check-ref-format', name]).then(
        () => true,
        () => false,
      ),
  }
}

/** Names of which git would find nothing to refuse, without asking it. */
const plainRef = /^refs(\/(?!\S*\.lock(\/|$))[\w@#-]+(\.[\w@#-]+)*){2,}$/

const refFormat = '--format=%(objectname) %(refname)'

const listedRefs = (lines: string): Ref[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ name: line.slice(41), sha: line.slice(0, 40) }))

async function packedObject(dir: string, sha: string): Promise<GitObject | undefined> {
  const out = await run(dir, ['cat-file', '--batch'], { input: `${sha}\n` })
  const end = out.indexOf('\n')
  const [, type = '', size = ''] = out.toString('latin1', 0, end).split(' ')
  return size === '' ? undefined : { sha, type, bytes: out.subarray(end + 1, end + 1 + Number(size)) }
}
