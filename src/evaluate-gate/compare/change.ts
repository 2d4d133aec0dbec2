import type { Evaluation } from '../../record/evaluation.ts'
import { memberOf } from '../../rules/member-of.ts'
import { allowedAgainst, allowedWithoutValue, type RelativeRule } from '../../rules/relative-rules.ts'
import { improvementReach } from '../../stats/power.ts'
import type { MissingBaseline } from '../context.ts'
import type { ComparedEvaluation, MeasuredBaseline, SeedComparison } from '../measured.ts'
import { whyUndefined } from './bounds.ts'
import { baselineOf, type Contest } from './contest.ts'
import type { Draft, Unjudged } from './draft.ts'
import { sideOf } from './side-of.ts'
import { tooFarApart } from './too-far-apart.ts'
import { alpha } from './zones.ts'

/** A metric against one baseline, row by row where that can be. */
export function changeDraft(
  { candidate, directions, seeds }: Contest,
  whole: Evaluation,
  metric: string,
  asked: RelativeRule,
  baseline: MeasuredBaseline | MissingBaseline,
): Draft {
  const evaluation = comparedPart(whole, baseline)
  const value = memberOf(evaluation.metrics, metric)
  const direction = directions[metric]!
  const base = {
    rule: asked.kind,
    metric,
    evaluation: evaluation.name,
    direction,
    rows: evaluation.rows,
    ...allowedWithoutValue(asked),
    baseline: baselineOf(baseline),
    method: 'none',
    ...(value !== undefined && { candidate_value: value }),
  }
  const unjudged = (none: Unjudged): Draft => ({ comparison: { ...base, ...none } })
  if (value === undefined) return unjudged({ zone: 'undefined', why: whyUndefined(evaluation, metric) })
  const found = sideOf(baseline, evaluation.name)
  if ('none' in found) return unjudged(found.none)
  const { side: other, of } = found
  const before = memberOf(other.metrics, metric)
  // One model can be made to predict worse: by other code around it, or under a digest that is not its own.
  const isItself = isSameModel(candidate, of) && other.sameTestSet
  if (isItself && asked.kind !== 'must_improve' && before === value)
    return {
      comparison: { ...base, baseline_value: before, change: 0, method: 'digest', zone: 'identical' },
    }
  if (seeds && seeds.evaluation === evaluation.name) {
    if (seeds.why !== undefined) return unjudged({ zone: 'not-comparable', why: seeds.why, needs: 'seeds' })
    const ofSeeds = memberOf(other.seeds ?? {}, metric)
    if (ofSeeds && other.candidate === undefined) return seedsDraft(base, asked, ofSeeds, of)
  }
  if (before === undefined) {
    const reason = other.undefined.find((u) => u.metric === metric)?.reason
    return reason === undefined
      ? unjudged({ zone: 'no-baseline', why: `it has no ${metric}` })
      : unjudged({ zone: 'undefined', why: `of the baseline, because ${reason}` })
  }
  if (!Number.isFinite(value - before))
    return unjudged({ zone: 'undefined', why: tooFarApart(value, before) })
  return measuredDraft({ ...base, allowed: allowedAgainst(asked, before) }, value, before, other, of)
}

/** The candidate on the rows that it is compared on: without those that either model was trained on. */
function comparedPart(evaluation: Evaluation, baseline: MeasuredBaseline | MissingBaseline): Evaluation {
  if ('outcome' in baseline) return evaluation
  const other = baseline.evaluations.find(({ name }) => name === evaluation.name)
  return other?.comparable && other.candidate ? { ...evaluation, ...other.candidate } : evaluation
}

const isSameModel = ({ modelDigest }: Contest['candidate'], { model_digest }: MeasuredBaseline) =>
  modelDigest !== undefined && modelDigest === model_digest

function measuredDraft(
  base: Omit<Draft['comparison'], 'zone'>,
  value: number,
  before: number,
  { differences }: ComparedEvaluation,
  baseline: MeasuredBaseline,
): Draft {
  const known = { ...base, candidate_value: value, baseline_value: before }
  return testedDraft(known, value - before, memberOf(differences ?? {}, base.metric), baseline)
}

/** Means over the seeds of two trainings, instead of one model with one model. */
function seedsDraft(
  base: Omit<Draft['comparison'], 'zone'>,
  asked: RelativeRule,
  { candidate, baseline: before, seeds, difference }: SeedComparison,
  baseline: MeasuredBaseline,
): Draft {
  const known = {
    ...base,
    allowed: allowedAgainst(asked, before),
    candidate_value: candidate,
    baseline_value: before,
    seeds: [...seeds] as [number, number],
  }
  return testedDraft(known, candidate - before, difference, baseline)
}

function testedDraft(
  known: Omit<Draft['comparison'], 'zone'>,
  estimate: number,
  tested: NonNullable<ComparedEvaluation['differences']>[string] | undefined,
  baseline: MeasuredBaseline,
): Draft {
  if (tested === undefined) return { comparison: { ...known, change: estimate, method: 'estimate' } }
  const { change, interval, standardError, method } = tested
  const compared = {
    ...known,
    change,
    interval: [...interval] as [number, number],
    level: 1 - alpha,
    method,
  }
  // What demands an improvement blocks by the estimate: no test of it can raise a false alarm.
  if (known.rule === 'must_improve') {
    const demanded = { blocksBelow: -known.allowed, passesFrom: -known.allowed }
    const { blocked, passed } = improvementReach(demanded, standardError)
    return { comparison: { ...compared, smallest_blocked: -blocked, smallest_passed: passed } }
  }
  const pValue = known.direction === 'higher' ? tested.pLower : tested.pHigher
  return {
    comparison: { ...compared, p_value: pValue },
    test: {
      standardError,
      // One model that two baselines name is compared once.
      family: JSON.stringify([known.evaluation, known.metric, baseline.model_digest ?? baseline.name]),
      pValue,
    },
  }
}
