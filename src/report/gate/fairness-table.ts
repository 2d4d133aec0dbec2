import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import { numberFormat } from '../number.ts'
import { type RuleLine, ruleLines } from './rule-lines.ts'

/** A disparity of the groups of some columns, as a line of a table; texts are hostile. */
export interface FairnessRow {
  readonly disparity: string
  readonly value: string
  /** with 95% confidence at least and at most */
  readonly bounds: string
  readonly line: RuleLine
}

/** The disparities that were judged, in the order of the rules; empty where there are none. */
export function fairnessRows({ comparisons = [], evaluations = [] }: EvaluateGateRecord): FairnessRow[] {
  return comparisons
    .filter(({ by, group }) => by !== undefined && group === undefined)
    .map((comparison) => ({
      disparity: nameOf(comparison, evaluations.length > 1),
      ...numbersOf(comparison),
      line: ruleLines([comparison])[0]!,
    }))
}

const nameOf = ({ metric, by, evaluation }: Comparison, several: boolean) =>
  `${metric} by ${by}${several ? ` on ${evaluation}` : ''}`

function numbersOf({ candidate_value: value, candidate_interval: interval }: Comparison) {
  if (value === undefined || interval === undefined) return { value: 'none', bounds: '' }
  const format = numberFormat([value, ...interval])
  return { value: format(value), bounds: `${format(interval[0])} to ${format(interval[1])}` }
}

/** How often the rows of one group are predicted positive. */
export interface GroupRow {
  readonly group: string
  readonly rows: number
  /** in the order of {@link rateNames}; absent where the group has no such rows */
  readonly rates: readonly (number | undefined)[]
}

export const rateNames = ['selection_rate', 'true_positive_rate', 'false_positive_rate'] as const

/** The groups of each evaluation, those that were too small too. */
export function groupRows({ evaluations = [] }: EvaluateGateRecord): GroupRow[] {
  return evaluations.flatMap(({ name, fairness = [] }) =>
    fairness.flatMap(({ groups }) =>
      groups.map((group) => ({
        group: evaluations.length > 1 ? `${group.name} on ${name}` : group.name,
        rows: group.rows,
        rates: rateNames.map((rate) => group.rates[rate]?.value),
      })),
    ),
  )
}
