import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Change } from '../../record/training-change.ts'
import { trainingChangeText } from '../change-text.ts'
import { blocks, details } from '../markdown/blocks.ts'
import { code, link, text } from '../markdown/escape.ts'
import { counted } from '../number.ts'
import { reproduction } from '../reproduction.ts'
import { type OwnWords, wordsSection } from '../words/words-section.ts'
import { comingBaselines } from './coming-baselines.ts'
import { diffTable } from './diff-table-markdown.ts'
import { fairnessTable, groupsTable } from './fairness-markdown.ts'
import { findingItems } from './findings-markdown.ts'
import { flipsDetails } from './flips-markdown.ts'
import { flipsOf } from './flips-table.ts'
import { headlineOf } from './gate-words.ts'
import { judgedAgainLine } from './judged-again-markdown.ts'
import { metricDiff } from './metric-diff.ts'
import { nextSteps } from './next-steps.ts'
import { pendingEdits, unprotected } from './policy-markdown.ts'
import { slicesTable } from './slices-markdown.ts'
import { slicesSummary } from './slices-summary.ts'
import { waiverLine } from './waiver-text.ts'
import { whatBlocks } from './what-blocks.ts'
import { marks } from './zone-words.ts'

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

/** Edits of the rules that it keeps. */
const fewEdits = 5

/** Slices that moved: those that lost most come first. */
const mostSlices = 50

/** Disparities and groups: a column of many values makes many groups. */
const mostOfFairness = 100

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
    pendingEdits(record, short ? fewEdits : few),
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
function findings(record: EvaluateGateRecord, short: boolean): string | undefined {
  const blocking = new Set(whatBlocks(record))
  const others = (record.comparisons ?? []).filter((comparison) => !blocking.has(comparison))
  const shown = short ? [...blocking].slice(0, few) : [...blocking, ...others]
  if (shown.length === 0) return undefined
  return details('What each rule found', findingItems(shown))
}

/** @param uses this model counted among those that it is to be one of */
const usesText = (uses: number | undefined) =>
  uses === undefined || uses < 2
    ? ''
    : `, which judged ${counted(uses - 1, 'accepted model')} before this one`

/** What else is different beside the metrics, for each baseline whose training is known. */
function whatElseChanged({ baselines = [] }: EvaluateGateRecord): string | undefined {
  const known = baselines.filter(({ changes }) => changes !== undefined)
  const same = new Map<string, { readonly names: string[]; readonly changes: readonly Change[] }>()
  for (const { name, changes = [] } of known) {
    const one = same.get(JSON.stringify(changes)) ?? { names: [], changes }
    one.names.push(name)
    same.set(JSON.stringify(changes), one)
  }
  const lines = [...same.values()].flatMap(({ names, changes }) => {
    const since = `- since ${names.map(code).join(', ')}: `
    return changes.length === 0
      ? [`${since}nothing that is known to decide a training`]
      : changes.map((change) => since + text(trainingChangeText(change), 500))
  })
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
