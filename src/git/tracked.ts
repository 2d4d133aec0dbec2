import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { tryGit } from './git.ts'

/** What git knows of a working tree. Paths are absolute. */
export interface Tracked {
  readonly top: string
  /** every file of the index, in its order */
  readonly files: readonly string[]
  /** id of the blob of each file whose content in the working tree is that blob's; git itself looked */
  readonly blobs: ReadonlyMap<string, string>
  /** those of them that may be executed */
  readonly executables: ReadonlySet<string>
  /** new files that nothing ignores, where they have been asked for */
  readonly others?: readonly string[]
}

/** Why git does not know. */
export interface Untracked {
  readonly reason: string
}

const regular = /^100(644|755)$/

/**
 * The files of the repository that holds a folder, with the blobs of those that are unchanged. Line endings that git
 * converts are no change. Files that git was told not to look at (assume-unchanged, skip-worktree), links and
 * submodules have no blob here.
 */
export async function trackedAround(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Tracked | Untracked> {
  const place = { cwd: folder, env }
  const found = await tryGit(['rev-parse', '--show-toplevel', '--show-cdup'], place)
  if (!found.ok) return { reason: 'without git, train.inputs must name the files that decide the result' }
  const top = await topOf(found.text, folder)
  const [index, status] = await Promise.all([
    tryGit(['ls-files', '-v', '-s', '-z'], { ...place, cwd: top }),
    tryGit(['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no'], { ...place, cwd: top }),
  ])
  const failed = [index, status].find(({ ok }) => !ok)
  if (!index.ok || !status.ok)
    return { reason: `git cannot list the files of the repository: ${failed?.ok === false && failed.reason}` }
  const changed = new Set(
    entriesOf(status.text)
      .filter((entry) => entry[1] !== ' ')
      .map((entry) => entry.slice(3)),
  )
  const files = new Set<string>()
  const blobs = new Map<string, string>()
  const executables = new Set<string>()
  for (const entry of entriesOf(index.text)) {
    const tab = entry.indexOf('\t')
    const [tag, mode = '', id = '', stage] = entry.slice(0, tab).split(' ')
    const path = entry.slice(tab + 1)
    const file = join(top, path)
    files.add(file)
    if (tag === 'H' && stage === '0' && regular.test(mode) && !changed.has(path)) {
      blobs.set(file, id)
      if (mode === '100755') executables.add(file)
    }
  }
  return { top, files: [...files], blobs, executables }
}

/**
 * The top of the repository as the folder's own path has it: git names it without the links that lead there, and paths
 * that others made from the folder would be of no file that it lists.
 * @param answer the top, and on a line of its own the way up to it
 */
async function topOf(answer: string, folder: string): Promise<string> {
  const [, top = '', up = ''] = /^(.*)\n([^\n]*)\n$/s.exec(answer.replaceAll('\r\n', '\n')) ?? []
  const above = resolve(folder, up)
  const [one, other] = await Promise.all([top, above].map((path) => realpath(path).catch(() => path)))
  return one === other ? above : top
}

/**
 * New files of a repository that nothing ignores, absolute.
 * @param except pathspecs that leave some out
 */
export async function othersIn(
  top: string,
  env: Readonly<Record<string, string | undefined>>,
  except: readonly string[] = [],
): Promise<readonly string[] | Untracked> {
  const list = await tryGit(['ls-files', '-z', '--others', '--exclude-standard', '--', '.', ...except], {
    cwd: top,
    env,
  })
  if (!list.ok) return { reason: `git cannot list the files of the repository: ${list.reason}` }
  return entriesOf(list.text).map((path) => join(top, path))
}

const entriesOf = (text: string) => text.split('\0').filter(Boolean)
