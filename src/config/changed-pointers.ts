import { resolve, sep } from 'node:path'
import { type DvcOut, outsOfFile, outsOfLock, type ReadText } from '../data-versions/dvc-files.ts'
import { inWorkspace } from './in-workspace.ts'
import { isPattern, splitPattern } from './path-pattern.ts'
import type { PolicyBase } from './policy-base.ts'

/**
 * Of the files that a change edits, those by which DVC tracks one of these tables, where the content that they name is
 * another than at the base. What cannot be read may name any.
 * @param tables absolute paths and patterns
 */
export async function changedPointers(
  tables: readonly string[],
  changed: readonly string[],
  workspace: string,
  { read }: Pick<PolicyBase, 'read'>,
): Promise<string[]> {
  const atBase: ReadText = (file) => read(inWorkspace(file, workspace))
  const found: string[] = []
  for (const path of changed) {
    const outsOf = /(^|\/)dvc\.lock$/.test(path) ? outsOfLock : path.endsWith('.dvc') ? outsOfFile : undefined
    if (outsOf === undefined) continue
    const file = resolve(workspace, path)
    try {
      const [now, before] = [await outsOf(file, path), await outsOf(file, path, atBase)]
      if (contentOf(now, tables) !== contentOf(before, tables)) found.push(path)
    } catch {
      found.push(path)
    }
  }
  return found
}

/** What outputs that hold one of the tables are said to be. */
const contentOf = (outs: readonly DvcOut[], tables: readonly string[]) =>
  JSON.stringify(
    outs
      .filter(({ path }) => tables.some((table) => holds(path, table)))
      .map(({ path, md5, files }) => [path, md5, files])
      .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  )

/** Whether an output is the table's file, a folder that it lies in, or may be one of the files of a pattern. */
function holds(out: string, table: string): boolean {
  if (!isPattern(table)) return table === out || table.startsWith(out + sep)
  const fixed = splitPattern(table.split(sep).join('/')).fixed
  const folder = fixed.endsWith('/') ? fixed.slice(0, -1) : fixed
  return `${out}${sep}`.startsWith(`${folder}${sep}`) || folder.startsWith(out + sep)
}
