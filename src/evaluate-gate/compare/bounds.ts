import type { Rule } from '../../config/schema.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import { memberOf } from '../../rules/member-of.ts'
import { type BoundedValue, rowsToKeepBound, valueBlocked } from '../../stats/bound-power.ts'
import type { Draft } from './draft.ts'
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
      return [{ comparison: { ...base, zone: 'undefined', why: whyUndefined(evaluation, metric) } }]
    const known = { ...base, candidate_value: value }
    if (rule.confidence !== undefined) return [confidentDraft(known, evaluation)]
    const seen = powerOf(known, memberOf(evaluation.intervals ?? {}, metric), estimated)
    return [{ comparison: { ...known, ...seen, zone: zoneOfBound(value, kind, allowed) } }]
  })
}

type Known = Omit<Draft['comparison'], 'zone'> & {
  readonly rule: 'min' | 'max'
  readonly candidate_value: number
}

function confidentDraft(base: Known, { intervals = {} }: Evaluation): Draft {
  const interval = memberOf(intervals, base.metric)
  if (interval === undefined)
    return { comparison: { ...base, zone: 'undefined', why: 'these rows allow no bound with confidence' } }
  const { low, high, method } = interval
  const zone = zoneOfBound(base.rule === 'min' ? low : high, base.rule, base.allowed)
  const seen = powerOf(base, interval, alpha)
  return { comparison: { ...base, candidate_interval: [low, high], level: 1 - alpha, method, ...seen, zone } }
}

/** What a bound of the estimate alone is certain by: a model that is truly at it breaks it every other time. */
const estimated = 0.5

/** What the rows can see of a bound; a forecast of rows only where the burden of proof is the model's. */
function powerOf(
  { rule: side, allowed: bound, candidate_value: value, rows }: Known,
  interval: NonNullable<Evaluation['intervals']>[string] | undefined,
  certainty: number,
): Pick<Draft['comparison'], 'smallest_blocked' | 'rows_needed'> {
  if (interval === undefined) return {}
  const { low, high, method } = interval
  const of: BoundedValue = { side, bound, value, low, high, share: method === 'wilson' }
  const target = { alpha: certainty, power: 0.8 }
  const blocked = valueBlocked(of, target)
  const needed = rows > 0 && certainty !== estimated ? rowsToKeepBound(rows, of, target) : undefined
  return {
    ...(blocked !== undefined && { smallest_blocked: blocked }),
    ...(needed !== undefined && { rows_needed: needed }),
  }
}

/** Why a metric has no value, as a clause. */
export function whyUndefined({ undefined: none, rows, task }: Evaluation, metric: string): string {
  const reason = none.find((entry) => entry.metric === metric)?.reason
  const computable = rows > 0 && metricNamed(metric) !== undefined
  return reason ?? (computable ? `a ${task} evaluation has none` : 'it was not reported')
}
