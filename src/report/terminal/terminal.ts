import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { StageRecord } from '../../record/record.ts'
import { alsoWrong, placeText } from '../also-wrong.ts'
import { factsOf } from '../facts.ts'
import { faultLines } from '../faults/fault-lines.ts'
import { rangeWords } from '../gate/change-cell.ts'
import { comingBaselines } from '../gate/coming-baselines.ts'
import { type FairnessRow, fairnessRows } from '../gate/fairness-table.ts'
import { type DiffCell, type DiffColumn, type DiffRow, metricDiff } from '../gate/metric-diff.ts'
import { nextSteps } from '../gate/next-steps.ts'
import { policyNotes } from '../gate/policy-notes.ts'
import { findingLines, ruleLines } from '../gate/rule-lines.ts'
import { toldOnce } from '../gate/same-finding.ts'
import { slicesSummary } from '../gate/slices-summary.ts'
import { waiverLine } from '../gate/waiver-text.ts'
import { whatBlocks } from '../gate/what-blocks.ts'
import { type Tone, toneOf } from '../gate/zone-words.ts'
import { numberFormat } from '../number.ts'
import { remedyOf, stageHeadline } from '../stage-words.ts'
import { visible } from '../visible.ts'
import { type Cell, inColumns } from './columns.ts'
import { fits, fittedTable } from './fitted-table.ts'
import type { Palette } from './palette.ts'

const signs: Readonly<Record<Tone, string>> = { good: '✓', bad: '✗', unsure: '!' }
const longest = 1000
const few = 20

/**
 * A record as `modelassay <stage>` prints it for people.
 * @param width places of a line of the terminal, where there is one
 */
export function terminalText(record: StageRecord, palette: Palette, width?: number): string {
  const { tone, words } = stageHeadline(record)
  const headline = palette[tone]([signs[tone], ...subjectOf(record), words].join(' '))
  const lines = [
    palette.strong(headline),
    `  ${visible(record.reason, longest)}`,
    ...placeLines(record, palette),
  ]
  if (record.stage === 'evaluate-gate')
    lines.push(...ruleNotes(record, palette), ...gateLines(record, palette, width))
  else lines.push(...factLines(record, palette))
  const steps = stepsOf(record)
  const coming = record.stage === 'evaluate-gate' ? comingBaselines(record) : undefined
  if (coming !== undefined) lines.push('', `  ${coming}`)
  if (steps.length > 0) lines.push('', ...steps.map((step) => `  Next: ${visible(step, longest)}`))
  return `${lines.map(inert).join('\n')}\n`
}

function stepsOf(record: StageRecord): string[] {
  if (record.stage === 'evaluate-gate') return nextSteps(record)
  return [record.error?.hint ?? remedyOf(record)].filter((step) => step !== undefined)
}

