import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type DvcOut, outsOfFile, outsOfLock } from './dvc-files.ts'
import { nearestWith, repositoryTop } from './repository-top.ts'

/** An output that a path is, or lies in, and where DVC says so. */
export interface TrackedOut {
  readonly out: DvcOut
  /** the `.dvc` file or `dvc.lock`, absolute */
  readonly dvcFile: string
  /** what messages call it */
  readonly dvcLabel: string
  /** folder of the DVC repository */
  readonly root: string
}

/**
 * Finds the output of DVC's that a path is or lies in; undefined where DVC does not know it.
 * @param path need not exist
 * @param label what messages call the path; the DVC file is called by the same folders
 * @throws AssayError input: `dvc-unreadable`
 */
export type FindOut = (path: string, label: string) => Promise<TrackedOut | undefined>

/** `.dvc` files read of all that lie below one folder. */
const mostWithin = 1000
/** `.dvc` files of other names than what they track, looked at in one folder. */
const mostOthers = 100

/**
 * Looks through the `.dvc` files and `dvc.lock` of a path's folder and of those above it up to the top of the repository;
 * the nearest counts. Each file is read once, however many paths are asked for.
 */
export function outFinder(): FindOut {
  const read = new Map<string, Promise<readonly DvcOut[]>>()
  const outsOf = (file: string, label: string) => {
    const known = read.get(file) ?? (isLock(file) ? outsOfLock(file, label) : outsOfFile(file, label))
    read.set(file, known)
    return known
  }
  return async (path, label) => {
    const target = resolve(path)
    const root = await dvcRoot(dirname(target))
    for (let child = target; ; child = dirname(child)) {
      const folder = dirname(child)
      if (folder === child) return undefined
      for (const dvcFile of await dvcFilesIn(folder, child)) {
        const dvcLabel = labelBeside(label, target, dvcFile)
        const out = (await outsOf(dvcFile, dvcLabel)).find((found) => holds(found.path, target))
        if (out) return { out, dvcFile, dvcLabel, root }
      }
      if (folder === root) return undefined
    }
  }
}

/**
 * Outputs of DVC's that lie in a folder, by the `.dvc` files in it and below, and by each `dvc.lock` of it and above.
 * @returns absolute paths
 * @throws AssayError input: `dvc-unreadable`
 */
export async function outsWithin(folder: string, label: string): Promise<readonly string[]> {
  // Without their types node looks through links as well, and two that lead back have no end.
  const below = await readdir(folder, { recursive: true, withFileTypes: true }).catch((): Dirent[] => [])
  const files = below
    .filter((entry) => entry.name.endsWith('.dvc') && !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name))
  const outs: DvcOut[] = []
  for (const file of files.slice(0, mostWithin))
    outs.push(...(await outsOfFile(file, labelBeside(`${label}/.`, join(folder, '.'), file))))
  const root = await dvcRoot(folder)
  for (let at = folder; ; at = dirname(at)) {
    const lock = join(at, 'dvc.lock')
    outs.push(...(await outsOfLock(lock, labelBeside(`${label}/.`, join(folder, '.'), lock))))
    if (at === root || dirname(at) === at) break
  }
  return outs.map(({ path }) => path).filter((path) => holds(folder, path))
}

const isLock = (file: string) => file.endsWith(`${sep}dvc.lock`)

/** Whether an output is this path, or a folder that it lies in. */
export const holds = (out: string, path: string) => path === out || path.startsWith(`${out}${sep}`)

/** Without a repository of DVC's or git's, a `.dvc` file says something only of its own folder. */
async function dvcRoot(folder: string): Promise<string> {
  const dvc = await nearestWith('.dvc', folder)
  const git = await repositoryTop(folder)
  if (dvc === undefined || git === undefined) return dvc ?? git ?? folder
  return dvc.length >= git.length ? dvc : git
}

/** The file that by its name tracks the child first: the others need not be read then. */
async function dvcFilesIn(folder: string, child: string): Promise<string[]> {
  const own = `${child}.dvc`
  const names = await readdir(folder).catch((): string[] => [])
  const others = names
    .filter((name) => name.endsWith('.dvc') && name !== '.dvc' && join(folder, name) !== own)
    .sort()
    .slice(0, mostOthers)
  const isThere = await stat(own).catch(() => undefined)
  return [
    ...(isThere ? [own] : []),
    ...['dvc.lock', ...others].filter((name) => names.includes(name)).map((name) => join(folder, name)),
  ]
}

/** What a file is called beside one that is called `label`. */
function labelBeside(label: string, path: string, other: string): string {
  const folders = label.split('/').slice(0, -1)
  const below = relative(dirname(path), other).split(sep)
  while (below[0] === '..' && folders.length > 0 && folders.at(-1) !== '..') {
    below.shift()
    folders.pop()
  }
  return [...folders, ...below].join('/')
}
