import type { Comparison } from '../../record/comparison.ts'
import { table } from '../markdown/blocks.ts'
import { cellCode } from '../markdown/escape.ts'
import { numberFormat } from '../number.ts'
import { changeText, rangeText } from './change-cell.ts'
import type { DiffRow, MetricDiff } from './metric-diff.ts'
import { ruleLines } from './rule-lines.ts'
import { marks } from './zone-words.ts'

/** Metrics of this model beside the baselines', with what the rules say of them where any of these has one. */
export function diffTable({ columns, severalEvaluations }: MetricDiff, rows: readonly DiffRow[]): string {
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