/** In a step of a workflow the runner looks for commands in what is printed, behind spaces too. */
const inert = (line: string) => line.replace(/^(\s*:)(?=:)|##(?=\[)/g, '$&\u200b')

/** Before the configuration could be read no model has a name. */
function subjectOf({ name, stage }: StageRecord): string[] {
  if (name !== 'unknown') return [visible(name, 100)]
  return stage === 'evaluate-gate' ? ['the model'] : []
}

/** Where to look, and what else is wrong. */
function placeLines({ error }: StageRecord, palette: Palette): string[] {
  if (error === undefined) return []
  const place = placeText(error)
  return [
    ...(place === undefined ? [] : [`  ${palette.faint('at')} ${visible(place, longest)}`]),
    ...alsoWrong(error).map((line) => `  ${palette.faint('also')} ${visible(line, longest)}`),
  ]
}

function factLines(record: StageRecord, palette: Palette): string[] {
  const facts = factsOf(record).map(({ label, value }): Cell[] => [
    { text: visible(label), paint: palette.faint },
    { text: visible(value) },
  ])
  const faults = record.stage === 'data-validate' ? faultLines(record, palette) : []
  return [
    ...(facts.length > 0 ? ['', ...inColumns(facts).map((line) => `  ${line}`)] : []),
    ...(faults.length > 0 ? ['', ...faults] : []),
  ]
}

/** Why the rules are not those of the file, or not beyond the reach of who is judged by them. */
function ruleNotes({ policy }: EvaluateGateRecord, palette: Palette): string[] {
  if (policy?.file === undefined || policy.protected) return []
  return policyNotes(policy, (note) => visible(note)).map(
    (note) => `  ${palette.unsure(signs.unsure)} ${note}`,
  )
}

function gateLines(record: EvaluateGateRecord, palette: Palette, width: number | undefined): string[] {
  const { columns, rows, severalEvaluations } = metricDiff(record)
  const ruled = rows.filter(({ comparisons }) => comparisons.length > 0)
  const fairness = fairnessRows(record).slice(0, few)
  if (ruled.length === 0 && fairness.length === 0) return []
  const inner = width === undefined ? undefined : width - 2
  const shown = { severalEvaluations, palette }
  const ranged = columns.map((_, i) =>
    ruled.some(({ cells, direction }) => rangeWords(cells[i] ?? {}, direction) !== ''),
  )
  const [wide, narrow] = [ranged, columns.map(() => false)].map((ranges) => [
    gateHeader(columns, palette, ranges),
    ...ruled.flatMap((row) => rowLines(row, { ...shown, ranges })),
  ])
  const [header = [], ...table] = fits(wide!, inner) ? wide! : narrow!
  const asked = toldOnce(whatBlocks(record)).slice(1, few)
  const slices = slicesSummary(record)
  const waivers = (record.waivers ?? []).filter(({ outcome }) => outcome !== 'unused').slice(0, few)
  return [
    ...(ruled.length === 0 ? [] : ['', ...fittedTable(header, table, inner).map((line) => `  ${line}`)]),
    ...(fairness.length === 0 ? [] : ['', ...fairnessLines(fairness, palette, inner)]),
    ...(slices === undefined ? [] : ['', `  ${slices}`]),
    ...(waivers.length > 0 ? [''] : []),
    ...waivers.map((waiver) => `  ${palette.faint('waiver')} ${visible(waiverLine(waiver), longest)}`),
    ...(asked.length > 0 ? [''] : []),
    ...findingLines(asked).map(({ comparison, alsoAgainst }) => {
      const tone = toneOf(comparison)
      const also = alsoAgainst.length > 0 ? ` The same against ${visible(alsoAgainst.join(', '))}.` : ''
      return `  ${palette[tone](signs[tone])} ${visible(comparison.explanation, longest)}${also}`
    }),
  ]
}

/** @param ranges of each baseline, whether a column says where the true change lies */
const gateHeader = (columns: readonly DiffColumn[], palette: Palette, ranges: readonly boolean[]): Cell[] =>
  [
    { text: 'metric' },
    { text: 'this model', right: true },
    ...columns.flatMap(({ names }, i) => [
      { text: visible(names.join(', '), 40), right: true },
      { text: 'change' },
      ...(ranges[i] ? [{ text: 'likely' }] : []),
    ]),
    { text: 'rule' },
    { text: '' },
  ].map((cell) => ({ ...cell, paint: palette.faint }))

function fairnessLines(rows: readonly FairnessRow[], palette: Palette, width: number | undefined): string[] {
  const header = ['fairness', 'this model', '95% bounds', 'rule', ''].map(
    (text, i): Cell => ({ text, right: i === 1 || i === 2, paint: palette.faint }),
  )
  const cells = rows.map(({ disparity, value, bounds, line: { rule, tone, words } }): Cell[] => [
    { text: visible(disparity, 80) },
    { text: value, right: true },
    { text: bounds, right: true },
    { text: rule },
    { text: `${signs[tone]} ${words}`, paint: palette[tone] },
  ])
  return fittedTable(header, cells, width).map((line) => `  ${line}`)
}

/** A metric takes as many lines as it has rules; its numbers stand on the first. */
function rowLines(
  row: DiffRow,
  {
    severalEvaluations,
    palette,
    ranges,
  }: { readonly severalEvaluations: boolean; readonly palette: Palette; readonly ranges: readonly boolean[] },
): Cell[][] {
  const { metric, evaluation, candidate, direction, cells, comparisons } = row
  const format = numberFormat([candidate, ...cells.map(({ value }) => value)])
  const name = visible(severalEvaluations ? `${metric} on ${evaluation}` : metric, 60)
  return ruleLines(comparisons).map(({ rule, tone, words, baselines }, i) => {
    const first = i === 0
    const against = baselines.length > 0 ? ` (${visible(baselines.join(', '), 40)})` : ''
    return [
      { text: first ? name : '' },
      { text: !first ? '' : candidate === undefined ? 'none' : format(candidate), right: true },
      ...cells.flatMap((cell, column) => {
        const of = [
          { text: cell.value === undefined ? '' : format(cell.value), right: true },
          changeCell(cell, palette),
          ...(ranges[column] ? [{ text: rangeWords(cell, direction) }] : []),
        ]
        return first ? of : of.map(() => ({ text: '' }))
      }),
      { text: rule },
      { text: `${signs[tone]} ${words}${against}`, paint: palette[tone] },
    ]
  })
}

function changeCell({ change, better }: DiffCell, palette: Palette): Cell {
  if (change === undefined) return { text: '' }
  if (change === 0) return { text: 'equal', paint: palette.faint }
  const text = `${change > 0 ? '▲' : '▼'} ${numberFormat([change])(Math.abs(change))}`
  if (better === undefined) return { text }
  return better
    ? { text: `${text} better`, paint: palette.good }
    : { text: `${text} worse`, paint: palette.bad }
}
