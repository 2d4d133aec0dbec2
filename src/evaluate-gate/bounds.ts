import type { Rule } from '../config/schema.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import type { Evaluation } from '../record/evaluate-gate.ts'
import type { Draft } from './draft.ts'
import { memberOf } from './member-of.ts'
import { alpha, zoneOfBound } from './zones.ts'

/** `min` and `max` of a rule, judged by the estimate, or by its bound where the rule asks for confidence. */
export function boundDrafts(evaluation: Evaluation, metric: string, rule: Rule): Draft[] {
  return (['min', 'max'] as const).flatMap((kind): Draft[] => {
    const allowed = rule[kind]
    if (allowed === undefined) return []
    const base = {
      rule: kind,
      metric,
      evaluation: evaluation.name,
      rows: evaluation.rows,
      allowed,
      method: 'estimate',
    }
    const value = memberOf(evaluation.metrics, metric)
    if (value === undefined)
      return [{ comparison: { ...base, zone: 'undefined' }, why: whyUndefined(evaluation, metric) }]
    if (rule.confidence === undefined)
      return [{ comparison: { ...base, candidate_value: value, zone: zoneOfBound(value, kind, allowed) } }]
    return [confidentDraft({ ...base, candidate_value: value }, evaluation)]
  })
}

function confidentDraft(
  base: Omit<Draft['comparison'], 'zone'> & { readonly rule: 'min' | 'max' },
  { intervals = {} }: Evaluation,
): Draft {
  const interval = memberOf(intervals, base.metric)
  if (interval === undefined)
    return { comparison: { ...base, zone: 'undefined' }, why: 'these rows allow no bound with confidence' }
  const { low, high, method } = interval
  const zone = zoneOfBound(base.rule === 'min' ? low : high, base.rule, base.allowed)
  return { comparison: { ...base, candidate_interval: [low, high], level: 1 - alpha, method, zone } }
}

/** Why a metric has no value, as a clause. */
export function whyUndefined({ undefined: none, rows, task }: Evaluation, metric: string): string {
  const reason = none.find((entry) => entry.metric === metric)?.reason
  const computable = rows > 0 && metricNamed(metric) !== undefined
  return reason ?? (computable ? `a ${task} evaluation has none` : 'it was not reported')
}
