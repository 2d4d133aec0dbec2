import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { repositoryTop } from '../data-versions/repository-top.ts'

/** What git-annex commits are links to here; their names are digests of what they lead to. */
const annexed = ['.git', 'annex', 'objects']

/**
 * Whether a path of the workspace is a link, or lies behind one, that leads out of the repository (of the workspace, where that is in
 * none) or into what git keeps for itself. A path that is outside as it is written was named on purpose; one that
 * leads nowhere is for who reads it.
 */
export async function leadsOut(path: string, workspace: string): Promise<boolean> {
  if (partsBelow(resolve(workspace), resolve(path)) === undefined) return false
  const real = await realpath(path).catch(() => undefined)
  if (real === undefined) return false
  const top = await realpath((await repositoryTop(resolve(workspace))) ?? workspace)
  const parts = partsBelow(top, real)
  if (parts === undefined) return true
  const git = parts.indexOf('.git')
  return git !== -1 && annexed.some((part, i) => parts[git + i] !== part)
}

/** The names on the way from a folder to a path in it; undefined where it is not in it. */
export function partsBelow(folder: string, path: string): string[] | undefined {
  const way = relative(folder, path)
  const parts = way.split(sep)
  return isAbsolute(way) || parts[0] === '..' ? undefined : parts
}
