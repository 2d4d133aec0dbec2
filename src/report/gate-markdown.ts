import type { Comparison, EvaluateGateRecord } from '../record/evaluate-gate.ts'
import { changeText, rangeText } from './change-cell.ts'
import { trainingChangeText } from './change-text.ts'
import { fairnessTable, groupsTable } from './fairness-markdown.ts'
import { flipsDetails } from './flips-markdown.ts'
import { flipsOf } from './flips-table.ts'
import { comingBaselines, headlineOf, nextSteps, reachOf } from './gate-words.ts'
import { judgedAgainLine } from './judged-again-markdown.ts'
import { blocks, details, table } from './markdown/blocks.ts'
import { cellCode, code, link, text } from './markdown/escape.ts'
import { type DiffRow, type MetricDiff, metricDiff } from './metric-diff.ts'
import { counted, numberFormat } from './number.ts'
import { reproduction } from './reproduction.ts'
import { type FindingLine, findingLines, ruleLines } from './rule-lines.ts'
import { slicesTable } from './slices-markdown.ts'
import { slicesSummary } from './slices-summary.ts'
import { waiverLine } from './waiver-text.ts'
import { type OwnWords, wordsSection } from './words/words-section.ts'
import { marks, toneOf } from './zone-words.ts'

/** How much is said, for places that hold little: each level leaves out more. */
export type Detail = 'full' | 'ruled' | 'deciding' | 'headline'

/** Pages about a record. */
export interface GateLinks {
  readonly run?: string
  /** the HTML report */
  readonly report?: string
  readonly checks?: string
  /** the rules as they judged */
  readonly policy?: string
}

export interface GateMarkdownOptions {
  readonly detail: Detail
  readonly links?: GateLinks
  /** the user's own words, made harmless: see words-section.ts */
  readonly words?: OwnWords
}

/** Rows and sentences that a shortened report keeps. */
const few = 20

/** Slices that moved: those that lost most come first. */
const mostSlices = 50

/** Disparities and groups: a column of many values makes many groups. */
const mostOfFairness = 100

/** Reasons why the rules are not protected: whoever makes them many shall not push the warning out. */
const fewNotes = 5

/** The gate's report as Markdown: a pure function of the record. */
export function gateMarkdown(record: EvaluateGateRecord, options: GateMarkdownOptions): string {
  const { tone, words } = headlineOf(record)
  return blocks([`### ${marks[tone]} ${code(record.name)} ${words}`, gateSection(record, options)])
}

/** The report without its headline. */
export function gateSection(
  record: EvaluateGateRecord,
  { detail, links = {}, words }: GateMarkdownOptions,
): string {
  const more = links.report === undefined ? link('the run', links.run) : link('the report', links.report)
  if (detail === 'headline')
    return blocks([
      text(record.reason, 300),
      unprotected(record),
      judgedAgainLine(record, links.policy),
      `The rest is too long to show here; see ${more} for all of it.`,
    ])
  const diff = metricDiff(record)
  const ruled = diff.rows.filter(({ comparisons }) => comparisons.length > 0)
  const rest = diff.rows.filter(({ comparisons }) => comparisons.length === 0)
  const short = detail === 'deciding'
  return blocks([
    text(record.reason),
    judgedAgainLine(record, links.policy),
    unprotected(record),
    pendingOf(record, short),
    diffTable(diff, short ? ruled.slice(0, few) : ruled),
    fairnessTable(record, short ? few : mostOfFairness),
    slicesSummary(record),
    slicesTable(record, short ? few : mostSlices),
    comingBaselines(record),
    stepsOf(record),
    waiversOf(record),
    words && (detail === 'full' || detail === 'ruled')
      ? wordsSection(words, detail, links.report)
      : undefined,
    findings(record, short),
    detail === 'full' ? flipsDetails(record, few) : undefined,
    short ? undefined : whatElseChanged(record),
    detail === 'full' ? groupsTable(record, mostOfFairness) : undefined,
    detail === 'full' && rest.length > 0
      ? details(`${counted(rest.length, 'metric')} without a rule`, diffTable(diff, rest))
      : undefined,
    short ? undefined : reproduction(record),
    leftOut(record, detail, { ruled: ruled.length, rest: rest.length }, more),
    footer(record, links),
  ])
}

