import type { GateConfig } from '../../config/schema.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Flips } from '../../record/flips.ts'
import { shareExceeding } from '../../stats/bound-power.ts'
import { baselineOf, type Contest } from './contest.ts'
import type { Draft, Unjudged } from './draft.ts'
import { sideOf } from './side-of.ts'
import { zoneOfBound } from './zones.ts'

/** What the gate allows of rows that flipped from right to wrong. */
export type NewErrorLimits = Pick<NonNullable<GateConfig['new_errors']>, 'max' | 'max_share'>

/**
 * The rows that each baseline has right and the candidate wrong, against what is allowed. A count is no estimate: it is
 * of these rows, and no chance is asked. How often other rows like them would break more than that can be told.
 */
export function newErrorDrafts(contest: Contest, limits: NewErrorLimits): Draft[] {
  const { candidate, baselines } = contest
  const asked = askedOf(limits)
  if (asked.length === 0) return []
  const judged = new Set(candidate.evaluations.map(({ name }) => name))
  const ofClasses = candidate.evaluations.filter(
    (evaluation) => hasClasses(evaluation) || hadClasses(evaluation, baselines),
  )
  const dropped = baselines.flatMap((baseline) =>
    'outcome' in baseline
      ? []
      : baseline.evaluations
          .filter(({ name }) => !judged.has(name))
          .map(({ name }) =>
            unjudged(asked[0]!, name, baseline, {
              zone: 'not-comparable',
              why: `this model was not judged on ${name}`,
            }),
          ),
  )
  const found = ofClasses.flatMap((evaluation) =>
    baselines.length === 0
      ? [unjudged(asked[0]!, evaluation.name, undefined, nothingFound)]
      : baselines.flatMap((baseline) => asked.map((one) => against(evaluation, one, baseline))),
  )
  return [...found, ...dropped]
}

const nothingFound: Unjudged = { zone: 'not-comparable', why: 'no baseline was found' }

/** Is there a right and a wrong of each row? */
export const hasClasses = ({ task, rows }: Evaluation) =>
  (task === 'binary' || task === 'multiclass') && rows > 0

/** An evaluation that calls itself of another task than a baseline's has not kept what its classes are held to. */
const hadClasses = ({ name }: Evaluation, baselines: Contest['baselines']) =>
  baselines.some(
    (baseline) =>
      !('outcome' in baseline) &&
      baseline.evaluations.some(
        (other) => other.name === name && !other.comparable && other.had.includes('accuracy'),
      ),
  )

interface Limit {
  readonly amount: number
  readonly share: boolean
}

const askedOf = ({ max, max_share: share }: NewErrorLimits): Limit[] => [
  ...(max === undefined ? [] : [{ amount: max, share: false }]),
  ...(share === undefined ? [] : [{ amount: share, share: true }]),
]

function against(evaluation: Evaluation, limit: Limit, baseline: Contest['baselines'][number]): Draft {
  const not = (none: Unjudged) => unjudged(limit, evaluation.name, baseline, none, evaluation.rows)
  const found = sideOf(baseline, evaluation.name)
  if ('none' in found) return not(found.none)
  const { flips } = found.side
  if (!flips) return not({ zone: 'undefined', why: 'not every row of both models is predicted as a class' })
  const { rows, broken, mended } = flips
  const allowed = limit.share ? limit.amount * rows : limit.amount
  return {
    comparison: {
      rule: 'max_new_errors',
      metric: 'new_errors',
      evaluation: evaluation.name,
      rows,
      candidate_value: broken,
      mended,
      baseline: baselineOf(baseline),
      allowed,
      ...(limit.share && { allowed_ratio: limit.amount }),
      method: 'count',
      ...powerOf(flips, allowed),
      zone: zoneOfBound(broken, 'max', allowed),
    },
  }
}

/** In rows of so many: newly wrong ones of a model that on other rows would break the limit in 4 of 5 test sets. */
function powerOf({ rows, dependent }: Flips, allowed: number): Pick<Draft['comparison'], 'smallest_blocked'> {
  // Rows of one group flip together: their count varies more than that of rows by themselves.
  const share = dependent ? undefined : shareExceeding(mostWithin(allowed), rows, 0.8)
  return share === undefined ? {} : { smallest_blocked: share * rows }
}

/** A share of the rows that is 3 but for rounding lets 3 rows pass, as the rule does. */
const mostWithin = (allowed: number) => Math.floor(allowed * (1 + 1e-12))

const unjudged = (
  { amount, share }: Limit,
  evaluation: string,
  baseline: Contest['baselines'][number] | undefined,
  none: Unjudged,
  rows = 0,
): Draft => ({
  comparison: {
    rule: 'max_new_errors',
    metric: 'new_errors',
    evaluation,
    rows,
    allowed: amount,
    ...(share && { allowed_ratio: amount }),
    ...(baseline && { baseline: baselineOf(baseline) }),
    method: 'none',
    ...none,
  },
})
