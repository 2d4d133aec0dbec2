import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { isMissing } from './missing.ts'

export interface Ref {
  /** in full, `refs/heads/main` */
  readonly name: string
  /** what it points at, without peeling */
  readonly sha: string
}

/**
 * The refs of a repository whose refs are files, in git's order.
 * @param dir a bare repository
 * @returns undefined where git keeps some in another way
 */
export async function refsInFiles(dir: string): Promise<readonly Ref[] | undefined> {
  if (existsSync(join(dir, 'packed-refs'))) return undefined
  const refs = await Promise.all((await filesBelow(join(dir, 'refs'))).map((path) => refIn(dir, path)))
  const there = refs.filter((ref) => ref !== undefined)
  if (!there.every(({ sha }) => /^[0-9a-f]{40}$/.test(sha))) return undefined
  return there.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  const below = entries.map((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesBelow(path)
    return entry.name.endsWith('.lock') ? [] : [path]
  })
  return (await Promise.all(below)).flat()
}

/** @returns undefined for one that was deleted in the meantime */
async function refIn(dir: string, path: string): Promise<Ref | undefined> {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (isMissing(error)) return undefined
    throw error
  })
  return text === undefined ? undefined : { name: relative(dir, path), sha: text.trimEnd() }
}
