import { type Expression, sizeOf } from '../../tables/expression.ts'

const characters = 128
const longest = 500
/** So often RE2 repeats what is repeated in what is repeated, and no more. */
const largest = 1000
const meaningful = '\\^$.|?*+()[]{}'
const isPrintable = (character: string) => character >= ' ' && character <= '~'
const isPunctuation = (character: string) => isPrintable(character) && !/\w/.test(character)

const setOf = (has: (character: string) => boolean) =>
  Uint8Array.from({ length: characters }, (_, code) => (has(String.fromCharCode(code)) ? 1 : 0))
const classes: Readonly<Record<string, Uint8Array>> = {
  d: setOf((character) => /[0-9]/.test(character)),
  D: setOf((character) => /[^0-9]/.test(character)),
  w: setOf((character) => /[0-9A-Za-z_]/.test(character)),
  W: setOf((character) => /[^0-9A-Za-z_]/.test(character)),
}

/** That an expression is none of those that are read here. */
class Unread extends Error {}

/**
 * Reads an expression of RE2 that a whole text must match, where it is of the common kind: characters, classes, groups,
 * branches and repetition. Every one that is read is one to RE2, and means the same there for texts of ASCII without
 * line ends.
 * @returns undefined for any other
 */
export function readExpression(pattern: string): Expression | undefined {
  if (pattern.length > longest) return undefined
  const text = withoutAnchors(pattern)
  let at = 0
  const next = () => text[at] ?? ''
  const take = (character: string) => {
    if (next() !== character) return false
    at++
    return true
  }

  const branches = (): Expression => {
    const found = [sequence()]
    while (take('|')) found.push(sequence())
    return found.length === 1 ? found[0]! : { kind: 'any', branches: found }
  }

  const sequence = (): Expression => {
    const parts: Expression[] = []
    while (at < text.length && next() !== '|' && next() !== ')') parts.push(repeated(atom()))
    if (parts.length === 0) throw new Unread()
    return { kind: 'all', parts }
  }

  const repeated = (part: Expression): Expression => {
    if (take('*')) return { kind: 'times', part, least: 0, most: Number.POSITIVE_INFINITY }
    if (take('+')) return { kind: 'times', part, least: 1, most: Number.POSITIVE_INFINITY }
    if (take('?')) return { kind: 'times', part, least: 0, most: 1 }
    const counts = /^\{(\d{1,3})(,(\d{0,3}))?\}/.exec(text.slice(at))
    if (counts === null) return part
    at += counts[0].length
    const least = Number(counts[1])
    const most =
      counts[2] === undefined ? least : counts[3] === '' ? Number.POSITIVE_INFINITY : Number(counts[3])
    if (most < Math.max(least, 1)) throw new Unread()
    return { kind: 'times', part, least, most }
  }

  const atom = (): Expression => {
    if (take('(')) {
      if (take('?') && !take(':')) throw new Unread()
      const group = branches()
      if (!take(')')) throw new Unread()
      return group
    }
    if (take('[')) return { kind: 'one', of: bracketed() }
    if (take('.')) return { kind: 'one', of: setOf(() => true) }
    if (take('\\')) return { kind: 'one', of: escaped() }
    const character = next()
    if (!isPrintable(character) || meaningful.includes(character)) throw new Unread()
    at++
    return { kind: 'one', of: setOf((one) => one === character) }
  }

  const escaped = (): Uint8Array => {
    const character = next()
    at++
    const known = Object.hasOwn(classes, character) ? classes[character] : undefined
    if (known !== undefined) return known
    if (!isPunctuation(character)) throw new Unread()
    return setOf((one) => one === character)
  }

  const bracketed = (): Uint8Array => {
    const isNegated = take('^')
    const members = new Uint8Array(characters)
    const first = at
    while (!take(']')) {
      const character = next()
      const isDash = character === '-'
      if (!isPrintable(character) || character === '[') throw new Unread()
      if (isDash && at !== first && text[at + 1] !== ']') throw new Unread()
      at++
      if (character === '\\') {
        for (const [code, has] of escaped().entries()) members[code]! |= has
        if (next() === '-' && text[at + 1] !== ']') throw new Unread()
        continue
      }
      let last = character
      if (!isDash && next() === '-' && text[at + 1] !== ']') {
        last = text[at + 1] ?? ''
        if (!isPrintable(last) || '[\\-'.includes(last) || last < character) throw new Unread()
        at += 2
      }
      members.fill(1, character.charCodeAt(0), last.charCodeAt(0) + 1)
    }
    if (at === first + 1) throw new Unread()
    return isNegated ? members.map((has) => 1 - has) : members
  }

  try {
    const expression = branches()
    return at === text.length && sizeOf(expression) <= largest ? expression : undefined
  } catch (thrown) {
    if (thrown instanceof Unread) return undefined
    throw thrown
  }
}

/** Where the whole text must match, what says that it begins or ends there says nothing. */
function withoutAnchors(pattern: string): string {
  const begun = pattern.replace(/^\^/, '')
  const backslashes = /(\\*)\$$/.exec(begun)?.[1]?.length ?? 1
  return backslashes % 2 === 0 ? begun.slice(0, -1) : begun
}
