import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { everySlice } from '../../../record/gate-terms.ts'
import { comingBaselines } from '../../gate/coming-baselines.ts'
import { flipsOf } from '../../gate/flips-table.ts'
import { headlineOf } from '../../gate/gate-words.ts'
import { nextSteps } from '../../gate/next-steps.ts'
import { findingLines, ruleLines } from '../../gate/rule-lines.ts'
import { toldOnce } from '../../gate/same-finding.ts'
import { waiverLine } from '../../gate/waiver-text.ts'
import { whatBlocks } from '../../gate/what-blocks.ts'
import { type Tone, toneOf } from '../../gate/zone-words.ts'
import { counted, grouped } from '../../number.ts'
import { type Markup, markup, nothing, webLink } from '../markup.ts'
import { toneSign } from '../tone-sign.ts'
import type { GateReport } from './gate-report.ts'

const few = 20

/** The head of the report: may it be merged, why, and what to do. */
export function verdictHead(report: GateReport): Markup {
  const { record } = report
  const { tone, words } = headlineOf(record)
  const steps = nextSteps(record)
  const coming = comingBaselines(record)
  return markup`<header class="verdict ${tone}">
<p class="kicker">Report of the gate</p>
<h1>${toneSign(tone)}<span><span class="model">${record.name}</span> ${words}</span></h1>
<p class="reason">${record.reason}</p>
${reasons(record)}
${warnings(record)}
${steps.length === 0 ? nothing : markup`<div class="next"><h2>Next</h2><ul>${steps.map((step) => markup`<li>${step}</li>`)}</ul></div>`}
${coming === undefined ? nothing : markup`<p>${coming}</p>`}
${glance(record)}
${about(report)}
</header>
`
}

/** What decided, beyond the sentence that says the first of it. */
function reasons(record: EvaluateGateRecord): Markup {
  const deciding = findingLines(toldOnce(whatBlocks(record))).filter(
    ({ comparison: { explanation } }) => !record.reason.startsWith(explanation.replace(/\.$/, '')),
  )
  if (deciding.length === 0) return nothing
  const rest = deciding.length - few
  return markup`<ul class="deciding">${deciding
    .slice(0, few)
    .map(
      ({ comparison, alsoAgainst }) =>
        markup`<li>${toneSign(toneOf(comparison))}<span>${comparison.explanation}${alsoAgainst.length === 0 ? nothing : markup` The same against ${alsoAgainst.join(', ')}.`}</span></li>`,
    )}${rest > 0 ? markup`<li>and ${rest} more</li>` : nothing}</ul>`
}

function warnings({ policy, waivers = [], run }: EvaluateGateRecord): Markup {
  const told = waivers.filter(({ outcome }) => outcome !== 'unused').slice(0, few)
  const notes = (policy?.notes ?? []).slice(0, few)
  const open = policy !== undefined && !policy.protected && run.pull_request !== undefined
  const pending = (policy?.pending ?? []).slice(0, few)
  const lines = [
    ...(open
      ? [
          markup`<li>${toneSign('unsure')}<span><strong>These rules are not protected.</strong> ${notes.join('; ')}</span></li>`,
        ]
      : []),
    ...(pending.length > 0
      ? [
          markup`<li>${toneSign('unsure')}<span><strong>This change edits the rules</strong>, and is judged by those of the base: ${pending.map(
            ({ key, now, proposed }, i) =>
              markup`${i === 0 ? '' : '; '}<code>${key}</code> ${now ?? 'not there'} &rarr; ${proposed ?? 'gone'}`,
          )}</span></li>`,
        ]
      : []),
    ...told.map(
      (waiver) =>
        markup`<li>${toneSign(waiver.outcome === 'used' ? 'unsure' : 'bad')}<span><strong>Waiver.</strong> ${waiverLine(waiver)} ${waiver.url === undefined ? nothing : webLink('review', waiver.url)}</span></li>`,
    ),
  ]
  return lines.length === 0 ? nothing : markup`<ul class="deciding">${lines}</ul>`
}

/** A few numbers before all others. */
function glance(record: EvaluateGateRecord): Markup {
  const tiles = [rulesTile(record), slicesTile(record), ...flipTiles(record)].filter(
    (tile) => tile !== undefined,
  )
  return tiles.length === 0
    ? nothing
    : markup`<dl class="glance">${tiles.map(
        ({ to, label, value, of, tone }) =>
          markup`<div class="${tone}"><dt><a href="#${to}">${label}</a></dt><dd>${value}<span class="of">${of}</span></dd></div>`,
      )}</dl>`
}

