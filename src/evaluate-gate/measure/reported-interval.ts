import type { Config } from '../../config/schema.ts'
import { boundAlpha } from '../../metrics/compare/difference.ts'
import type { Metrics } from '../../metrics/compute.ts'
import { memberOf } from '../../rules/member-of.ts'
import { type Difference, studentDifference } from '../../stats/difference.ts'
import { normalQuantile } from '../../stats/distributions.ts'

/** Two one-sided 95% bounds of a reported value. */
export type ReportedInterval = {
  readonly method: 'reported'
  readonly low: number
  readonly high: number
}

type Names = NonNullable<Config['metrics'][string]['interval']>

/**
 * The interval that a metrics file gives for a value, brought to the level of all others as a normal one.
 * @returns why it cannot be had, as a clause; an interval beside its value says nothing of it
 */
export function reportedInterval(
  { metrics }: Metrics,
  source: string,
  { low, high, level }: Names,
): ReportedInterval | { readonly reason: string } | undefined {
  const value = memberOf(metrics, source)
  if (value === undefined) return undefined
  const [from, to] = [memberOf(metrics, low), memberOf(metrics, high)]
  if (from === undefined || to === undefined)
    return { reason: `${from === undefined ? low : high}, a bound of ${source}, is no number` }
  if (!(from <= value && value <= to))
    return { reason: `the interval of ${source}, ${from} to ${to}, does not hold ${value}` }
  const shrink = normalQuantile(1 - boundAlpha) / normalQuantile((1 + level) / 2)
  const [lower, upper] = [value - shrink * (value - from), value + shrink * (to - value)]
  if (!Number.isFinite(upper - lower))
    return { reason: `the interval of ${source}, ${from} to ${to}, is too wide to be computed with` }
  return { method: 'reported', low: lower, high: upper }
}

interface ReportedSide {
  readonly metrics: Readonly<Record<string, number>>
  readonly intervals?:
    | Readonly<Record<string, { readonly method: string; readonly low: number; readonly high: number }>>
    | undefined
}

/**
 * Tests of the changes of values that both sides report with an interval: of two independent measurements, which if
 * they share their noise overstates it.
 */
export function reportedDifferences(
  candidate: ReportedSide,
  baseline: ReportedSide,
): Record<string, Difference & { readonly method: 'reported' }> {
  const differences: Record<string, Difference & { readonly method: 'reported' }> = {}
  for (const name of Object.keys(candidate.intervals ?? {})) {
    const [one, other] = [candidate, baseline].map(({ intervals = {} }) => memberOf(intervals, name))
    const [value, before] = [memberOf(candidate.metrics, name), memberOf(baseline.metrics, name)]
    if (one?.method !== 'reported' || other?.method !== 'reported') continue
    if (value === undefined || before === undefined) continue
    const spread = [one, other].map(({ low, high }) => (high - low) / 2 / normalQuantile(1 - boundAlpha))
    const difference = studentDifference(value - before, Math.hypot(...spread), boundAlpha)
    if (difference) differences[name] = { ...difference, method: 'reported' }
  }
  return differences
}
