import type { Comparison } from '../../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { reachOf } from '../../gate/gate-reach.ts'
import { type DiffCell, type DiffRow, type MetricDiff, metricDiff } from '../../gate/metric-diff.ts'
import { findingLines, ruleLines } from '../../gate/rule-lines.ts'
import type { Tone } from '../../gate/zone-words.ts'
import { numberFormat } from '../../number.ts'
import { type Markup, markup, nothing } from '../markup.ts'
import { sortableTable } from '../sortable-table.ts'
import { toneSign } from '../tone-sign.ts'
import { forestSvg, type Known } from './forest-svg.ts'
import { type Section, section } from './section.ts'

/** Metrics whose rules are drawn; whoever has more has them in the table below. */
const mostDrawn = 60

/** Every metric with a rule: its values, its change and bounds beside what is allowed, and what that means. */
export function metricsSection(record: EvaluateGateRecord): Section {
  const diff = { ...metricDiff(record), intervals: intervalsOf(record) }
  const ruled = diff.rows.filter(({ comparisons }) => comparisons.length > 0)
  const body =
    ruled.length === 0
      ? markup`<p>${diff.rows.length === 0 ? 'Nothing was measured.' : 'No rule is held against a metric.'}</p>`
      : markup`${forestTable(ruled.slice(0, mostDrawn), diff)}
${legend()}`
  return section('metrics', 'Metrics', markup`${body}\n${allMetrics(diff)}`)
}

interface Diff extends MetricDiff {
  readonly intervals: ReadonlyMap<string, readonly [low: number, high: number]>
}

const intervalsOf = ({ evaluations = [] }: EvaluateGateRecord): Diff['intervals'] =>
  new Map(
    evaluations.flatMap(({ name, intervals = {} }) =>
      Object.entries(intervals).map(
        ([metric, { low, high }]) => [JSON.stringify([name, metric]), [low, high]] as const,
      ),
    ),
  )

function forestTable(rows: readonly DiffRow[], diff: Diff): Markup {
  return markup`<table class="findings" role="table" aria-label="Metrics with a rule">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">metric</th><th role="columnheader" scope="col"><span class="ends"><span>&larr; worse</span><span>better &rarr;</span></span></th><th role="columnheader" scope="col">what was found</th></tr></thead>
${rows.map((row) => ofMetric(row, diff))}</table>`
}

function ofMetric(row: DiffRow, diff: Diff): Markup {
  const lines = findingLines(row.comparisons)
  return markup`<tbody role="rowgroup">${lines.map(
    ({ comparison, alsoAgainst }, i) => markup`<tr role="row">
${i === 0 ? markup`<th role="rowheader" scope="rowgroup" rowspan="${lines.length}">${valuesOf(row, diff)}</th>` : nothing}
${finding(comparison, alsoAgainst, knownOf(row, diff))}
</tr>`,
  )}</tbody>
`
}

function valuesOf({ metric, evaluation, candidate, cells }: DiffRow, diff: Diff): Markup {
  const format = numberFormat([candidate, ...cells.map(({ value }) => value)])
  return markup`<span class="name">${metric}</span>${diff.severalEvaluations ? markup` <span class="on">on ${evaluation}</span>` : nothing}
<span class="value">${candidate === undefined ? 'none' : format(candidate)}</span>
${cells.map((cell, i) =>
  cell.value === undefined
    ? nothing
    : markup`<span class="was">${diff.columns[i]!.names.join(', ')} ${format(cell.value)}${cell.change === undefined ? nothing : markup` <span class="change ${cell.better === undefined ? '' : cell.better ? 'good' : 'bad'}">${changeText(cell)}</span>`}</span>`,
)}`
}

function changeText({ change, better }: DiffCell): string {
  if (change === undefined) return ''
  if (change === 0) return 'equal'
  const size = `${change > 0 ? '▲' : '▼'} ${numberFormat([change])(Math.abs(change))}`
  return better === undefined ? size : `${size} ${better ? 'better' : 'worse'}`
}

/** What is drawn beside a bound: the model's own bounds, and what baselines have. */
function knownOf({ metric, evaluation, cells }: DiffRow, { intervals }: Diff): Omit<Known, 'said'> {
  const interval = intervals.get(JSON.stringify([evaluation, metric]))
  return {
    ...(interval && { interval }),
    baselines: cells.flatMap(({ value }) => value ?? []),
  }
}

function finding(comparison: Comparison, alsoAgainst: readonly string[], known: Omit<Known, 'said'>): Markup {
  const [line] = ruleLines([comparison])
  const { rule, tone, words } = line!
  const { baseline, explanation } = comparison
  const names = [...(baseline ? [baseline.name] : []), ...alsoAgainst]
  const against = names.length === 0 ? '' : `, against ${names.join(', ')}`
  const reach = reachOf(comparison)
  return markup`<td role="cell" class="plot">${forestSvg(comparison, tone, { ...known, said: explanation })}</td>
<td role="cell"><p class="outcome">${toneSign(tone)}<strong class="${tone}">${words}</strong> <span class="rule">${rule}${against}</span></p>
<p class="why">${explanation} ${reach}</p></td>`
}

function legend(): Markup {
  const sample = (tone: Tone, words: string) => markup`<li>${toneSign(tone)}${words}</li>`
  return markup`<ul class="legend">
${sample('good', 'the rule holds')}
${sample('unsure', 'cannot be told, or not judged')}
${sample('bad', 'the rule is broken')}
<li><span class="swatch beyond"></span>more than the rule allows</li>
<li><span class="swatch ring"></span>a baseline</li>
<li><span class="swatch line"></span>bounds, 95% on each side</li>
<li>Each row has a scale of its own.</li>
</ul>`
}

function allMetrics({ rows, columns, severalEvaluations }: MetricDiff): Markup {
  if (rows.length === 0) return nothing
  const table = sortableTable({
    id: 'all-metrics',
    caption: 'All metrics',
    columns: [
      { label: 'metric' },
      ...(severalEvaluations ? [{ label: 'on' }] : []),
      { label: 'this model', number: true },
      ...columns.flatMap(({ names }) => [
        { label: names.join(', '), number: true as const },
        { label: 'change', number: true as const },
      ]),
      { label: 'rules', number: true },
    ],
    rows: rows.map(({ metric, evaluation, candidate, cells, comparisons }) => {
      const format = numberFormat([candidate, ...cells.map(({ value }) => value)])
      const number = (value: number | undefined) => ({
        shows: value === undefined ? '' : format(value),
        key: value ?? Number.NEGATIVE_INFINITY,
      })
      return {
        cells: [
          { shows: markup`<code>${metric}</code>` },
          ...(severalEvaluations ? [{ shows: evaluation }] : []),
          number(candidate),
          ...cells.flatMap((cell) => [
            number(cell.value),
            { shows: changeText(cell), key: cell.change ?? Number.NEGATIVE_INFINITY },
          ]),
          { shows: ruleLines(comparisons).length, key: comparisons.length },
        ],
      }
    }),
  })
  return markup`<details><summary>All ${rows.length} metrics</summary>
${table}
</details>`
}