interface Tile {
  readonly to: string
  readonly label: string
  readonly value: string
  readonly of: string
  readonly tone: Tone
}

const toneOfAll = (tones: readonly Tone[]): Tone =>
  tones.includes('bad') ? 'bad' : tones.includes('unsure') ? 'unsure' : 'good'

function rulesTile({ comparisons = [] }: EvaluateGateRecord): Tile | undefined {
  const whole = comparisons.filter(({ slice, by }) => slice === undefined && by === undefined)
  const rules = new Map<string, Tone>()
  for (const comparison of whole) {
    const { metric, evaluation } = comparison
    const [line] = ruleLines([comparison])
    const key = JSON.stringify([metric, evaluation, line!.rule])
    rules.set(key, toneOfAll([line!.tone, rules.get(key) ?? 'good']))
  }
  if (rules.size === 0) return undefined
  const tones = [...rules.values()]
  const broken = tones.filter((tone) => tone === 'bad').length
  const unsure = tones.filter((tone) => tone === 'unsure').length
  return {
    to: 'metrics',
    label: 'Rules broken',
    value: grouped(broken),
    of: `of ${rules.size}${unsure > 0 ? `, ${unsure} uncertain` : ''}`,
    tone: toneOfAll(tones),
  }
}

function slicesTile({ comparisons = [] }: EvaluateGateRecord): Tile | undefined {
  const slices = new Map<string, Tone>()
  for (const comparison of comparisons) {
    const { slice, zone } = comparison
    if (slice === undefined || slice === everySlice || zone === 'not-judged') continue
    const key = JSON.stringify([comparison.evaluation, comparison.slice])
    slices.set(key, toneOfAll([toneOf(comparison), slices.get(key) ?? 'good']))
  }
  if (slices.size === 0) return undefined
  const tones = [...slices.values()]
  return {
    to: 'slices',
    label: 'Slices outside',
    value: grouped(tones.filter((tone) => tone === 'bad').length),
    of: `of ${slices.size} judged`,
    tone: toneOfAll(tones),
  }
}

function flipTiles(record: EvaluateGateRecord): Tile[] {
  const [most] = flipsOf(record).toSorted((a, b) => b.flips.broken - a.flips.broken)
  if (most === undefined) return []
  const { broken, mended } = most.flips
  return [
    {
      to: 'flips',
      label: 'Rows newly wrong',
      value: grouped(broken),
      of: `${grouped(mended)} newly right`,
      tone: broken > mended ? 'unsure' : 'good',
    },
  ]
}

const usesText = (uses = 0) =>
  uses > 1 ? `, judged ${counted(uses - 1, 'accepted model')} before this one` : ''

/** Which model, which commit, beside what. */
function about({ record, url }: GateReport): Markup {
  const {
    run,
    model_digest,
    evaluations = [],
    old_test_sets: old = [],
    baselines = [],
    policy,
    observed,
  } = record
  const sha = run.head_sha ?? run.sha
  const entries: [label: string, value: Markup][] = [
    ...(sha ? [['commit', markup`<code>${sha.slice(0, 12)}</code>`] as [string, Markup]] : []),
    ...(run.pull_request === undefined
      ? []
      : [['pull request', markup`#${run.pull_request}`] as [string, Markup]]),
    ...(model_digest
      ? [['model', markup`<code>${model_digest.slice(0, 19)}</code>`] as [string, Markup]]
      : []),
    ...evaluations.map(({ name, rows, task, uses }): [string, Markup] => [
      'test set',
      markup`${name}${rows > 0 ? `: ${counted(rows, 'row')}` : ''}, ${task}${usesText(uses)}`,
    ]),
    ...old.map(({ name, rows, why, uses }): [string, Markup] => [
      'test set of before',
      markup`${name}: ${why ?? counted(rows ?? 0, 'row')}${usesText(uses)}`,
    ]),
    ...baselines.map(({ name, description, url: page, behind }): [string, Markup] => [
      name,
      markup`${webLink(description, page)}${behind ? `, ${counted(behind, 'commit')} behind` : ''}`,
    ]),
    ...(policy
      ? [
          [
            'rules',
            markup`${policy.protected ? 'protected' : 'of this branch'}, <code>${policy.digest.slice(0, 19)}</code>`,
          ] as [string, Markup],
        ]
      : []),
    ['run', markup`${webLink(`${run.id.slice(0, 12)}, attempt ${run.attempt}`, url)}`],
    ['finished', markup`${minuteOf(observed.finished_at)}`],
  ]
  return markup`<dl class="about">${entries.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** Of a time as records have it; what is none stays as it is. */
const minuteOf = (time: string) => time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):[\d.]+Z$/, '$1 $2 UTC')
