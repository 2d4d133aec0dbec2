import type { Config, Rule } from '../config/schema.ts'
import { metricNamed } from '../metrics/catalogue.ts'

/** A rule, and what its name asks it of. */
export interface NamedRule {
  /** as the configuration has it: `accuracy`, `accuracy@holdout` */
  readonly name: string
  readonly metric: string
  /** the one evaluation that it is held against; absent: every one that has the metric */
  readonly evaluation?: string
  readonly rule: Rule
}

type Named = Pick<Config, 'evaluations' | 'metrics'> & { readonly gate: Pick<Config['gate'], 'rules'> }

/** The rules of a gate. A name that is a metric's own stays whole: `ndcg@10` asks nothing of an evaluation 10. */
export function namedRules({ gate: { rules }, evaluations, metrics }: Named): NamedRule[] {
  return Object.entries(rules).map(([name, rule]) => {
    const at = name.lastIndexOf('@')
    const evaluation = name.slice(at + 1)
    const isWhole = at < 1 || metricNamed(name) !== undefined || Object.hasOwn(metrics, name)
    return isWhole || !Object.hasOwn(evaluations, evaluation)
      ? { name, metric: name, rule }
      : { name, metric: name.slice(0, at), evaluation, rule }
  })
}

/** Every key that some rule on a metric has: what must be measured of it. */
export function rulesByMetric(config: Named): Record<string, Rule> {
  const rules: Record<string, Rule> = {}
  for (const { metric, rule } of namedRules(config)) rules[metric] = { ...rules[metric], ...rule }
  return rules
}

/** What comparisons are made by. */
export interface RulesHeld {
  readonly rules: Readonly<Record<string, Rule>>
  /** by evaluation; in place of those on the same metric above */
  readonly own: Readonly<Record<string, Readonly<Record<string, Rule>>>>
}

export function rulesHeld(config: Named): RulesHeld {
  const named = namedRules(config)
  const rulesOf = (of: string | undefined) =>
    Object.fromEntries(
      named.flatMap(({ metric, evaluation, rule }) => (evaluation === of ? [[metric, rule] as const] : [])),
    )
  const evaluations = [...new Set(named.flatMap(({ evaluation }) => evaluation ?? []))]
  return {
    rules: rulesOf(undefined),
    own: Object.fromEntries(evaluations.map((name) => [name, rulesOf(name)])),
  }
}
