import { copyFile, mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { AssayError } from '../errors.ts'
import { tryGit } from '../git/git.ts'
import { type DvcOut, outsOfFile, outsOfLock, type ReadText } from './dvc-files.ts'
import { dvcHashes } from './dvc-md5.ts'
import { holds } from './dvc-out.ts'
import { cachedFile, cachedTree } from './dvc-tree.ts'
import { nearestWith, repositoryTop } from './repository-top.ts'

interface CachedFile {
  /** folder of the project in this repository */
  readonly root: string
  readonly sha: string
  /** relative to the root */
  readonly path: string
  /** where it is copied to */
  readonly to: string
}

/**
 * A file that DVC tracks at a commit, from DVC's cache of this machine.
 * @returns why it cannot be had, as a clause
 */
export async function cachedAtCommit(
  { root, sha, path, to }: CachedFile,
  env: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const at = sha.slice(0, 7)
  const folder = await realpath(root)
  const top = (await repositoryTop(folder)) ?? folder
  const target = resolve(folder, path)
  const read: ReadText = async (file) => {
    const named = `${sha}:${relative(top, file).split(sep).join('/')}`
    const shown = await tryGit(['cat-file', 'blob', named], { cwd: folder, env })
    return shown.ok ? shown.text : undefined
  }
  try {
    const out = await outOf(target, top, read)
    if (out === undefined) return `the commit ${at} has no file ${path}`
    const cached = await inCache(out, target, await nearestWith('.dvc', dirname(target)))
    if (cached === undefined)
      return `${path} of the commit ${at} is kept by DVC, and its content is not in this machine's cache; bring it (dvc fetch)`
    await mkdir(dirname(to), { recursive: true })
    await copyFile(cached, to)
    return undefined
  } catch (error) {
    if (error instanceof AssayError) return error.message.trim().replace(/\.$/, '')
    throw error
  }
}

/** The output that a path is or lies in, by the `.dvc` files named like it and the `dvc.lock` of each folder above it. */
async function outOf(target: string, top: string, read: ReadText): Promise<DvcOut | undefined> {
  for (let child = target; child !== top && dirname(child) !== child; child = dirname(child)) {
    const lock = join(dirname(child), 'dvc.lock')
    const outs = [
      ...(await outsOfFile(`${child}.dvc`, `${relative(top, child)}.dvc`, read)),
      ...(await outsOfLock(lock, relative(top, lock), read)),
    ]
    const out = outs.find((one) => holds(one.path, target))
    if (out) return out
  }
  return undefined
}

async function inCache(out: DvcOut, target: string, root: string | undefined): Promise<string | undefined> {
  const kind = dvcHashes.find((one) => one === (out.hash ?? 'md5-dos2unix'))
  if (root === undefined || kind === undefined || out.md5 === undefined) return undefined
  const inside = relative(out.path, target).split(sep).join('/')
  const listed = inside === '' ? undefined : await cachedTree(root, out.md5, kind)
  const md5 = inside === '' ? out.md5 : listed?.get(inside)
  if (md5 === undefined || !/^[0-9a-f]{32}$/.test(md5)) return undefined
  const file = cachedFile(root, md5, kind)
  const found = await stat(file).catch(() => undefined)
  return found?.isFile() ? file : undefined
}
