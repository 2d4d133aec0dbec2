import { lstat, readdir, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { type NameMatcher, splitPattern } from '../config/path-pattern.ts'
import { inputError } from '../errors.ts'
import { fileError } from './table-file.ts'

/** A file that a pattern matched. */
export interface MatchedFile {
  /** absolute */
  readonly file: string
  /** names below the part of the pattern that has no wildcard, the file's own last */
  readonly below: readonly string[]
}

export const mostFiles = 10_000

/**
 * The files that a pattern matches, in the order of their paths' code units. Links are followed but for folders below `**`,
 * so that no loop has no end.
 * @param root absolute; what a relative pattern is relative to
 * @throws AssayError input `too-many-files`, `file-unreadable`
 */
export async function findFiles(root: string, pattern: string): Promise<MatchedFile[]> {
  const found = new Map<string, MatchedFile>()
  const { fixed, wild } = splitPattern(pattern.split(sep).join('/'))
  const start = resolve(root, fixed)
  for (const matchers of wild) {
    await walk(start, matchers, [], (below) => {
      const file = join(start, ...below)
      found.set(file, found.get(file) ?? { file, below })
      if (found.size > mostFiles) throw tooMany(pattern)
    })
  }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}

const tooMany = (pattern: string) =>
  inputError('too-many-files', `${pattern} matches more than ${mostFiles} files.`, {
    hint: 'Write the table as fewer, larger files, or narrow the pattern.',
  })

async function walk(
  start: string,
  [matcher, ...rest]: readonly NameMatcher[],
  below: readonly string[],
  take: (below: readonly string[]) => void,
): Promise<void> {
  const folder = join(start, ...below)
  if (matcher === undefined) return
  if (matcher === '**') {
    await walk(start, rest, below, take)
    for (const entry of await entriesOf(folder))
      if (entry.isDirectory() && !entry.name.startsWith('.'))
        await walk(start, ['**', ...rest], [...below, entry.name], take)
    return
  }
  const names =
    'exactly' in matcher
      ? [matcher.exactly]
      : (await entriesOf(folder)).map(({ name }) => name).filter(matcher.matches)
  for (const name of names) {
    const path = [...below, name]
    if (rest.length > 0) await walk(start, rest, path, take)
    else if (await isThere(join(start, ...path))) take(path)
  }
}

/** A link that leads nowhere is there: that it cannot be read must be said. A folder is no file of a table. */
async function isThere(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => lstat(file).catch(() => undefined))
  return stats !== undefined && !stats.isDirectory()
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String((error as NodeJS.ErrnoException).code))) return []
    throw fileError(error, folder)
  }
}
