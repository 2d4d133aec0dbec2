import { lstat, readdir, stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
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

/** Whether a path holds what patterns are made of. */
export const isPattern = (path: string) => /[*?[{]/.test(path)

/**
 * The files that a pattern matches, in the order of their paths' code units. `*` and `?` match within a name, `[a-c]`
 * one character, `{a,b}` either, `**` any folders. Names that begin with a dot are matched only by a dot. Links are
 * followed but for folders below `**`, so that no loop has no end.
 * @param root absolute; what a relative pattern is relative to
 * @throws AssayError input `too-many-files`, `file-unreadable`
 */
export async function findFiles(root: string, pattern: string): Promise<MatchedFile[]> {
  const found = new Map<string, MatchedFile>()
  const whole = pattern.split(sep).join('/')
  const fixed = whole.slice(0, whole.search(/[*?[{]|$/)).lastIndexOf('/') + 1
  const start = resolve(root, whole.slice(0, fixed))
  for (const wild of withoutBraces(whole.slice(fixed))) {
    const segments = wild.split('/').filter((segment) => segment !== '')
    await walk(start, segments.map(matcherOf), [], (below) => {
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

type Matcher = '**' | { readonly exactly: string } | { readonly matches: (name: string) => boolean }

async function walk(
  start: string,
  [matcher, ...rest]: readonly Matcher[],
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

function matcherOf(segment: string): Matcher {
  if (segment === '**') return '**'
  if (!isPattern(segment)) return { exactly: segment }
  const marks = marksOf(segment)
  return { matches: (name) => name.startsWith('.') === segment.startsWith('.') && fits(name, marks) }
}

type Mark = 'any' | ((char: string) => boolean)

function marksOf(segment: string): Mark[] {
  const marks: Mark[] = []
  for (const [part, inside] of segment.matchAll(/\[([!^]?[^\]]+)\]|./gsu)) {
    if (inside !== undefined) marks.push(oneOf(inside))
    else if (part === '*') marks.push('any')
    else marks.push(part === '?' ? () => true : (char) => char === part)
  }
  return marks
}

function oneOf(inside: string): Mark {
  const not = /^[!^]/.test(inside)
  const chars = [...(not ? inside.slice(1) : inside)]
  const ranges: (readonly [from: string, to: string])[] = []
  for (let i = 0; i < chars.length; i++) {
    const isRange = chars[i + 1] === '-' && chars[i + 2] !== undefined
    ranges.push([chars[i]!, isRange ? chars[i + 2]! : chars[i]!])
    if (isRange) i += 2
  }
  return (char) => ranges.some(([from, to]) => char >= from && char <= to) !== not
}

/** Goes back to the last `*` only: no pattern takes longer than its length times the name's. */
function fits(name: string, marks: readonly Mark[]): boolean {
  const chars = [...name]
  let at = 0
  let mark = 0
  let star = -1
  let from = 0
  while (at < chars.length) {
    const wanted = marks[mark]
    if (wanted === 'any') {
      star = mark++
      from = at
    } else if (wanted?.(chars[at]!)) {
      at++
      mark++
    } else if (star === -1) return false
    else {
      mark = star + 1
      at = ++from
    }
  }
  return marks.slice(mark).every((left) => left === 'any')
}

/** The patterns that one with `{a,b}` stands for. */
function withoutBraces(pattern: string): string[] {
  const found = /\{([^{}]*,[^{}]*)\}/.exec(pattern)
  if (!found) return [pattern]
  const before = pattern.slice(0, found.index)
  const after = pattern.slice(found.index + found[0].length)
  const all = found[1]!.split(',').flatMap((choice) => withoutBraces(before + choice + after))
  if (all.length > mostFiles) throw tooMany(pattern)
  return all
}
