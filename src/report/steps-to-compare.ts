import type { Comparison } from '../record/comparison.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

/**
 * What to do where a comparison cannot be made: of test rows that were trained on, and of baselines that were found. What
 * a missing one needs is said where it is missed, and what a file needs by `stepsOfFiles`.
 */
export function stepsToCompare(
  { baselines = [] }: EvaluateGateRecord,
  deciding: readonly Comparison[],
): string[] {
  const lost = deciding.filter(({ zone }) => zone === 'not-comparable')
  const found = baselines.flatMap(({ name, outcome }) => (outcome === 'found' ? [name] : []))
  const isOverlap = ({ trained_on }: Comparison) => trained_on !== undefined
  const names = [
    ...new Set(
      lost
        .filter((one) => !isOverlap(one) && !one.baseline?.name.startsWith('file:'))
        .flatMap(({ baseline }) => (baseline && found.includes(baseline.name) ? [baseline.name] : [])),
    ),
  ]
  return [
    ...(lost.some(isOverlap)
      ? [
          'Judge it on rows that it was not trained on: take them out of the training table, or let evaluate.truth name another table (data.checks: {shared_rows: {}} tells them before training). If equal rows are no fault there, raise gate.max_overlap in a change of its own.',
        ]
      : []),
    ...(names.length > 0
      ? [
          `Undo what makes them differ. If it is meant: take ${names.join(' and ')} out of gate.baselines in a change of its own (and, if no baseline stays, the rules that need one), merge it, then this one, and put them back once a run of this one has passed.`,
        ]
      : []),
  ]
}
