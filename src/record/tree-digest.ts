import { createHash } from 'node:crypto'
import type { Digest } from './digest.ts'

/** A file as a tree digest sees it. */
export interface TreeEntry {
  /** with `/` on every system */
  readonly path: string
  readonly bytes: number
  readonly digest: Digest
}

/**
 * Digest of several files as one: the sha256 of one line a file, `<path>\0<bytes>\0<hex sha256>\n`, in the order given.
 */
export function treeDigest(entries: readonly TreeEntry[]): Digest {
  const tree = createHash('sha256')
  for (const { path, bytes, digest } of entries)
    tree.update(`${path}\0${bytes}\0${digest.slice('sha256:'.length)}\n`)
  return `sha256:${tree.digest('hex')}`
}
