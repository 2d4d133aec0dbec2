import { spawn } from 'node:child_process'

/** git on one bare repository. Revisions that come from a request go through `commit` and `object` first. */
export interface Git {
  readonly dir: string
  /** @returns standard output; @throws Error with git's own words */
  run(args: readonly string[], options?: GitOptions): Promise<Buffer>
  /** as `run`, as text without the last line break */
  text(args: readonly string[], options?: GitOptions): Promise<string>
  /** sha of the commit that a branch, tag, full ref or (abbreviated) sha names, as GitHub's `ref` parameters do */
  commit(ref: string): Promise<string | undefined>
  /** sha and type of an object by its full sha */
  object(sha: string): Promise<{ readonly sha: string; readonly type: string } | undefined>
  /** what a ref such as `refs/heads/main` points at, without peeling */
  ref(name: string): Promise<string | undefined>
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
  return {
    dir,
    run: (args, options) => run(dir, args, options),
    text,
    commit: async (ref) => {
      if (ref.startsWith('-') || /[\s~^:?*[\\]|\.\.|@\{/.test(ref)) return undefined
      const full = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`, `refs/${ref}`]
      for (const candidate of [...full, ...(ref === 'HEAD' || hex.test(ref) ? [ref] : [])]) {
        const sha = await verified(`${candidate}^{commit}`)
        if (sha) return sha
      }
      return undefined
    },
    object: async (sha) => {
      if (!/^[0-9a-f]{40}$/.test(sha)) return undefined
      const type = await text(['cat-file', '-t', sha]).catch(() => undefined)
      return type === undefined ? undefined : { sha, type }
    },
    ref: async (name) => {
      if (!name.startsWith('refs/')) return undefined
      return (await text(['for-each-ref', '--format=%(objectname) %(refname)', name]).catch(() => ''))
        .split('\n')
        .find((line) => line.slice(41) === name)
        ?.slice(0, 40)
    },
  }
}
