import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { blocks, details, openDetails } from '../markdown/blocks.ts'
import { code, html, link, text } from '../markdown/escape.ts'
import { grouped } from '../number.ts'
import { subjectOf } from '../subject.ts'
import type { OwnWords } from '../words/words-section.ts'
import { changeText } from './change-cell.ts'
import { type Detail, type GateLinks, gateSection } from './gate-markdown.ts'
import { headlineOf } from './gate-words.ts'
import { metricDiff } from './metric-diff.ts'
import { marks, type Tone } from './zone-words.ts'

/** What the comment tells of one job. */
export type CommentSection =
  | { readonly record: EvaluateGateRecord; readonly links: GateLinks; readonly words?: OwnWords }
  /** the artifact of a record that could not be read */
  | { readonly unreadable: string; readonly links: GateLinks }
  /** a model that the run was to judge and did not, and how that is known */
  | { readonly unjudged: string; readonly why: string; readonly links: GateLinks }

type Judged = Extract<CommentSection, { record: unknown }>

/** How much is said of what needs attention, and of the rest: tried in this order until it fits. */
const steps: readonly (readonly [attention: Detail, rest: Detail])[] = [
  ['full', 'full'],
  ['full', 'ruled'],
  ['ruled', 'ruled'],
  ['ruled', 'deciding'],
  ['deciding', 'deciding'],
  ['deciding', 'headline'],
  ['headline', 'headline'],
]

/**
 * The comment of a run, however many models and matrix jobs it has: its headline, and a section each. Of what is too long
 * the least needed goes first, and the comment says so.
 * @param sections in any order; the comment is the same
 */
export function commentMarkdown(sections: readonly CommentSection[], mostBytes: number): string {
  const sorted = [...sections].sort(byUrgency)
  const written = new Map<string, string>()
  const bodyOf = (section: CommentSection, detail: Detail) => {
    const key = `${sorted.indexOf(section)} ${detail}`
    const body = written.get(key) ?? sectionBody(section, detail)
    written.set(key, body)
    return body
  }
  for (const [attention, rest] of steps) {
    const markdown = whole(sorted, (section) =>
      bodyOf(section, toneOfSection(section) === 'good' ? rest : attention),
    )
    if (Buffer.byteLength(markdown) <= mostBytes) return markdown
  }
  return listed(sorted, mostBytes)
}

function whole(sections: readonly CommentSection[], bodyOf: (section: CommentSection) => string): string {
  const [only, second] = sections
  if (only && second === undefined)
    return blocks([`### ${marks[toneOfSection(only)]} ${titleOf(only, code)}`, bodyOf(only)])
  return blocks([
    `### ${overall(sections)}`,
    ...sections.map((section) => {
      const tone = toneOfSection(section)
      const summary = `${marks[tone]} ${titleOf(section, htmlCode)}${glance(section)}`
      return (tone === 'good' ? details : openDetails)(summary, bodyOf(section))
    }),
  ])
}

const sectionBody = (section: CommentSection, detail: Detail) =>
  'record' in section
    ? gateSection(section.record, {
        detail,
        links: section.links,
        ...(section.words && { words: section.words }),
      })
    : 'unjudged' in section
      ? `${text(section.why)} See ${link('the run', section.links.run)}.`
      : `Its record could not be read; see ${link('the run', section.links.run)}.`

/** Where not even that fits: a line each, and how many more there are. */
function listed(sections: readonly CommentSection[], mostBytes: number): string {
  const lines = sections.map((section) => {
    const page = section.links.run === undefined ? '' : ` (${link('run', section.links.run)})`
    return `- ${marks[toneOfSection(section)]} ${titleOf(section, code)}${page}`
  })
  for (let count = lines.length; ; count = Math.floor(count / 2)) {
    const rest = lines.length - count
    const markdown = blocks([
      `### ${overall(sections)}`,
      'Too long to show here: what each rule found is in the summaries and reports of the jobs.',
      [...lines.slice(0, count), ...(rest > 0 ? [`- and ${grouped(rest)} more`] : [])].join('\n'),
    ])
    if (Buffer.byteLength(markdown) <= mostBytes || count === 0) return markdown
  }
}

const toneOfSection = (section: CommentSection): Tone =>
  'record' in section ? headlineOf(section.record).tone : 'unsure'

function titleOf(section: CommentSection, quoted: (text: string) => string): string {
  if ('record' in section) return `${quoted(subjectOf(section.record))} ${headlineOf(section.record).words}`
  return 'unjudged' in section
    ? `${quoted(section.unjudged)} was not judged`
    : `${quoted(section.unreadable)} could not be read`
}

const htmlCode = (value: string) => `<code>${html(value)}</code>`

/** What the first rule is about and how it changed, so that a folded section tells the most needed. */
function glance(section: CommentSection): string {
  if (!('record' in section)) return ''
  const [row] = metricDiff(section.record).rows.filter(({ comparisons }) => comparisons.length > 0)
  const change = row?.cells.map(changeText).find((text) => text !== '')
  return change === undefined ? '' : ` · ${htmlCode(row!.metric)} ${change}`
}

function overall(sections: readonly CommentSection[]): string {
  const records = sections
    .filter((section): section is Judged => 'record' in section)
    .map(({ record }) => record)
  const all = sections.length
  const untold = all - records.length
  const models = new Set(records.map(({ name }) => name)).size + untold
  const things = models === all ? `${grouped(all)} models` : `${grouped(all)} jobs`
  const passing = records.filter(({ passes }) => passes).length
  const blocked = records.length - passing
  if (blocked === all) return `${marks.bad} All ${things} are blocked`
  if (blocked > 0)
    return `${marks.bad} ${grouped(blocked)} of ${things} ${blocked === 1 ? 'is' : 'are'} blocked`
  const reserved = records.filter((record) => headlineOf(record).tone === 'unsure').length
  const pass =
    passing === all ? `All ${things} pass the gate` : `${grouped(passing)} of ${things} pass the gate`
  return [
    reserved + untold > 0 ? marks.unsure : marks.good,
    ` ${pass}`,
    reserved > 0
      ? reserved === passing
        ? ' with a reservation'
        : `, ${grouped(reserved)} with a reservation`
      : '',
    untold > 0 ? `, ${grouped(untold)} ${untold === 1 ? 'was' : 'were'} not judged` : '',
  ].join('')
}

const ranks: Readonly<Record<Tone, number>> = { bad: 0, unsure: 1, good: 2 }

/** What needs attention first, then by name: the same in whichever job it is written. */
function byUrgency(a: CommentSection, b: CommentSection): number {
  const keyOf = (section: CommentSection) => {
    if ('record' in section) return `${section.record.name} ${section.record.run.leg ?? ''}`
    return 'unjudged' in section ? section.unjudged : section.unreadable
  }
  const [left, right] = [keyOf(a), keyOf(b)]
  const rank = ranks[toneOfSection(a)] - ranks[toneOfSection(b)]
  return rank !== 0 ? rank : left < right ? -1 : left > right ? 1 : 0
}
