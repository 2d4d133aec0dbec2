import type { Comparison } from '../../record/comparison.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { counted } from '../../report/number.ts'
import { visible } from '../../report/visible.ts'

const blocking: readonly Comparison['zone'][] = ['worse', 'below-bound', 'undefined', 'not-comparable']

/**
 * Nothing that is measured on rows that a model was trained on shows that it is good: past the allowed share no
 * comparison of that evaluation holds, bounds included. What blocks already stays as it is.
 */
export const withOverlap = (
  comparisons: readonly Comparison[],
  evaluations: readonly Evaluation[],
  maxShare: number,
): Comparison[] =>
  comparisons.map((comparison) => {
    const { trained_on: seen = 0, rows = 0 } =
      evaluations.find(({ name }) => name === comparison.evaluation) ?? {}
    if (seen === 0 || seen / rows <= maxShare || blocking.includes(comparison.zone)) return comparison
    const explanation = `${comparison.metric} says nothing: ${counted(seen, 'test row')} of ${rows} are among the rows that this model was trained on, more than gate.max_overlap (${maxShare}) allows.`
    const { why: _instead, ...found } = comparison
    return { ...found, zone: 'not-comparable', needs: 'unseen-rows', explanation }
  })

/** A sentence for each evaluation with test rows that the model was trained on, or of which that cannot be told. */
export const overlapDoubts = (evaluations: readonly Evaluation[]): string[] =>
  evaluations.flatMap(({ name, trained_on: seen = 0, trained_on_unknown: why, rows }) =>
    seen === 0
      ? why === undefined
        ? []
        : [
            `Whether test rows of ${name} are among those that this model was trained on cannot be told: ${visible(why, 300)}.`,
          ]
      : [
          `${counted(seen, 'test row')} of ${rows} of ${name} are among the rows that this model was trained on; they are left out of its comparisons with baselines, not of its bounds.`,
        ],
  )
