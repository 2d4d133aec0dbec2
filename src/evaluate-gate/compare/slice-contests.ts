import type { Evaluation } from '../../record/evaluation.ts'
import type { MeasuredBaseline } from '../measured.ts'
import type { Contest } from './contest.ts'
import type { Draft } from './draft.ts'

type RecordedSlice = NonNullable<Evaluation['slices']>[number]

/** One slice as a contest, and the metrics that its labels allow no value of. */
interface SliceContest {
  readonly slice: string
  readonly unjudgeable: readonly string[]
  readonly contest: Contest
}

/** Each slice of each evaluation that has rows enough, as a contest of its own by the rules of the slices. */
export function sliceContests(
  { candidate, baselines, directions }: Contest,
  rulesFor: (evaluation: Contest['candidate']['evaluations'][number]) => Contest['rules'],
): SliceContest[] {
  return candidate.evaluations.flatMap((evaluation) =>
    (evaluation.slices ?? [])
      .filter(({ metrics }) => metrics !== undefined)
      .map(
        ({
          name,
          rows,
          metrics = {},
          undefined: none = [],
          intervals = {},
          unjudgeable = [],
          naive = {},
        }) => ({
          slice: name,
          // Where all rows have no value either, it is not this slice that cannot be judged.
          unjudgeable: unjudgeable.filter((metric) => Object.hasOwn(evaluation.metrics, metric)),
          contest: {
            candidate: {
              ...candidate,
              evaluations: [{ ...evaluation, rows, metrics, undefined: none, intervals, naive, slices: [] }],
            },
            baselines: baselines.map((baseline) =>
              'outcome' in baseline ? baseline : ofSlice(baseline, evaluation.name, name),
            ),
            rules: rulesFor(evaluation),
            directions,
          },
        }),
      ),
  )
}

/** A baseline on one slice of one evaluation; the others are no part of the contest. */
function ofSlice(baseline: MeasuredBaseline, evaluation: string, slice: string): MeasuredBaseline {
  const evaluations = baseline.evaluations
    .filter(({ name }) => name === evaluation)
    .map((compared): MeasuredBaseline['evaluations'][number] => {
      if (!compared.comparable) return compared
      const found = compared.slices?.find(({ name }) => name === slice)
      if (!found)
        return {
          name: evaluation,
          comparable: false,
          reason: 'it has no predictions by row, and so none of this slice',
          had: [],
        }
      const { metrics, undefined: none, differences, candidate } = found
      const { candidate: _whole, ...rest } = compared
      return { ...rest, ...(candidate && { candidate }), metrics, undefined: none, differences, slices: [] }
    })
  return { ...baseline, evaluations }
}

/** What a comparison that no number was asked of names of its rule. */
export const firstAmount = (rule: Contest['rules'][string]) =>
  Object.entries(rule).find(([, amount]) => amount !== undefined) as [Draft['comparison']['rule'], number]

/** Slices that are too small to be judged, once for each, since no rule of any metric looked at them. */
export function unjudgedSlices({ candidate }: Contest, rules: Contest['rules'], minRows: number): Draft[] {
  const [metric, rule] = Object.entries(rules)[0]!
  const asked = firstAmount(rule)
  const draft = (evaluation: Evaluation, { name, rows }: RecordedSlice): Draft => ({
    comparison: {
      rule: asked[0],
      metric,
      evaluation: evaluation.name,
      slice: name,
      rows,
      allowed: asked[1],
      method: 'none',
      zone: 'not-judged',
      why: `it has fewer rows than the ${minRows} of gate.slices.min_rows`,
    },
  })
  return candidate.evaluations.flatMap((evaluation) =>
    (evaluation.slices ?? [])
      .filter(({ metrics }) => metrics === undefined)
      .map((slice) => draft(evaluation, slice)),
  )
}