/** What a shortened report does not say, so that nobody takes it for all there is. */
function leftOut(
  record: EvaluateGateRecord,
  detail: Detail,
  { ruled, rest }: { ruled: number; rest: number },
  more: string,
): string | undefined {
  if (detail === 'full') return undefined
  const things = [
    detail === 'deciding' && record.words ? `what ${code(record.words.file)} says` : '',
    flipsOf(record).length > 0 ? 'the rows that flipped' : '',
    rest > 0 ? `${counted(rest, 'metric')} without a rule` : '',
    detail === 'deciding' && ruled > few ? `${counted(ruled - few, 'metric')} with rules` : '',
    detail === 'deciding' && whatElseChanged(record) !== undefined ? 'what else changed' : '',
    detail === 'deciding' ? 'what the rules found that did not decide' : '',
  ].filter((thing) => thing !== '')
  return things.length === 0 ? undefined : `Left out here, for length: ${things.join('; ')}. See ${more}.`
}

function diffTable({ columns, severalEvaluations }: MetricDiff, rows: readonly DiffRow[]): string {
  if (rows.length === 0) return ''
  const ruled = rows.some(({ comparisons }) => comparisons.length > 0)
  const header = [
    'metric',
    'this model',
    ...columns.flatMap(({ names }) => [names.map(cellCode).join(', '), 'change']),
    ...(ruled ? ['rule', ''] : []),
  ]
  const align = [
    'left',
    'right',
    ...columns.flatMap(() => ['right', 'right']),
    ...(ruled ? ['left', 'left'] : []),
  ] as ('left' | 'right')[]
  return table(
    header,
    rows.map((row) => cellsOf(row, severalEvaluations, ruled)),
    align,
  )
}

function cellsOf(row: DiffRow, severalEvaluations: boolean, ruled: boolean): string[] {
  const { metric, evaluation, candidate, direction, cells, comparisons } = row
  const format = numberFormat([candidate, ...cells.map(({ value }) => value)])
  const name = severalEvaluations ? `${cellCode(metric)} on ${cellCode(evaluation)}` : cellCode(metric)
  return [
    name,
    candidate === undefined ? 'none' : format(candidate),
    ...cells.flatMap((cell) => [
      cell.value === undefined ? '' : format(cell.value),
      [changeText(cell), rangeText(cell, direction)].filter((part) => part !== '').join('<br>'),
    ]),
    ...(ruled ? ruleCells(comparisons) : []),
  ]
}

/** A line a rule, its outcome beside it. */
function ruleCells(comparisons: readonly Comparison[]): [rules: string, outcomes: string] {
  const lines = ruleLines(comparisons).map(({ rule, tone, words, baselines }) => {
    const against = baselines.length > 0 ? ` (${baselines.map(cellCode).join(', ')})` : ''
    return { rule, outcome: `${marks[tone]} ${words}${against}` }
  })
  return [lines.map(({ rule }) => rule).join('<br>'), lines.map(({ outcome }) => outcome).join('<br>')]
}

function unprotected({ policy, run }: EvaluateGateRecord): string | undefined {
  if (!policy || policy.protected || run.pull_request === undefined) return undefined
  const { notes = [] } = policy
  const said = notes.slice(0, fewNotes).map((note) => text(note, 300))
  const rest = notes.length > fewNotes ? [`and ${notes.length - fewNotes} more`] : []
  const why = notes.length > 0 ? `: ${[...said, ...rest].join('; ')}` : ''
  return `${marks.unsure} **These rules are not protected**${why}. Whoever reviews this change should read them.`
}

/** What the change would make of the rules, and that it has not done so yet. */
function pendingOf({ policy }: EvaluateGateRecord, short: boolean): string | undefined {
  const pending = policy?.pending ?? []
  if (pending.length === 0) return undefined
  const shown = pending.slice(0, short ? fewNotes : few)
  const lines = shown.map(
    ({ key, now, proposed }) =>
      `- ${code(key)}: ${now === undefined ? 'not there' : code(now)} now, ${proposed === undefined ? 'gone' : code(proposed)} after the merge`,
  )
  const rest = pending.length > shown.length ? [`- and ${pending.length - shown.length} more`] : []
  return [
    `${marks.unsure} **This change edits the rules.** It is judged by those of the base; its own take effect after the merge:`,
    ...lines,
    ...rest,
  ].join('\n')
}

