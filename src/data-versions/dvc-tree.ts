import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { type DvcHash, dvcMd5 } from './dvc-md5.ts'

/** Content of a folder as DVC lists it: MD5 of each file by its path below the folder, with `/`. */
export type DvcTree = ReadonlyMap<string, string>

/**
 * What DVC names a folder by: MD5 of its canonical listing, and `.dir`. The listing is the JSON that Python writes of
 * `[{"md5", "relpath"}]`, sorted by relpath in code points, in ASCII, with a space after `,` and `:`.
 * @see dvc-data, `hashfile/tree.py`, `Tree.as_bytes`
 */
export function treeDigest(tree: DvcTree): string {
  const entries = [...tree].map(([path, md5]) => ({ path, md5, key: Buffer.from(path) }))
  // UTF-8 sorts as its code points do; JavaScript's own order is that of UTF-16 units.
  entries.sort((a, b) => Buffer.compare(a.key, b.key))
  const listing = entries.map(
    ({ path, md5 }) => `{"md5": ${pythonText(md5)}, "relpath": ${pythonText(path)}}`,
  )
  return `${createHash('md5')
    .update(`[${listing.join(', ')}]`)
    .digest('hex')}.dir`
}

const pythonText = (text: string) =>
  JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Folders that DVC never looks into. */
const ownFolders = new Set(['.dvc', '.git', '.hg'])

/** Hashes every file of a folder as DVC does: linked files count, linked folders do not. */
export async function treeOf(folder: string, kind: DvcHash): Promise<DvcTree> {
  const tree = new Map<string, string>()
  const visit = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      const file = join(folder, path)
      if (entry.isDirectory()) {
        if (!ownFolders.has(entry.name)) await visit(path)
      } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(file))))
        tree.set(path, await dvcMd5(file, kind))
    }
  }
  await visit('')
  return tree
}

const isFile = (path: string) =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  )

const listingSchema = z.array(z.object({ md5: z.string(), relpath: z.string() }))
const largestListing = 256 * 2 ** 20

/**
 * A folder's listing from DVC's cache, where a pull leaves it; undefined when it is not there or is another.
 * @param root folder of the DVC repository
 * @param digest what DVC names the folder by
 */
export async function cachedTree(root: string, digest: string, kind: DvcHash): Promise<DvcTree | undefined> {
  const file = cachedFile(root, digest, kind)
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile() || found.size > largestListing) return undefined
  const text = await readFile(file, 'utf8').catch(() => '')
  if (`${createHash('md5').update(text).digest('hex')}.dir` !== digest) return undefined
  return treeFrom(text)
}

/**
 * Where DVC's cache keeps content of this digest, unless it is configured to lie elsewhere.
 * @param root folder of the DVC repository
 */
export function cachedFile(root: string, digest: string, kind: DvcHash): string {
  const place = [digest.slice(0, 2), digest.slice(2)]
  const cache = join(root, '.dvc', 'cache')
  return kind === 'md5' ? join(cache, 'files', 'md5', ...place) : join(cache, ...place)
}

function treeFrom(text: string): DvcTree | undefined {
  try {
    return new Map(listingSchema.parse(JSON.parse(text)).map(({ md5, relpath }) => [relpath, md5]))
  } catch {
    return undefined
  }
}
