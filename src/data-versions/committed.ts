import { dirname } from 'node:path'
import { type GitAnswer, tryGit } from '../git/git.ts'
import type { Blob } from './blob.ts'

type Environment = Readonly<Record<string, string>>

/** Blobs by path; or why git cannot tell. */
export type Committed =
  | { readonly known: true; readonly blobs: ReadonlyMap<string, Blob> }
  | { readonly known: false; readonly reason: string }

/** Paths that git is asked for at once: a command line has its limit. */
const most = 200

/**
 * The blobs that HEAD has at these paths; what it does not have is left out.
 * @param top folder of the repository
 * @param paths from the top, with `/`
 */
export async function committedBlobs(
  top: string,
  paths: readonly string[],
  env: Environment,
): Promise<Committed> {
  const blobs = new Map<string, Blob>()
  for (let from = 0; from < paths.length; from += most) {
    const asked = paths.slice(from, from + most)
    const answer = await ask(['ls-tree', '-z', '-l', '--full-tree', 'HEAD', '--', ...asked], top, env)
    if (!answer.ok) {
      // A repository without a commit has committed nothing.
      if (answer.reason.includes('Not a valid object name HEAD')) return { known: true, blobs }
      return { known: false, reason: answer.reason }
    }
    for (const entry of answer.text.split('\0')) {
      const [, id, size, path] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(entry) ?? []
      if (id !== undefined && path !== undefined) blobs.set(path, { id, bytes: Number(size) })
    }
  }
  return { known: true, blobs }
}

/** The blob that the index has at a path: what the next commit would hold. */
export async function stagedBlob(top: string, path: string, env: Environment): Promise<Blob | undefined> {
  const answer = await ask(['ls-files', '-z', '--stage', '--', path], top, env)
  const id = answer.ok ? /^100\d{3} ([0-9a-f]+) 0\t/.exec(answer.text)?.[1] : undefined
  if (id === undefined) return undefined
  const size = await ask(['cat-file', '-s', id], top, env)
  return size.ok ? { id, bytes: Number(size.text) } : undefined
}

/** Whether git has a link at one of these paths; where it cannot tell, it may. */
export async function committedLinks(
  top: string,
  paths: readonly string[],
  env: Environment,
): Promise<boolean> {
  if (paths.length === 0) return false
  const answer = await ask(['ls-files', '-z', '--stage', '--', ...paths], top, env)
  return !answer.ok || answer.text.split('\0').some((entry) => entry.startsWith('120000 '))
}

/** Content of a small blob as text; undefined when git cannot give it. */
export async function blobText(top: string, id: string, env: Environment): Promise<string | undefined> {
  const answer = await ask(['cat-file', 'blob', id], top, env)
  return answer.ok ? answer.text : undefined
}

/** The commit that HEAD is. */
export async function headOf(top: string, env: Environment): Promise<string | undefined> {
  const answer = await ask(['rev-parse', '--verify', 'HEAD'], top, env)
  return answer.ok ? answer.text.trim() : undefined
}

/**
 * Reading only: paths are meant letter by letter, git looks for no other repository above, and a repository that holds
 * only part of its objects fetches none, since what it would run to fetch stands in its own configuration.
 */
const ask = (args: readonly string[], top: string, env: Environment): Promise<GitAnswer> =>
  tryGit(['--literal-pathspecs', ...args], {
    cwd: top,
    env: { ...env, GIT_CEILING_DIRECTORIES: dirname(top), GIT_ALLOW_PROTOCOL: '', GIT_NO_LAZY_FETCH: '1' },
  })
