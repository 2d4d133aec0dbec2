import type { Comparison } from '../../record/comparison.ts'
import { bare, counted, numberFormat, percent } from '../number.ts'

/** How fine a difference a comparison can see, and what it takes to show a model no worse; nothing where there is no test. */
export function reachOf(comparison: Comparison): string | undefined {
  const { smallest_blocked: smallest, allowed, rows, rows_needed: needed, extremes, rule } = comparison
  if (smallest === undefined) return undefined
  if (extremes)
    return `Of these two groups a true ${rule === 'max' ? 'difference' : 'ratio'} of ${bare(Number(numberFormat([smallest, allowed])(smallest)))} or ${rule === 'max' ? 'more' : 'less'} is blocked in 4 of 5 runs.`
  if (rule === 'min' || rule === 'max') return reachOfBound({ ...comparison, smallest_blocked: smallest })
  if (rule === 'max_new_errors')
    return `A model that newly gets ${percent(Number((smallest / rows).toPrecision(2)))} of such rows wrong, or more, is blocked in 4 of 5 runs.`
  if (rule === 'must_improve' || rule === 'better_than_naive')
    return reachOfImprovement({ ...comparison, smallest_blocked: smallest })
  const blocked = `A true worsening of ${bare(Number(numberFormat([smallest, allowed])(smallest)))} or more is blocked in 4 of 5 runs.`
  return needed === undefined || needed <= rows
    ? blocked
    : `${blocked} To show an equal model no worse in 4 of 5 runs takes about ${counted(roundedUp(needed), 'row')}.`
}

function reachOfImprovement({
  smallest_blocked: smallest,
  smallest_passed: passed,
  allowed,
}: Comparison & { readonly smallest_blocked: number }): string {
  const format = numberFormat([smallest, allowed, passed])
  const size = (value: number) => bare(Number(format(Math.abs(value))))
  const [blocked, other] =
    smallest > 0
      ? [`A true worsening of ${size(smallest)} or more`, 'an improvement']
      : [`A true improvement of ${size(smallest)} or less`, 'one']
  return `${blocked} is blocked in 4 of 5 runs${passed === undefined ? '' : `, ${other} of ${size(passed)} or more passes as often`}.`
}

function reachOfBound({
  smallest_blocked: smallest,
  candidate_value: value,
  allowed,
  rows,
  rows_needed: needed,
  rule,
}: Comparison & { readonly smallest_blocked: number }): string {
  const isMin = rule === 'min'
  const format = numberFormat([smallest, allowed, value])
  const blocked = `A true value of ${bare(Number(format(smallest)))} or ${isMin ? 'less' : 'more'} is blocked in 4 of 5 runs.`
  return needed === undefined || needed <= rows
    ? blocked
    : `${blocked} To show a model of ${bare(Number(format(value!)))} to be ${isMin ? 'above the minimum' : 'below the maximum'} in 4 of 5 runs takes about ${counted(roundedUp(needed), 'row')}.`
}

/** Two digits are all that such a forecast has. */
function roundedUp(count: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1)
  return Math.ceil(count / step) * step
}
