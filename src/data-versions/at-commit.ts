import { copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, posix, resolve } from 'node:path'
import { isPattern, matchesPattern, splitPattern } from '../config/path-pattern.ts'
import { blobToFile } from '../git/blob-to-file.ts'
import { type GitPlace, tryGit } from '../git/git.ts'
import { mostFiles } from '../tables/find-files.ts'
import type { Blob } from './blob.ts'
import { cachedAtCommit } from './dvc-at-commit.ts'
import { lfsPointer, longestPointer } from './lfs-pointer.ts'

type Environment = Readonly<Record<string, string>>

/** A table as a commit names it. */
export interface TableAtCommit {
  /** folder of the project in this repository */
  readonly root: string
  readonly sha: string
  /** relative to the root, and inside of it */
  readonly path: string | readonly string[]
  /** folder that the files are written to, as they lie below the root */
  readonly into: string
  /** of a path that is no pattern: where below `into` its file is written, instead of under its own path */
  readonly as?: string
}

/**
 * Brings the files of a table as a commit has them, from git, or from what Git LFS or DVC keep on this machine. Nothing is
 * fetched, and nothing is believed: whoever needs the very content compares its digest.
 * @returns why they cannot be had, as a clause
 */
export async function filesAtCommit(
  { root, sha, path, into, as }: TableAtCommit,
  env: Environment,
): Promise<string | undefined> {
  const place = { cwd: root, env }
  const at = sha.slice(0, 7)
  const prefix = await tryGit(['rev-parse', '--show-prefix'], place)
  if (!prefix.ok) return `git does not work here (${prefix.reason})`
  const known = await tryGit(['cat-file', '-e', `${sha}^{commit}`], place)
  if (!known.ok)
    return `this checkout does not hold the commit ${at}; fetch it (actions/checkout with fetch-depth: 0)`
  for (const one of [path].flat().map((each) => posix.normalize(each))) {
    const found = await matching(one, prefix.text.trim(), sha, place)
    if (typeof found === 'string') return found
    if (found.size === 0 && isPattern(one)) return `the commit ${at} has no file ${one}`
    const why =
      found.size === 0
        ? await cachedAtCommit({ root, sha, path: one, to: join(into, as ?? one) }, env)
        : await written(found, (name) => resolve(into, as ?? name), at, place)
    if (why !== undefined) return why
  }
  return undefined
}

/** Blobs of the commit that a path or a pattern names, by their path below the root. */
async function matching(
  path: string,
  prefix: string,
  sha: string,
  place: GitPlace,
): Promise<ReadonlyMap<string, Blob> | string> {
  const fixed = isPattern(path) ? splitPattern(path).fixed : path
  const below = `${prefix}${fixed}`
  const tree = ['ls-tree', '-r', '-z', '-l', '--full-tree', sha]
  const listed = await tryGit(below === '' ? tree : [...tree, '--', below], place)
  if (!listed.ok) return `git cannot list its files (${listed.reason})`
  const blobs = new Map<string, Blob>()
  for (const entry of listed.text.split('\0')) {
    const [, id, size, full] = /^100\d{3} blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(entry) ?? []
    if (id === undefined || full === undefined) continue
    const name = full.slice(prefix.length)
    if (name === path || (isPattern(path) && matchesPattern(path, name)))
      blobs.set(name, { id, bytes: Number(size) })
    if (blobs.size > mostFiles) return `${path} is more than ${mostFiles} files there`
  }
  return blobs
}

async function written(
  blobs: ReadonlyMap<string, Blob>,
  fileOf: (name: string) => string,
  at: string,
  place: GitPlace,
): Promise<string | undefined> {
  for (const [name, { id, bytes }] of blobs) {
    const file = fileOf(name)
    await mkdir(dirname(file), { recursive: true })
    if (!(await blobToFile(id, file, place))) return `git cannot read ${name} of the commit ${at}`
    const pointer = bytes < longestPointer ? lfsPointer(await readFile(file)) : undefined
    if (pointer === undefined) continue
    const object = await lfsObject(pointer.oid.slice('sha256:'.length), place)
    if (object === undefined)
      return `${name} of the commit ${at} is kept by Git LFS, and its content is not on this machine; bring it (git lfs fetch origin ${at})`
    await copyFile(object, file)
  }
  return undefined
}

/** Where Git LFS keeps content that it has fetched, unless it is configured to keep it elsewhere. */
async function lfsObject(oid: string, place: GitPlace): Promise<string | undefined> {
  const folder = await tryGit(['rev-parse', '--git-common-dir'], place)
  if (!folder.ok) return undefined
  const file = resolve(place.cwd, folder.text.trim(), 'lfs', 'objects', oid.slice(0, 2), oid.slice(2, 4), oid)
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? file : undefined
}
