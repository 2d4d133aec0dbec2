import { type WaiverTerms, waiver } from '../../config/schema/waiver.ts'
import { waivedRules } from '../../record/waiver.ts'
import { shownLines } from './shown-lines.ts'

/** A line that asks to be a waiver: its terms, or why they cannot be read. */
type WaiverLine = { readonly terms: WaiverTerms } | { readonly why: string }

/** More than a review needs, and few enough to be read. */
const mostLines = 20

/** Longer ones are nobody's sentence. */
const longestLine = 3000

const mentioned = /modelassay\s+waive\b/i
const asked = /^ {0,3}modelassay\s+waive\s+(.*)$/i

/**
 * The waivers of a review's text, a line each:
 * `modelassay waive accuracy 0.03 until 2027-01-31: reason, link`. After the metric may stand another
 * rule than `worsening`; after the number `on <evaluation>`, `where "<slice>"`, `between "<columns>"` and
 * `against <baseline>`. What holds a space
 * stands in double quotes. In code or a comment it is an example.
 * @param body hostile text
 */
export function waiverLines(body: string): WaiverLine[] {
  const lines = shownLines(body).filter(({ line }) => mentioned.test(line))
  const read = lines
    .slice(0, mostLines)
    .map(({ line, aside }) => (aside === undefined ? readLine(line) : { why: `it stands in ${aside}` }))
  return lines.length > mostLines ? [...read, { why: `a review states at most ${mostLines}` }] : read
}

function readLine(line: string): WaiverLine {
  const rest = line.length <= longestLine ? asked.exec(line)?.[1] : undefined
  if (rest === undefined)
    return {
      why: line.length > longestLine ? 'its line is too long' : 'it must stand at the beginning of its line',
    }
  const words = wordsOf(rest)
  if (words === undefined)
    return {
      why: 'it lacks ": reason" after the day (what holds a space or a colon stands in double quotes)',
    }
  const terms = termsOf(words)
  if ('why' in terms) return terms
  const parsed = waiver.safeParse(terms.given)
  if (parsed.success) return { terms: parsed.data }
  const issue = parsed.error.issues[0]!
  return { why: `its ${issue.path.join('.') || 'text'} cannot be read: ${issue.message}` }
}

interface Words {
  readonly words: readonly string[]
  readonly reason: string
}

/** The words up to the colon that ends one of them, and the reason after it. */
function wordsOf(text: string): Words | undefined {
  const words: string[] = []
  let rest = text.trimStart()
  for (;;) {
    const match = /^(?:"((?:[^"\\]|\\["\\])*)"|([^\s":]+))(\s*:|\s+|$)/.exec(rest)
    if (!match) return undefined
    const [whole, quoted, plain, end = ''] = match
    words.push(quoted === undefined ? plain! : quoted.replace(/\\(["\\])/g, '$1'))
    rest = rest.slice(whole.length)
    if (end.endsWith(':') && words.at(-2)?.toLowerCase() === 'until') return { words, reason: rest.trim() }
    if (rest === '' || end.endsWith(':')) return undefined
  }
}

const places = {
  on: 'evaluation',
  where: 'slice',
  between: 'groups',
  against: 'baseline',
  until: 'until',
} as const

function termsOf({
  words,
  reason,
}: Words): { readonly given: Record<string, unknown> } | { readonly why: string } {
  const [metric, ...others] = words
  const rule = waivedRules.find((name) => name === others[0])
  const [ceiling, ...rest] = rule === undefined ? others : others.slice(1)
  // Number() reads an empty text as 0, and hexadecimal.
  if (ceiling === undefined || !/^\d*\.?\d+(?:e[+-]?\d+)?$/i.test(ceiling))
    return { why: 'after the metric it must name its ceiling, a positive number' }
  const given: Record<string, unknown> = { metric, ceiling: Number(ceiling), reason }
  if (rule !== undefined) given.rule = rule
  for (let i = 0; i < rest.length; i += 2) {
    const word = rest[i]!.toLowerCase()
    const key = Object.hasOwn(places, word) ? places[word as keyof typeof places] : undefined
    if (key === undefined || Object.hasOwn(given, key))
      return {
        why: `${JSON.stringify(rest[i])} is not understood; there may be on, where, between, against and until, once each`,
      }
    given[key] = rest[i + 1]
  }
  return { given }
}
