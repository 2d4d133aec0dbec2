import { isAbsolute, relative, sep } from 'node:path'
import { type GitPlace, git } from './git.ts'

/**
 * Paths by which the working tree differs from its commit, from the repository's top: files that git tracks, and new
 * ones that nothing ignores (a folder that is new as a whole stands for what is in it).
 * @param written what the pipeline itself writes, absolute: as long as git does not track it, it is no difference
 * @throws AssayError outside: `git-failed`
 */
export async function dirtOf(place: GitPlace, written: readonly string[]): Promise<readonly string[]> {
  const status = ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=normal', '--', ':/']
  const all = entriesOf(await git(status, place))
  const except = exceptFor(written, place.cwd)
  if (except.length === 0 || !all.some(isNew)) return all.map(pathOf)
  // In a second look, because a folder that is new as a whole does not tell what else is in it.
  const others = entriesOf(await git([...status, ...except], place)).filter(isNew)
  return [...all.filter((entry) => !isNew(entry)), ...others].map(pathOf)
}

const isNew = (entry: string) => entry.startsWith('??')
const pathOf = (entry: string) => entry.slice(3)

/** Pathspecs, from a folder inside the repository, that leave out absolute paths. */
export const exceptFor = (paths: readonly string[], folder: string) =>
  paths
    .map((path) => relative(folder, path).split(sep).join('/'))
    .filter((path) => path !== '' && path !== '..' && !path.startsWith('../') && !isAbsolute(path))
    .map((path) => `:(exclude,literal)${path}`)

const entriesOf = (text: string) => text.split('\0').filter(Boolean)
