import { readlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { inWorkspace } from './in-workspace.ts'
import { partsBelow } from './leads-out.ts'

/** As many as systems follow. */
const mostLinks = 40

/** What decides what stands at a path. */
export interface Ways {
  /**
   * As git names them: the path, the folders above it (a submodule and a link are one file to git), and the same of
   * wherever links on the way lead.
   */
  readonly names: ReadonlySet<string>
  /** where they lead to in the end, absolute */
  readonly end: string
}

/** Follows the links of a working tree; one that leads out of the workspace is followed no further. */
export function waysIn(workspace: string): (path: string) => Promise<Ways> {
  const links = new Map<string, Promise<string | undefined>>()
  const linkAt = (path: string) => {
    const known = links.get(path) ?? readlink(path).catch(() => undefined)
    links.set(path, known)
    return known
  }
  return async (path) => {
    const names = new Set<string>()
    let end = path
    for (let followed = 0; followed <= mostLinks; followed++) {
      const next = await pastFirstLink(end, workspace, names, linkAt)
      if (next === undefined) break
      end = next
    }
    return { names, end }
  }
}

/** Where the first link on the way to a path leads; undefined where there is none. */
async function pastFirstLink(
  path: string,
  workspace: string,
  names: Set<string>,
  linkAt: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const parts = partsBelow(workspace, path) ?? []
  const steps = parts.map((_, i) => join(workspace, ...parts.slice(0, i + 1)))
  for (const step of steps) names.add(inWorkspace(step, workspace))
  for (const [i, step] of steps.entries()) {
    const link = await linkAt(step)
    if (link !== undefined) return resolve(dirname(step), link, ...parts.slice(i + 1))
  }
  return undefined
}
