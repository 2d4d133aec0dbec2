import type { Comparison } from '../../record/comparison.ts'
import type { RecordedWaiver } from '../../record/waiver.ts'
import { worseningOf } from '../compare/zones.ts'

/** How far a comparison missed its rule, in the metric's unit, as a waiver's ceiling measures it. */
export interface Missed {
  readonly rule: NonNullable<RecordedWaiver['rule']>
  readonly by: number
  /** sizes that the rounding of `by` goes with */
  readonly scale: number
}

/**
 * What a waiver could let pass: a worsening, or a bound that is broken, by a known amount. What has no value or cannot
 * be compared is never waived: nobody can know how bad it is.
 */
export function missed(comparison: Comparison): Missed | undefined {
  const { rule, zone } = comparison
  if (zone !== 'worse' && zone !== 'beyond' && zone !== 'below-bound') return undefined
  const found = amount(comparison)
  return found !== undefined && Number.isFinite(found.by) && Number.isFinite(found.scale)
    ? { ...found, rule: rule === 'max_worsening' || rule === 'max_worsening_ratio' ? 'worsening' : rule }
    : undefined
}

function amount(comparison: Comparison): Omit<Missed, 'rule'> | undefined {
  const { rule, allowed, change, direction, candidate_value, baseline_value } = comparison
  switch (rule) {
    case 'max_worsening':
    case 'max_worsening_ratio':
    case 'max_gap':
    case 'must_improve':
    case 'better_than_naive': {
      if (change === undefined || direction === undefined) return undefined
      const worsening = worseningOf(change, direction)
      const scale = Math.max(
        ...[candidate_value, baseline_value, allowed].map((value) => Math.abs(value ?? Number.NaN)),
      )
      // What is as good as it must be, and chance explains that, misses its rule by nothing.
      return demanding.includes(rule)
        ? { by: Math.max(0, worsening - allowed), scale }
        : { by: worsening, scale }
    }
    case 'max_new_errors':
    case 'min':
    case 'max': {
      const [low, high] = judgedBound(comparison) ?? [candidate_value, candidate_value]
      const value = rule === 'min' ? low : high
      if (value === undefined) return undefined
      return {
        by: rule === 'min' ? allowed - value : value - allowed,
        scale: Math.max(Math.abs(allowed), Math.abs(value)),
      }
    }
  }
}

/** Rules that name an improvement. */
const demanding: readonly Comparison['rule'][] = ['must_improve', 'better_than_naive']

/** A disparity has bounds too where the estimate and a test of it decide. */
const judgedBound = ({ by, confident, candidate_interval }: Comparison) =>
  by === undefined || confident ? candidate_interval : undefined
