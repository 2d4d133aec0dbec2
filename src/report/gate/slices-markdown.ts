import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { details, table } from '../markdown/blocks.ts'
import { cellCode } from '../markdown/escape.ts'
import { counted, grouped, numberFormat } from '../number.ts'
import { betterBy } from './better-by.ts'
import { changeText, rangeText } from './change-cell.ts'
import { ruleLines } from './rule-lines.ts'
import { marks, toneOf } from './zone-words.ts'

/** Slices that are shown unfolded, of those that a rule is broken on. */
const unfolded = 5

/** Slices that moved against a baseline, those that are broken first, then by how much they lost. @param most rows in all */
export function slicesTable(record: EvaluateGateRecord, most: number): string | undefined {
  const moved = movedSlices(record)
  if (moved.length === 0) return undefined
  const broken = moved.filter((comparison) => toneOf(comparison) === 'bad').slice(0, unfolded)
  const rest = moved.filter((comparison) => !broken.includes(comparison))
  const shown = rest.slice(0, most)
  const several = new Set(moved.map(({ evaluation }) => evaluation)).size > 1
  const more = rest.length > shown.length ? `\n\nand ${grouped(rest.length - shown.length)} more.` : ''
  return [
    broken.length > 0 ? rowsTable(broken, several) : '',
    shown.length > 0
      ? details(
          `${counted(rest.length, broken.length > 0 ? 'more slice' : 'slice')}${rest.some(({ change }) => change === undefined) ? '' : ' that moved'}`,
          rowsTable(shown, several) + more,
        )
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

/** One comparison of a slice and metric: the worst of those with its baselines. */
function movedSlices({ comparisons = [] }: EvaluateGateRecord): Comparison[] {
  const worst = new Map<string, Comparison>()
  for (const comparison of comparisons) {
    const { slice, metric, evaluation, change, baseline_value, baseline } = comparison
    const moved =
      baseline !== undefined && baseline_value !== undefined && change !== undefined && change !== 0
    if (slice === undefined || (!moved && toneOf(comparison) !== 'bad')) continue
    const key = JSON.stringify([evaluation, slice, metric])
    const known = worst.get(key)
    if (!known || byUrgency(comparison, known) < 0) worst.set(key, comparison)
  }
  return [...worst.values()].sort(byUrgency)
}

const ranks = { bad: 0, unsure: 1, good: 2 }

/** Broken ones first, and the larger the loss the earlier. */
const byUrgency = (a: Comparison, b: Comparison): number =>
  ranks[toneOf(a)] - ranks[toneOf(b)] || lossOf(b) - lossOf(a)

/** By how much a slice is worse, in what its rule allows: the units of two metrics cannot be told against each other. */
function lossOf(comparison: Comparison): number {
  const { rule, allowed } = comparison
  const unit = rule.startsWith('max_worsening') && allowed > 0 ? allowed : 1
  return -(betterBy(comparison) ?? 0) / unit
}

/** @param several whether the record has slices of several evaluations, shown here or not */
function rowsTable(comparisons: readonly Comparison[], several: boolean): string {
  return table(
    ['slice', 'metric', 'rows', 'this model', 'baseline', 'change', ''],
    comparisons.map((comparison) => {
      const { slice, metric, evaluation, rows, direction, interval } = comparison
      const { candidate_value, baseline_value, change } = comparison
      const isOn = several || comparison.old_test_set_of !== undefined
      const format = numberFormat([candidate_value, baseline_value])
      const better = change && direction ? change > 0 === (direction === 'higher') : undefined
      const cell = {
        ...(baseline_value !== undefined && { value: baseline_value }),
        ...(change !== undefined && { change }),
        ...(better !== undefined && { better }),
        ...(interval !== undefined && { interval }),
      }
      const [{ words } = { words: '' }] = ruleLines([comparison])
      return [
        cellCode(slice!),
        isOn ? `${cellCode(metric)} on ${cellCode(evaluation)}` : cellCode(metric),
        grouped(rows),
        candidate_value === undefined ? 'none' : format(candidate_value),
        baseline_value === undefined ? '' : format(baseline_value),
        [changeText(cell), rangeText(cell, direction)].filter((part) => part !== '').join('<br>'),
        `${marks[toneOf(comparison)]} ${words}`,
      ]
    }),
    ['left', 'left', 'right', 'right', 'right', 'right', 'left'],
  )
}
