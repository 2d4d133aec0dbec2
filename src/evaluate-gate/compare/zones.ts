import type { Direction, Zone } from '../../record/gate-terms.ts'

/** Chance of blocking an equal model, over all comparisons of a verdict together. */
export const alpha = 0.05

/** What is known of a change when its zone is decided. All in the metric's unit; worsening is negative when it is better. */
export interface Change {
  readonly worsening: number
  readonly allowed: number
  /** the larger of the two values' sizes, which bounds the rounding of their difference */
  readonly scale: number
  /** upper bound of the true worsening, where an interval is computed */
  readonly worst?: number
  /** that the true worsening is not above 0, adjusted over all comparisons; absent where there is no test */
  readonly pAdjusted?: number
}

/**
 * Zone of a change against a baseline. Without a test the estimate decides: a fall beyond what is allowed blocks.
 * A change that is no number is never more than `undefined`.
 */
export function zoneOfChange({ worsening, allowed, scale, worst, pAdjusted }: Change): Zone {
  if (![worsening, allowed, scale].every(Number.isFinite)) return 'undefined'
  if (exceeds(worsening, allowed, scale))
    return pAdjusted !== undefined && pAdjusted > alpha ? 'beyond' : 'worse'
  return worst !== undefined && worst < allowed ? 'no-worse' : 'within'
}

/** Zone of a change of which a rule demands an improvement: the estimate decides, since the burden of proof is the model's. */
export function zoneOfImprovement({ worsening, allowed, scale, worst }: Change): Zone {
  if (![worsening, allowed, scale].every(Number.isFinite)) return 'undefined'
  if (exceeds(worsening, allowed, scale)) return 'below-bound'
  return worst !== undefined && worst < allowed ? 'no-worse' : 'within'
}

/**
 * Zone of a change against a naive model. To be as good is not enough, and an improvement that is asked for has to be
 * there by the estimate; one that chance explains is not sure. The test needs no adjustment: a false alarm of it lets a
 * model pass, and only if every rule does.
 */
export function zoneBesideNaive({ worsening, allowed, scale, worst, pAdjusted }: Change): Zone {
  if (![worsening, allowed, scale].every(Number.isFinite)) return 'undefined'
  if (exceeds(worsening, allowed, scale) || !exceeds(0, worsening, scale)) return 'below-bound'
  if (pAdjusted !== undefined && pAdjusted > alpha) return 'beyond'
  return worst !== undefined && worst < allowed ? 'no-worse' : 'within'
}

/** Zone of a value against a bound that a rule sets. */
export function zoneOfBound(value: number, rule: 'min' | 'max', bound: number): Zone {
  if (!Number.isFinite(value)) return 'undefined'
  const [more, less] = rule === 'min' ? [bound, value] : [value, bound]
  const broken = exceeds(more, less, Math.max(Math.abs(bound), Math.abs(value)))
  return broken ? 'below-bound' : 'within-bound'
}

/** The same where it takes more than the estimate to break a bound: a test that chance does not explain it. */
export function zoneOfTestedBound(
  value: number,
  rule: 'min' | 'max',
  bound: number,
  pAdjusted: number | undefined,
): Zone {
  const zone = zoneOfBound(value, rule, bound)
  return zone === 'below-bound' && pAdjusted !== undefined && pAdjusted > alpha ? 'beyond' : zone
}

/** By how much a candidate is worse; negative when it is better. */
export const worseningOf = (change: number, direction: Direction) =>
  direction === 'higher' ? -change : change

/** Is a above b by more than the rounding of decimal numbers? 0.81 - 0.80 is not above 0.01. */
export const exceeds = (a: number, b: number, scale: number) => a - b > 1e-12 * scale
