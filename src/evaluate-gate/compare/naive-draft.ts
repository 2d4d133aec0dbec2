import type { Rule } from '../../config/schema.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { memberOf } from '../../rules/member-of.ts'
import { improvementReach, significantFrom } from '../../stats/power.ts'
import { whyUndefined } from './bounds.ts'
import type { Draft } from './draft.ts'
import { alpha, worseningOf, zoneBesideNaive } from './zones.ts'

/** A metric beside what a model reaches that does not look at its inputs; nothing where no rule asks. */
export function naiveDrafts(evaluation: Evaluation, metric: string, rule: Rule): Draft[] {
  const { better_than_naive: amount } = rule
  const direction = metricNamed(metric)?.direction
  if (amount === undefined) return []
  const value = memberOf(evaluation.metrics, metric)
  const base = {
    rule: 'better_than_naive' as const,
    metric,
    evaluation: evaluation.name,
    ...(direction && { direction }),
    rows: evaluation.rows,
    allowed: -amount,
    ...(value !== undefined && { candidate_value: value }),
  }
  const unjudged = (why: string): Draft[] => [
    { comparison: { ...base, method: 'none', zone: 'undefined', why } },
  ]
  if (value === undefined) return unjudged(whyUndefined(evaluation, metric))
  const naive = memberOf(evaluation.naive ?? {}, metric)
  if (naive === undefined || direction === undefined)
    return unjudged('it is a reported value, with no naive model beside it')
  if (!('value' in naive)) return unjudged(String(naive.reason))
  const { value: before, does, interval, standard_error, p_value, method = 'estimate' } = naive as Beaten
  const change = naive.change === undefined ? value - before : Number(naive.change)
  const known = {
    ...base,
    candidate_value: value,
    baseline_value: before,
    naive: does,
    change,
    ...(interval && { interval: [...interval] as [number, number], level: 1 - alpha }),
    ...(p_value !== undefined && { p_value }),
    ...(standard_error !== undefined && reachBesideNaive(amount, standard_error)),
    method,
  }
  const zone = zoneBesideNaive({
    worsening: worseningOf(change, direction),
    allowed: -amount,
    scale: Math.max(Math.abs(value), Math.abs(before), amount),
    ...(interval && { worst: Math.max(...interval.map((bound) => worseningOf(bound, direction))) }),
    ...(p_value !== undefined && { pAdjusted: p_value }),
  })
  return [{ comparison: { ...known, zone } }]
}

function reachBesideNaive(amount: number, standardError: number) {
  const { blocked, passed } = improvementReach(
    { blocksBelow: amount, passesFrom: Math.max(amount, significantFrom(standardError)) },
    standardError,
  )
  return { smallest_blocked: -blocked, smallest_passed: passed }
}

interface Beaten {
  readonly value: number
  readonly does: string
  readonly interval?: readonly [number, number]
  readonly standard_error?: number
  readonly p_value?: number
  readonly method?: string
}
