import { dirname, posix, resolve, sep } from 'node:path'
import { isAddress } from './address.ts'
import { inWorkspace } from './in-workspace.ts'
import { isPattern, matchesPattern, splitPattern } from './path-pattern.ts'
import { judgingTables } from './policy.ts'
import type { Config } from './schema.ts'
import { type Ways, waysIn } from './ways-to.ts'

type WaysTo = (path: string) => Promise<Ways>

/** Of the files that a change edits, those that it is judged on: test data, labels, and files that are baselines. */
export async function changedData(
  config: Config,
  root: string,
  workspace: string,
  changed: readonly string[],
): Promise<string[]> {
  if (changed.length === 0) return []
  const waysTo = waysIn(workspace)
  const tables = Object.values(judgingTables(config))
    .flatMap(({ path }) => path)
    .filter((path) => !isAddress(path))
  const baselines = config.gate.baselines.flatMap((name) =>
    name.startsWith('file:') ? name.slice('file:'.length) : [],
  )
  const patterns = await Promise.all(
    tables.filter(isPattern).map((path) => filesOfPattern(path, root, workspace, waysTo)),
  )
  const ways = await Promise.all([...tables, ...baselines].map((path) => waysTo(resolve(root, path))))
  const names = [...ways, ...patterns].flatMap((found) => [...found.names])
  // Data that lie outside of git have a pointer beside them or beside a folder of theirs; a record has evidence beside it.
  const files = new Set(names.flatMap((name) => [name, `${name}.dvc`]).map(asOneName))
  const folders = await Promise.all(
    baselines
      .filter((path) => path.endsWith('/record.json'))
      .map(async (path) => `${inWorkspace((await waysTo(resolve(root, dirname(path)))).end, workspace)}/`),
  )
  return changed.filter(
    (path) =>
      files.has(asOneName(path)) ||
      patterns.some(({ matches }) => matches(path) || matches(path.replace(/\.dvc$/, ''))) ||
      folders.some((folder) => path.startsWith(folder)),
  )
}

/** What decides which files a pattern matches, and what stands in those that it does match. */
async function filesOfPattern(path: string, root: string, workspace: string, waysTo: WaysTo) {
  const { findFiles } = await import('../tables/find-files.ts')
  const pattern = path.split(sep).join('/')
  const { fixed } = splitPattern(pattern)
  const folder = resolve(root, fixed)
  const there = await waysTo(folder)
  // What is wrong with the files is said by who reads them.
  const found = await findFiles(root, pattern).catch(() => [])
  const ways = await Promise.all(found.map(({ file }) => waysTo(file)))
  const patterns = [folder, there.end].map((start) =>
    posix.join(inWorkspace(start, workspace), pattern.slice(fixed.length)),
  )
  return {
    names: new Set([there, ...ways].flatMap(({ names }) => [...names])),
    matches: (file: string) => patterns.some((one) => matchesPattern(one, file)),
  }
}

/** Where a system takes names of another case or Unicode form for one, a checkout puts one file in the other's place. */
const asOneName = (path: string) => path.normalize('NFC').toUpperCase()
