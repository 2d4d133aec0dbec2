import { everySlice } from '../../record/gate-terms.ts'
import { counted, grouped } from '../../report/number.ts'
import type { Contest } from './contest.ts'
import type { Draft } from './draft.ts'
import { firstAmount } from './slice-contests.ts'

type Evaluations = Contest['candidate']['evaluations']

/**
 * A rule on slices that no slice was held against is not one that holds: each fails, once. An evaluation that only the
 * judged change has does not answer for those that it found.
 * @param judged what came of the slices that were judged
 * @param asks whether an evaluation answers the rules on a metric
 */
export function slicesNotHeld(
  { candidate, added = [] }: Contest,
  { rules, minRows }: NonNullable<Contest['slices']>,
  judged: readonly Draft[],
  asks: (evaluation: Evaluations[number], metric: string) => boolean,
): Draft[] {
  return Object.entries(rules).flatMap(([metric, rule]) => {
    const sliced = candidate.evaluations.filter((one) => one.slices !== undefined && asks(one, metric))
    const standing = sliced.filter(({ name }) => !added.includes(name))
    const answering = standing.length > 0 ? standing : sliced
    const names = answering.map(({ name }) => name)
    const isHeld = judged.some(
      ({ comparison }) =>
        comparison.metric === metric &&
        names.includes(comparison.evaluation) &&
        comparison.zone !== 'not-judged',
    )
    const [first] = answering
    if (isHeld || first === undefined) return []
    const [kind, allowed] = firstAmount(rule)
    return [
      {
        comparison: {
          rule: kind,
          metric,
          evaluation: first.name,
          slice: everySlice,
          rows: first.rows,
          allowed,
          method: 'none',
          zone: 'undefined',
          why: whyNot(answering, minRows),
        },
      },
    ]
  })
}

function whyNot(answering: Evaluations, minRows: number): string {
  const slices = answering.flatMap(({ slices = [] }) => slices)
  const largest = slices.reduce((most, { rows }) => Math.max(most, rows), 0)
  return largest < minRows
    ? `none of ${counted(slices.length, 'slice')} has the ${grouped(minRows)} rows of gate.slices.min_rows, the largest has ${grouped(largest)}`
    : `of ${counted(slices.length, 'slice')} none that has the ${grouped(minRows)} rows of gate.slices.min_rows has labels that allow a value of it`
}
