import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { Tracked } from '../../git/tracked.ts'
import { sha256, sha256OfFile } from '../../record/digest.ts'
import { type FilesNamedIn, namesFiles } from './files-named-in.ts'
import { requiredFiles } from './required-files.ts'

const names =
  /^(requirements.*\.(txt|lock)|constraints.*\.txt|poetry\.lock|uv\.lock|pdm\.lock|pylock.*\.toml|Pipfile\.lock|(environment|conda|python_env)\.ya?ml|conda-lock\.ya?ml|pixi\.lock|\.python-version|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|\.nvmrc|renv\.lock|Manifest\.toml|Cargo\.lock|go\.sum)$/

/** What is installed, as far as files say it. */
export interface Lockfiles {
  /** by path from the model's folder: `git:<id of the blob>` of what git has unchanged, else `sha256:<hex>` of the content */
  readonly digests: Readonly<Record<string, string>>
  /** why they do not say it all, as clauses */
  readonly doubts: readonly string[]
}

/** How folders and files are read; default: when they are asked for. */
export interface ReadingLockfiles {
  readonly namesIn?: NamesIn
  readonly filesNamedIn?: FilesNamedIn
}

/**
 * The lockfiles and requirements between the model's folder and the top of the repository, or of the workspace that holds
 * it, others that are named, and what these take by `-r` and `-c`. On a laptop the workspace is where somebody stands, and
 * the training is the same wherever that is.
 * @param named absolute
 * @param known the top of the repository, and the blobs of what it has unchanged
 */
export async function lockfiles(
  { root, workspace }: { readonly root: string; readonly workspace: string },
  named: readonly string[],
  { top, blobs = new Map() }: Partial<Pick<Tracked, 'top' | 'blobs'>> = {},
  { namesIn = filesIn, filesNamedIn }: ReadingLockfiles = {},
): Promise<Lockfiles> {
  const grounds = [resolve(workspace), ...(top === undefined ? [] : [top])]
  const found = await lockfilesAround(root, grounds, namesIn)
  const required = await requiredFiles(
    [...named, ...found.filter(namesFiles)],
    { root, grounds },
    filesNamedIn,
  )
  const digests: Record<string, string> = {}
  for (const file of [...named, ...found, ...required.files])
    digests[relative(root, file).split(sep).join('/')] = await identityOf(file, blobs)
  return { digests, doubts: required.doubts }
}

/** @param tops the outermost of those that the folder is in is the last to be looked at */
async function lockfilesAround(root: string, tops: readonly string[], namesIn: NamesIn): Promise<string[]> {
  const found: string[] = []
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    for (const name of await namesIn(folder)) if (names.test(name)) found.push(join(folder, name))
    const isBelow = (top: string) => folder !== top && folder.startsWith(top.endsWith(sep) ? top : top + sep)
    if (!tops.some(isBelow)) return found
  }
}

/** Names of the files of a folder. */
export type NamesIn = (folder: string) => Promise<readonly string[]>

const filesIn: NamesIn = async (folder) => {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const linked = async (name: string) =>
    (await stat(join(folder, name)).catch(() => undefined))?.isFile() === true
  const there = await Promise.all(
    entries.map((entry) =>
      entry.isSymbolicLink() && names.test(entry.name) ? linked(entry.name) : entry.isFile(),
    ),
  )
  return entries.filter((_, i) => there[i]).map(({ name }) => name)
}

/** Reads each folder once, and of its files remembers the lockfiles: many models share the folders above them. */
export function lockfileNames(): NamesIn {
  const read = new Map<string, Promise<readonly string[]>>()
  return (folder) => {
    const listed = read.get(folder) ?? filesIn(folder).then((all) => all.filter((name) => names.test(name)))
    read.set(folder, listed)
    return listed
  }
}

/** A file that others name and that is not there counts as what it is: absent. */
async function identityOf(file: string, blobs: ReadonlyMap<string, string>): Promise<string> {
  const blob = blobs.get(file)
  if (blob !== undefined) return `git:${blob}`
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? sha256OfFile(file) : sha256('absent')
}
