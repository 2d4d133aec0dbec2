import type { Comparison } from '../../record/comparison.ts'
import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Needed } from '../../record/gate-terms.ts'

/**
 * What to do where a comparison cannot be made: of test rows that were trained on, and of baselines that were found. What
 * a missing one needs is said where it is missed, and what a file needs by `stepsOfFiles`.
 */
export function stepsToCompare(
  { baselines = [], evaluations = [] }: EvaluateGateRecord,
  deciding: readonly Comparison[],
): string[] {
  const lost = deciding.filter(({ zone }) => zone === 'not-comparable')
  const found = baselines.flatMap(({ name, outcome }) => (outcome === 'found' ? [name] : []))
  const needing = (what: Needed) => lost.some(({ needs }) => needs === what)
  const differing = lost.filter(
    ({ needs, baseline }) =>
      (needs === undefined || needs === 'rerun') && !baseline?.name.startsWith('file:'),
  )
  const names = [
    ...new Set(
      differing.flatMap(({ baseline }) => (baseline && found.includes(baseline.name) ? [baseline.name] : [])),
    ),
  ]
  return [
    ...(needing('unseen-rows')
      ? [
          'Judge it on rows that it was not trained on: take them out of the training table, or let evaluate.truth name another table (data.checks: {shared_rows: {}} tells them before training). If equal rows are no fault there, raise gate.max_overlap in a change of its own.',
        ]
      : []),
    ...(needing('seeds')
      ? [
          'Train as many seeds as gate.seeds.least asks for (train.seeds.values), and let train.seeds.predictions name the file of predictions that the training writes for each; or take gate.seeds out in a change of its own, to compare one model with one model.',
        ]
      : []),
    ...(names.length > 0
      ? [
          `Undo what makes them differ. If it is meant: ${differing.some(({ needs }) => needs === 'rerun') ? `set ${rerunOf(differing, evaluations)} in a change of its own, and merge it before this one, so that the baselines predict the new test set too. Else ` : ''}take ${names.join(' and ')} out of gate.baselines in a change of its own (and, if no baseline stays, the rules that need one), merge it, then this one, and put them back once a run of this one has passed.`,
        ]
      : []),
  ]
}

/** The key that has the baselines predict the new test set: of several evaluations each has its own. */
function rerunOf(
  differing: readonly Comparison[],
  evaluations: readonly { readonly name: string }[],
): string {
  const asked = differing.flatMap(({ needs, evaluation }) => (needs === 'rerun' ? [evaluation] : []))
  const isOnly = evaluations.every(({ name }) => name === 'test')
  const keys = isOnly ? ['evaluate'] : [...new Set(asked)].map((name) => `evaluations.${name}`)
  return `${keys.map((key) => `${key}.baseline`).join(' and ')}: rerun-else-stored`
}
