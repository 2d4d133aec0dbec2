import { configurationError } from '../errors.ts'

/**
 * Patterns of paths: `*` and `?` match within a name, `[a-c]` one character, `{a,b}` either, `**` any folders. Names
 * that begin with a dot are matched only by a dot.
 */
export const isPattern = (path: string) => magic.test(path)

const magic = /[*?[{]/
const mostChoices = 1000

/** What one name of a path must be; `**` is any number of folders. */
export type NameMatcher =
  | '**'
  | { readonly exactly: string }
  | { readonly matches: (name: string) => boolean }

/** A pattern as the folders before its first wildcard, and what it stands for after them. */
export interface SplitPattern {
  /** '' or with a `/` at its end */
  readonly fixed: string
  readonly wild: readonly (readonly NameMatcher[])[]
}

/**
 * @param pattern with `/` on every system
 * @throws AssayError configuration `wrong-value` where its braces stand for too many
 */
export function splitPattern(pattern: string): SplitPattern {
  const at = pattern.search(magic)
  const fixed = pattern.slice(0, (at === -1 ? pattern : pattern.slice(0, at)).lastIndexOf('/') + 1)
  const wild = withoutBraces(pattern.slice(fixed.length)).map((choice) =>
    choice
      .split('/')
      .filter((name, i, names) => name !== '' && !(name === '**' && names[i - 1] === '**'))
      .map(matcherOf),
  )
  return { fixed, wild }
}

/** Whether a pattern matches a path, both relative to the same folder and without `.` and `..`. */
export function matchesPattern(pattern: string, path: string): boolean {
  const { fixed, wild } = splitPattern(pattern)
  if (!path.startsWith(fixed)) return false
  const names = path.slice(fixed.length).split('/')
  return wild.some((matchers) => matchesNames(matchers, names))
}

function matchesNames([first, ...rest]: readonly NameMatcher[], names: readonly string[]): boolean {
  const [name, ...below] = names
  if (first === undefined) return name === undefined
  if (first === '**')
    return (
      matchesNames(rest, names) ||
      (name !== undefined && !name.startsWith('.') && matchesNames(['**', ...rest], below))
    )
  if (name === undefined) return false
  return ('exactly' in first ? first.exactly === name : first.matches(name)) && matchesNames(rest, below)
}

function matcherOf(segment: string): NameMatcher {
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
  if (all.length > mostChoices)
    throw configurationError('wrong-value', `${pattern} stands for more than ${mostChoices} patterns`, {
      hint: 'Use * instead of so many choices.',
    })
  return all
}
