import { lstat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The nearest folder above a file (or itself, for a folder) that has an entry of this name; undefined when none has. */
export async function nearestWith(entry: string, from: string): Promise<string | undefined> {
  for (let folder = from; ; folder = dirname(folder)) {
    if (await lstat(join(folder, entry)).catch(() => undefined)) return folder
    if (dirname(folder) === folder) return undefined
  }
}

/**
 * Top folder of the git repository that a path lies in. Looked for here, not by git: a folder that only looks like a
 * repository, as a commit can hold one, is none; git itself lets nobody commit a `.git`.
 */
export const repositoryTop = (path: string): Promise<string | undefined> => nearestWith('.git', path)
