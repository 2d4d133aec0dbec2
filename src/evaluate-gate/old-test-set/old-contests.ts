import type { Rule } from '../../config/schema.ts'
import { memberOf } from '../../rules/member-of.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import { relativeRules } from '../../rules/relative-rules.ts'
import type { Contest } from '../compare/contest.ts'
import type { MeasuredBaseline } from '../measured.ts'

/** One baseline on the test set that it was judged on, as a contest of its own. */
interface OldContest {
  /** evaluation whose test set it was */
  readonly of: string
  readonly contest: Contest
}

type Rules = Readonly<Record<string, Rule>>

/**
 * The candidate beside each baseline on the test set of before, by what the rules ask of a change: bounds are of the
 * test set that the model is judged on now. What either side has not got there is not asked.
 * @param rulesOf what an evaluation answers
 */
export function oldContests(
  { own: _own, training: _training, seeds: _seeds, fairness: _fairness, ...contest }: Contest,
  rulesOf: (evaluation: string) => Rules,
): OldContest[] {
  return (contest.old ?? []).flatMap(({ of, candidate: evaluation }) => {
    if (!evaluation) return []
    const asked = rulesOf(of)
    const { metrics, undefined: none } = evaluation
    const has = (metric: string) =>
      Object.hasOwn(metrics, metric) || none.some((entry) => entry.metric === metric)
    return contest.baselines.flatMap((baseline): OldContest[] => {
      const theirs = sideOf(baseline, evaluation.name)
      if (!theirs) return []
      const isKnown = (metric: string) =>
        metric !== modelBytes && has(metric) && memberOf(theirs.side.metrics, metric) !== undefined
      return [
        {
          of,
          contest: {
            ...contest,
            candidate: { ...contest.candidate, evaluations: [evaluation] },
            baselines: [theirs.baseline],
            rules: changesAmong(asked, isKnown),
            ...(contest.slices && {
              slices: { ...contest.slices, rules: changesAmong(contest.slices.rules, isKnown) },
            }),
          },
        },
      ]
    })
  })
}

function sideOf(baseline: Contest['baselines'][number], name: string) {
  if ('outcome' in baseline) return undefined
  const side = baseline.old?.find((one) => one.name === name)
  if (!side?.comparable) return undefined
  const alone: MeasuredBaseline = { ...baseline, evaluations: [side] }
  return { baseline: alone, side }
}

/** What the rules on these metrics ask of a change. */
const changesAmong = (rules: Rules, isAsked: (metric: string) => boolean): Rules =>
  Object.fromEntries(
    Object.entries(rules).flatMap(([metric, rule]) => {
      const kept = relativeRules(rule).map(({ kind, amount }) => [kind, amount] as const)
      return kept.length === 0 || !isAsked(metric) ? [] : [[metric, Object.fromEntries(kept)]]
    }),
  )