function stepsOf(record: EvaluateGateRecord): string | undefined {
  const steps = nextSteps(record)
  if (steps.length === 0) return undefined
  return steps.length === 1
    ? `**Next:** ${text(steps[0]!)}`
    : `**Next:**\n${steps.map((step) => `- ${text(step)}`).join('\n')}`
}

/** Waivers that were used, and those that somebody may wonder about. */
function waiversOf({ waivers = [] }: EvaluateGateRecord): string | undefined {
  const told = waivers.filter(({ outcome }) => outcome !== 'unused')
  if (told.length === 0) return undefined
  const lines = told.slice(0, few).map((waiver) => {
    const mark = marks[waiver.outcome === 'used' ? 'unsure' : 'bad']
    return `- ${mark} ${text(waiverLine(waiver))}${waiver.url === undefined ? '' : ` (${link('review', waiver.url)})`}`
  })
  return `**Waivers:**\n${lines.join('\n')}${told.length > few ? `\n- and ${told.length - few} more` : ''}`
}

/** What each comparison found, those that decided first. */
function findings(
  { comparisons = [], decided_by = [] }: EvaluateGateRecord,
  short: boolean,
): string | undefined {
  const decided = new Set(decided_by)
  const deciding = comparisons.filter((_, i) => decided.has(i))
  const others = comparisons.filter((_, i) => !decided.has(i))
  const shown = short ? deciding.slice(0, few) : [...deciding, ...others]
  if (shown.length === 0) return undefined
  return details('What each rule found', findingLines(shown).map(findingLine).join('\n'))
}

function findingLine({ comparison, alsoAgainst }: FindingLine): string {
  const also = alsoAgainst.length > 0 ? `The same against ${alsoAgainst.map(code).join(', ')}.` : undefined
  return [`- ${marks[toneOf(comparison)]} ${text(comparison.explanation)}`, also, reachOf(comparison)]
    .filter(Boolean)
    .join(' ')
}

const usesText = (uses: number | undefined) =>
  uses === undefined || uses < 2 ? '' : `, which judged ${counted(uses, 'accepted model')} so far`

/** What else is different beside the metrics, for each baseline whose training is known. */
function whatElseChanged({ baselines = [] }: EvaluateGateRecord): string | undefined {
  const known = baselines.filter(({ changes }) => changes !== undefined)
  const lines = known.flatMap(({ name, changes = [] }) =>
    changes.length === 0
      ? [`- since ${code(name)}: nothing that is known to decide a training`]
      : changes.map((change) => `- since ${code(name)}: ${text(trainingChangeText(change), 500)}`),
  )
  return lines.length === 0 ? undefined : details('What else changed', lines.join('\n'))
}

const rulesOf = ({ protected: kept, sha, digest }: NonNullable<EvaluateGateRecord['policy']>) =>
  `${kept ? `rules of ${sha ? code(sha.slice(0, 7)) : 'the protected branch'}` : 'rules'} ${code(digest.slice(0, 19))}`

function footer(record: EvaluateGateRecord, links: GateLinks): string {
  const { evaluations = [], baselines = [], run, model_digest, policy } = record
  const parts = [
    (run.head_sha ?? run.sha) ? `commit ${code((run.head_sha ?? run.sha)!.slice(0, 7))}` : undefined,
    model_digest && `model ${code(model_digest.slice(0, 19))}`,
    ...evaluations
      .filter(({ rows }) => rows > 0)
      .map(({ name, rows, uses }) => `${code(name)}: ${counted(rows, 'row')}${usesText(uses)}`),
    ...baselines.map(({ name, description, url: page, behind }) => {
      const late = behind ? `, ${counted(behind, 'commit')} behind` : ''
      return `${code(name)}: ${link(text(description, 200), page)}${late}`
    }),
    policy && link(rulesOf(policy), links.policy),
    links.report && link('report', links.report),
    links.checks && link('checks', links.checks),
    links.run && link('run', links.run),
  ]
  return `<sub>${parts.filter((part) => part !== undefined && part !== '').join(' · ')}</sub>`
}
