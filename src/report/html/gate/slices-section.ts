import type { Comparison } from '../../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../../record/evaluate-gate.ts'
import { betterBy } from '../../gate/better-by.ts'
import { ruleLines } from '../../gate/rule-lines.ts'
import { slicesSummary } from '../../gate/slices-summary.ts'
import { grouped, numberFormat } from '../../number.ts'
import { markup } from '../markup.ts'
import { type SortableRow, sortableTable } from '../sortable-table.ts'
import { toneSign } from '../tone-sign.ts'
import { changeBar } from './bar-svg.ts'
import { type Section, section } from './section.ts'

const order = { bad: 0, unsure: 1, good: 2 } as const
const kinds = { bad: 'outside of the rules', unsure: 'uncertain or not judged', good: 'inside' } as const

/** What came of the parts of the test set, the worst first; absent where none is judged apart. */
export function slicesSection(record: EvaluateGateRecord): Section | undefined {
  const comparisons = (record.comparisons ?? []).filter(({ slice }) => slice !== undefined)
  if (comparisons.length === 0) return undefined
  const several = (record.evaluations ?? []).length + (record.old_test_sets ?? []).length > 1
  const widest = Math.max(0, ...comparisons.map((one) => Math.abs(betterBy(one) ?? 0))) || 1
  const rows = comparisons
    .map((comparison) => ({ comparison, line: ruleLines([comparison])[0]! }))
    .sort(
      (a, b) =>
        order[a.line.tone] - order[b.line.tone] ||
        (betterBy(a.comparison) ?? 0) - (betterBy(b.comparison) ?? 0),
    )
    .map(({ comparison, line }) => rowOf(comparison, line, widest, several))
  const table = sortableTable({
    id: 'slice-table',
    caption: 'Slices of the test set',
    columns: [
      { label: 'slice' },
      { label: 'metric' },
      { label: 'rows', number: true },
      { label: 'this model', number: true },
      { label: 'baseline', number: true },
      { label: 'change', number: true },
      { label: '← worse, better →', picture: true },
      { label: 'outcome' },
    ],
    rows,
    kinds: Object.values(kinds),
  })
  return section('slices', 'Slices', markup`<p>${slicesSummary(record)}</p>\n${table}`)
}

function rowOf(
  comparison: Comparison,
  { rule, tone, words }: ReturnType<typeof ruleLines>[number],
  widest: number,
  several: boolean,
): SortableRow {
  const { slice, metric, evaluation, rows, candidate_value, baseline, baseline_value, change } = comparison
  const format = numberFormat([candidate_value, baseline_value])
  const number = (value: number | undefined) => ({
    shows: value === undefined ? '' : format(value),
    key: value ?? Number.NEGATIVE_INFINITY,
  })
  const better = betterBy(comparison)
  return {
    kind: kinds[tone],
    cells: [
      { shows: markup`<code>${slice}</code>` },
      { shows: several ? `${metric} on ${evaluation}` : metric },
      { shows: grouped(rows), key: rows },
      number(candidate_value),
      {
        ...number(baseline_value),
        shows:
          baseline_value === undefined
            ? ''
            : markup`${format(baseline_value)}${baseline ? markup` <span class="on">${baseline.name}</span>` : ''}`,
      },
      { shows: change === undefined ? '' : signed(change), key: change ?? Number.NEGATIVE_INFINITY },
      { shows: better === undefined ? '' : changeBar(better, widest, tone) },
      {
        shows: markup`<span class="outcome">${toneSign(tone)}${words}</span> <span class="rule">${rule}</span>`,
      },
    ],
  }
}

const signed = (change: number) =>
  `${change > 0 ? '+' : ''}${numberFormat([change])(change)}`.replace('-', '−')
