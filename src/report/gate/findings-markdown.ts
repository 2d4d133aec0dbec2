import type { Comparison } from '../../record/comparison.ts'
import { code, text } from '../markdown/escape.ts'
import { counted, grouped } from '../number.ts'
import { reachOf } from './gate-reach.ts'
import { type FindingLine, findingLines } from './rule-lines.ts'
import { marks, toneOf } from './zone-words.ts'

/** What else the same was found of: more names would be a list that nobody reads. */
const mostNames = 8

/** What each comparison found, as items of a list. What was found of many metrics or slices alike is told of the first. */
export function findingItems(comparisons: readonly Comparison[]): string {
  const alike = new Map<string, [first: FindingLine, ...others: FindingLine[]]>()
  for (const [index, line] of findingLines(comparisons).entries()) {
    const parted = partedOf(line.comparison)
    const key = parted ? JSON.stringify([parted.found, line.alsoAgainst]) : String(index)
    const known = alike.get(key)
    if (known) known.push(line)
    else alike.set(key, [line])
  }
  return [...alike.values()].map(([first, ...others]) => itemOf(first, others)).join('\n')
}

function itemOf({ comparison, alsoAgainst }: FindingLine, others: readonly FindingLine[]): string {
  return [
    `- ${marks[toneOf(comparison)]} ${text(comparison.explanation)}`,
    alsoAgainst.length > 0 ? `The same against ${alsoAgainst.map(code).join(', ')}.` : undefined,
    others.length > 0 ? alsoOf(others.map(({ comparison: one }) => one)) : undefined,
    reachOf(comparison),
  ]
    .filter(Boolean)
    .join(' ')
}

/** The rules on all rows by name, and slices by name where that is all there is and they are few. */
function alsoOf(others: readonly Comparison[]): string {
  const wholes = others.filter(({ slice }) => slice === undefined)
  const slices = others.filter(({ slice }) => slice !== undefined)
  const named = wholes.length === 0 && slices.length <= mostNames ? slices : wholes.slice(0, mostNames)
  const left = { wholes: wholes.length - named.length, slices: slices.length }
  const names = named.map((one) => code(partedOf(one)!.subject))
  const counts =
    named === slices
      ? []
      : [
          left.wholes > 0 ? `${grouped(left.wholes)} more` : '',
          left.slices > 0 ? counted(left.slices, 'slice') : '',
        ].filter((count) => count !== '')
  return `The same goes for ${[...names, ...counts].join(', ')}.`
}

/** What stands between what a comparison is of and what is so of many: none of it is about the values of one. */
const predicates: Partial<Record<Comparison['zone'], string>> = {
  'no-baseline': ' has nothing to be compared with in ',
  'not-comparable': ' cannot be compared with ',
  'not-judged': ' was not judged: ',
  identical: ' needs no comparison with ',
}

function partedOf({ zone, explanation }: Comparison): { subject: string; found: string } | undefined {
  const predicate = predicates[zone]
  const at = predicate === undefined ? -1 : explanation.lastIndexOf(predicate)
  return at < 1 ? undefined : { subject: explanation.slice(0, at), found: explanation.slice(at) }
}
