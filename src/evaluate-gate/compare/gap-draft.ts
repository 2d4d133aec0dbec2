import type { Rule } from '../../config/schema.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Direction } from '../../record/gate-terms.ts'
import { memberOf } from '../../rules/member-of.ts'
import { normalQuantile, normalUpperTail } from '../../stats/distributions.ts'
import { whyUndefined } from './bounds.ts'
import type { Draft } from './draft.ts'
import { tooFarApart } from './too-far-apart.ts'
import { alpha, worseningOf } from './zones.ts'

/** What is known of the rows that the model was trained on. */
export interface Training {
  /** evaluations that are not judged */
  readonly evaluations: readonly Evaluation[]
  /** what the training command reported */
  readonly reported: Readonly<Record<string, number>>
}

/** How much worse a metric is on the rows of an evaluation than on those of the training; nothing where no rule asks. */
export function gapDrafts(
  evaluation: Evaluation,
  metric: string,
  { max_gap: asked }: Rule,
  training: Training,
  direction: Direction | undefined,
): Draft[] {
  if (asked === undefined) return []
  const value = memberOf(evaluation.metrics, metric)
  const source = asked.evaluation ?? `the training's ${asked.reported}`
  const base = {
    rule: 'max_gap' as const,
    metric,
    evaluation: evaluation.name,
    ...(direction && { direction }),
    rows: evaluation.rows,
    allowed: asked.max,
    training: source,
    ...(value !== undefined && { candidate_value: value }),
  }
  const unjudged = (why: string): Draft[] => [
    { comparison: { ...base, method: 'none', zone: 'undefined', why } },
  ]
  if (value === undefined) return unjudged(whyUndefined(evaluation, metric))
  if (direction === undefined) return unjudged('nothing says which way is better')
  const before = trainingValue(evaluation.name, metric, asked, training)
  if (typeof before === 'string') return unjudged(before)
  const change = value - before.value
  if (!Number.isFinite(change)) return unjudged(tooFarApart(value, before.value))
  const known = { ...base, direction, candidate_value: value, baseline_value: before.value, change }
  const here = memberOf(evaluation.intervals ?? {}, metric)
  if (here === undefined || before.interval === undefined)
    return [{ comparison: { ...known, method: 'estimate' } }]
  const interval = differenceInterval(
    { value, interval: here },
    { value: before.value, interval: before.interval },
  )
  const standardError = errorOfGap(change, interval, direction)
  const pValue = chanceOfGap(worseningOf(change, direction) - asked.max, standardError)
  return [
    {
      comparison: { ...known, interval, level: 1 - alpha, p_value: pValue, method: 'mover' },
      test: {
        family: JSON.stringify(['gap', evaluation.name, metric]),
        pValue,
        ...(standardError > 0 && {
          blockedFrom: (level) =>
            asked.max + (normalQuantile(1 - level) + normalQuantile(0.8)) * standardError,
        }),
      },
    },
  ]
}

interface Estimate {
  readonly value: number
  readonly interval: { readonly low: number; readonly high: number }
}

/** The metric on the rows of the training, or why it is not known. */
function trainingValue(
  judged: string,
  metric: string,
  { evaluation: name, reported }: NonNullable<Rule['max_gap']>,
  training: Training,
): { readonly value: number; readonly interval?: Estimate['interval'] } | string {
  if (reported !== undefined) {
    const value = memberOf(training.reported, reported)
    return value === undefined ? `the training of this run reported no ${reported}` : { value }
  }
  const evaluation = training.evaluations.find((one) => one.name === name)
  if (evaluation === undefined) return `there is no evaluation ${name} of the training rows`
  if (evaluation.same_rows_as === judged) return `the rows of ${name} are those of ${judged} itself`
  const value = memberOf(evaluation.metrics, metric)
  if (value === undefined) return `on ${name}, ${whyUndefined(evaluation, metric)}`
  const interval = memberOf(evaluation.intervals ?? {}, metric)
  return { value, ...(interval && { interval }) }
}

/**
 * Bounds of a difference of two independent estimates from the bounds of each, whatever made them.
 * @see Zou & Donner 2008, "Construction of confidence limits about effect measures: a general approach" (MOVER)
 */
function differenceInterval(one: Estimate, other: Estimate): [low: number, high: number] {
  const change = one.value - other.value
  return [
    change - Math.hypot(one.value - one.interval.low, other.interval.high - other.value),
    change + Math.hypot(one.interval.high - one.value, other.value - other.interval.low),
  ]
}

/** On the side of a larger gap: its bound is this times z at {@link alpha} away. */
const errorOfGap = (change: number, [low, high]: readonly [number, number], direction: Direction) =>
  (direction === 'higher' ? high - change : change - low) / normalQuantile(1 - alpha)

/** That the true gap is no larger than allowed: at alpha just where the bound of the gap is what is allowed. */
function chanceOfGap(beyond: number, standardError: number): number {
  if (!(standardError > 0)) return beyond > 0 ? 0 : 1
  return normalUpperTail(beyond / standardError)
}
