import type { Comparison } from '../../record/comparison.ts'
import { memberOf } from '../../rules/member-of.ts'
import { allowedWithoutValue, type RelativeRule, relativeRules } from '../../rules/relative-rules.ts'
import type { MeasuredBaseline } from '../measured.ts'
import { oldContests } from '../old-test-set/old-contests.ts'
import { boundDrafts } from './bounds.ts'
import { changeDraft } from './change.ts'
import { baselineOf, type Contest } from './contest.ts'
import type { Draft } from './draft.ts'
import { fairnessDrafts } from './fairness-drafts.ts'
import { gapDrafts } from './gap-draft.ts'
import { naiveDrafts } from './naive-draft.ts'
import { newErrorDrafts } from './new-error-drafts.ts'
import { settle } from './settle.ts'
import { sliceContests, unjudgedSlices } from './slice-contests.ts'
import { slicesNotHeld } from './slices-not-held.ts'

/** Every rule on every evaluation, bounds first, then each baseline; the order is the configuration's. */
export function compareAll(contest: Contest): Comparison[] {
  const { candidate, fairness, newErrors } = contest
  const drafts = [
    ...draftsOf(contest),
    ...(newErrors ? newErrorDrafts(contest, newErrors) : []),
    ...droppedDrafts(contest),
    ...sliceDrafts(contest),
    ...(fairness ? fairnessDrafts(candidate.evaluations, fairness) : []),
    ...oldDrafts(contest),
  ]
  const several = candidate.evaluations.length + (contest.old ?? []).length > 1
  return settle(drafts, several, contest.added)
}

/** On the test sets that baselines were judged on, in one family with all others: a change of them hides nothing. */
function oldDrafts(contest: Contest): Draft[] {
  const { candidate, newErrors } = contest
  const rulesOf = (name: string) => {
    const evaluation = candidate.evaluations.find((one) => one.name === name)
    return evaluation ? Object.fromEntries(rulesFor(evaluation, contest)) : {}
  }
  return oldContests(contest, rulesOf).flatMap(({ of, contest: old }) =>
    [...draftsOf(old), ...(newErrors ? newErrorDrafts(old, newErrors) : []), ...judgedSlices(old)].map(
      (draft) => ({ ...draft, comparison: { ...draft.comparison, old_test_set_of: of } }),
    ),
  )
}

const noTraining = { evaluations: [], reported: {} }

function sliceDrafts(contest: Contest): Draft[] {
  if (!contest.slices) return []
  const { rules, minRows } = contest.slices
  const judged = judgedSlices(contest)
  const asks = (evaluation: CandidateEvaluation, metric: string) =>
    rulesFor(evaluation, { ...contest, own: {}, rules }).some(([asked]) => asked === metric)
  return [
    ...judged,
    ...unjudgedSlices(contest, rules, minRows),
    ...slicesNotHeld(contest, contest.slices, judged, asks),
  ]
}

function judgedSlices({ own: _own, ...contest }: Contest): Draft[] {
  if (!contest.slices) return []
  const { rules } = contest.slices
  // Of which evaluation a rule asks is decided on all of its rows: a slice has what the rules ask for and no more.
  const asked = (evaluation: CandidateEvaluation) =>
    Object.fromEntries(rulesFor(evaluation, { ...contest, rules }))
  return sliceContests(contest, asked).flatMap(({ slice, unjudgeable, contest: of }) =>
    draftsOf(of).map((draft) => {
      const comparison = { ...draft.comparison, slice }
      return draft.comparison.zone === 'undefined' && unjudgeable.includes(comparison.metric)
        ? {
            comparison: {
              ...comparison,
              zone: 'not-judged' as const,
              why: 'its labels allow no value of it',
            },
          }
        : { ...draft, comparison }
    }),
  )
}

function draftsOf(contest: Contest): Draft[] {
  return contest.candidate.evaluations.flatMap((evaluation) =>
    rulesFor(evaluation, contest).flatMap(([metric, rule]) => [
      ...boundDrafts(evaluation, metric, rule),
      ...gapDrafts(evaluation, metric, rule, contest.training ?? noTraining, contest.directions[metric]),
      ...naiveDrafts(evaluation, metric, rule),
      ...relativeRules(rule).flatMap((asked) => changeDrafts(contest, evaluation, metric, asked)),
    ]),
  )
}

type CandidateEvaluation = Contest['candidate']['evaluations'][number]

/**
 * The rules that an evaluation answers: on metrics that it has, that a baseline has on it (comparable or not), or that
 * no evaluation but one that the change brings has, and so are missing everywhere. A rule on accuracy asks nothing of a
 * regression beside a classification; one that names the evaluation always asks.
 */
function rulesFor(
  evaluation: CandidateEvaluation,
  { candidate, baselines, rules, own = {}, added = [] }: Contest,
) {
  const ownRules = memberOf(own, evaluation.name) ?? {}
  const has = (side: Pick<CandidateEvaluation, 'metrics' | 'undefined'>, metric: string) =>
    Object.hasOwn(side.metrics, metric) || side.undefined.some((entry) => entry.metric === metric)
  const onceHere = baselines.flatMap((baseline) =>
    'outcome' in baseline ? [] : baseline.evaluations.filter(({ name }) => name === evaluation.name),
  )
  return Object.entries({ ...rules, ...ownRules }).filter(
    ([metric]) =>
      Object.hasOwn(ownRules, metric) ||
      has(evaluation, metric) ||
      onceHere.some((other) =>
        other.comparable ? Object.hasOwn(other.metrics, metric) : other.had.includes(metric),
      ) ||
      !candidate.evaluations.some((other) => !added.includes(other.name) && has(other, metric)),
  )
}

function changeDrafts(
  contest: Contest,
  evaluation: CandidateEvaluation,
  metric: string,
  asked: RelativeRule,
): Draft[] {
  return contest.baselines
    .filter((baseline) => !('only' in baseline && baseline.only && !baseline.only.includes(metric)))
    .map((baseline) => changeDraft(contest, evaluation, metric, asked, baseline))
}

/** A baseline's test set that the candidate was not judged on: a rule that nobody looked at is not one that holds. */
function droppedDrafts({ candidate, baselines, rules, slices, directions }: Contest): Draft[] {
  const judged = new Set(candidate.evaluations.map(({ name }) => name))
  const asked = [...Object.entries(rules), ...Object.entries(slices?.rules ?? {})]
  return baselines.flatMap((baseline) =>
    'outcome' in baseline
      ? []
      : baseline.evaluations
          .filter(({ name }) => !judged.has(name))
          .flatMap(({ name }) =>
            asked.flatMap(([metric, rule]) =>
              relativeRules(rule).map((one) => droppedDraft(name, metric, one, baseline, directions)),
            ),
          ),
  )
}

function droppedDraft(
  evaluation: string,
  metric: string,
  asked: RelativeRule,
  baseline: MeasuredBaseline,
  directions: Contest['directions'],
): Draft {
  return {
    comparison: {
      rule: asked.kind,
      metric,
      evaluation,
      direction: directions[metric]!,
      rows: 0,
      ...allowedWithoutValue(asked),
      baseline: baselineOf(baseline),
      method: 'none',
      zone: 'not-comparable',
      why: `it was judged on ${evaluation}, and this model was not. Keep the evaluation ${evaluation}`,
    },
  }
}
