import { execFile } from 'node:child_process'
import { outsideError } from '../errors.ts'

export interface GitPlace {
  readonly cwd: string
  /** default: that of this process */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** What a git command printed, or that it failed and why. */
export type GitAnswer =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string; readonly missing: boolean }

// A checkout's own configuration may name programs; none of them is to run with what this process holds.
const quiet = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '--no-pager',
  '--no-optional-locks',
]

/** How git is started, for whoever reads what it prints as it comes. */
export const spawned = (args: readonly string[], { cwd, env }: GitPlace) => ({
  args: [...quiet, ...args],
  options: {
    cwd,
    // A commit is what its name says, not what a checkout would put in its place.
    env: { ...env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_NO_REPLACE_OBJECTS: '1' },
    windowsHide: true,
  },
})

/** Runs git and hands back what it printed; `missing` when there is no git on this machine. */
export function tryGit(args: readonly string[], place: GitPlace): Promise<GitAnswer> {
  const started = spawned(args, place)
  return new Promise((settle) => {
    execFile('git', started.args, { ...started.options, maxBuffer: 2 ** 30 }, (error, text, reason) => {
      if (!error) settle({ ok: true, text })
      else settle({ ok: false, reason: reason.trim() || error.message, missing: error.code === 'ENOENT' })
    })
  })
}

/** @throws AssayError outside: `git-failed` */
export async function git(args: readonly string[], place: GitPlace): Promise<string> {
  const answer = await tryGit(args, place)
  if (answer.ok) return answer.text
  throw outsideError('git-failed', `git ${args[0]} failed in ${place.cwd}: ${answer.reason}`, {
    hint: answer.missing
      ? 'Install git and put it on the PATH.'
      : 'Run the same git command there by hand and mend what it says.',
  })
}
