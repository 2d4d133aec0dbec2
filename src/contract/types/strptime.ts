import { literal } from '../../tables/quote.ts'
import { escaped, matches } from './sql.ts'

/** How dates and times are written, by a pattern in the syntax of strptime. */
export interface TimePattern {
  /** SQL of a cell's text as TIMESTAMP, or TIMESTAMPTZ where the pattern has a zone; NULL where it does not match */
  sql(text: string): string
  /** a text of the contract's in ISO 8601, with date and time; undefined where it does not match */
  iso(text: string): string | undefined
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september'].concat(
  'october',
  'november',
  'december',
)
const anyCase = (word: string) => [...word].map((c) => `[${c.toUpperCase()}${c}]`).join('')
const oneOf = (list: readonly string[]) => `(?:${list.map(anyCase).join('|')})`

interface Directive {
  readonly part: 'date' | 'time' | 'zone'
  /** its digits may run into those of a neighbour */
  readonly numeric?: boolean
  /** what it takes, and what it takes beside a neighbour of digits */
  readonly takes: string
  readonly padded?: string
}

const number = (part: 'date' | 'time', padded: string, takes = padded): Directive => ({
  part,
  numeric: true,
  takes,
  padded,
})
const to59 = ['[0-5][0-9]', '[0-5]?[0-9]'] as const

const directives: Readonly<Record<string, Directive>> = {
  Y: number('date', '[0-9]{4}'),
  y: number('date', '[0-9]{2}'),
  m: number('date', '(?:0[1-9]|1[0-2])', '(?:1[0-2]|0?[1-9])'),
  d: number('date', '(?:0[1-9]|[12][0-9]|3[01])', '(?:[12][0-9]|3[01]|0?[1-9])'),
  b: { part: 'date', takes: oneOf(months.map((month) => month.slice(0, 3))) },
  B: { part: 'date', takes: oneOf(months) },
  H: number('time', '(?:[01][0-9]|2[0-3])', '(?:1[0-9]|2[0-3]|0?[0-9])'),
  I: number('time', '(?:0[1-9]|1[0-2])', '(?:1[0-2]|0?[1-9])'),
  p: { part: 'time', takes: '[AaPp][Mm]' },
  M: number('time', ...to59),
  S: number('time', ...to59),
  f: number('time', '[0-9]{1,6}'),
  z: { part: 'zone', takes: '(?:[+-](?:0[0-9]|1[0-5]):?[0-5][0-9])' },
}

const knownDirectives = Object.keys(directives).map((letter) => `%${letter}`)

type Token = { readonly letter: string } | { readonly text: string }

const tokensOf = (pattern: string): Token[] =>
  (pattern.match(/%[\s\S]?|[^%]+/g) ?? []).map((token) =>
    token === '%%' ? { text: '%' } : token.startsWith('%') ? { letter: token.slice(1) } : { text: token },
  )

const lettersOf = (pattern: string) =>
  tokensOf(pattern).flatMap((token) => ('letter' in token ? [token.letter] : []))

/** What keeps a pattern from being read strictly and without guesses; undefined where nothing does. */
export function patternFault(pattern: string, type: 'date' | 'time' | 'datetime'): string | undefined {
  const letters = lettersOf(pattern)
  const unknown = letters.find((letter) => !Object.hasOwn(directives, letter))
  if (unknown !== undefined)
    return `%${unknown} is not read; these are: ${knownDirectives.join(' ')} and %% for a percent sign`
  const twice = letters.find((letter, i) => letters.indexOf(letter) < i)
  if (twice !== undefined) return `%${twice} is there twice`
  const has = (...any: string[]) => any.filter((letter) => letters.includes(letter)).length
  if (has('Y', 'y') > 1) return '%Y and %y are both there'
  if (has('m', 'b', 'B') > 1) return 'the month is there twice'
  if (has('H', 'I') > 1) return '%H and %I are both there'
  if (has('I') !== has('p')) return '%I and %p need each other'
  if (type !== 'time' && has('Y', 'y') * has('m', 'b', 'B') * has('d') === 0)
    return 'needs a year (%Y), a month (%m) and a day (%d)'
  if (type !== 'date' && has('H', 'I') === 0) return 'needs an hour (%H)'
  const parts = letters.map((letter) => directives[letter]!.part)
  if (type === 'date' && parts.some((part) => part !== 'date'))
    return 'has a time: the field needs type datetime'
  if (type === 'time' && parts.includes('date')) return 'has a date: the field needs type datetime'
  if (type === 'time' && parts.includes('zone')) return 'has a zone, which a time without a date cannot have'
  return undefined
}

/** @param pattern one without {@link patternFault} */
export function timePattern(pattern: string): TimePattern {
  const expression = expressionOf(pattern, (letter, takes) => `(?<${letter}>${takes})`)
  const guard = expressionOf(pattern, (_, takes) => takes)
  const compiled = new RegExp(`^${expression}$`, 'u')
  return {
    sql: (text) => `CASE WHEN ${matches(text, guard)} THEN try_strptime(${text}, ${literal(pattern)}) END`,
    iso(text) {
      const found = compiled.exec(text)?.groups
      return found === undefined ? undefined : isoOf(found)
    },
  }
}

/** Digits that touch need their full width: `%d%m%Y` takes 01022024 and not 122024. */
function expressionOf(pattern: string, group: (letter: string, takes: string) => string): string {
  const tokens = tokensOf(pattern)
  const isNumeric = (token: Token | undefined) =>
    token !== undefined && ('letter' in token ? directives[token.letter]?.numeric : /\d/.test(token.text))
  return tokens
    .map((token, i) => {
      if ('text' in token) return escaped(token.text)
      const { takes, padded = takes } = directives[token.letter]!
      const touches = isNumeric(tokens[i - 1]) || isNumeric(tokens[i + 1])
      return group(token.letter, touches ? padded : takes)
    })
    .join('')
}

function isoOf(found: Readonly<Record<string, string | undefined>>): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const word = (found.b ?? found.B)?.toLowerCase().slice(0, 3)
  const month = word === undefined ? Number(found.m ?? 1) : months.findIndex((m) => m.startsWith(word)) + 1
  const half = found.p?.toLowerCase() === 'pm' ? 12 : 0
  const hour = found.I === undefined ? Number(found.H ?? 0) : (Number(found.I) % 12) + half
  const fraction = found.f === undefined ? '' : `.${found.f}`
  const zone = found.z?.replace(/^(...):?(..)$/, '$1:$2') ?? ''
  const day = `${yearOf(found)}-${two(month)}-${two(Number(found.d ?? 1))}`
  return `${day}T${two(hour)}:${two(Number(found.M ?? 0))}:${two(Number(found.S ?? 0))}${fraction}${zone}`
}

/** Years of two digits are those from 1969 to 2068, as POSIX has it. */
function yearOf({ Y, y }: Readonly<Record<string, string | undefined>>): string {
  if (y === undefined) return Y ?? '1900'
  return `${Number(y) < 69 ? '20' : '19'}${y}`
}
