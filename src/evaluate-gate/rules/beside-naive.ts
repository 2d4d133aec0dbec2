import type { Rule } from '../../config/schema.ts'

/** The metrics that a rule measures beside a naive model. */
export const besideNaive = (rules: Readonly<Record<string, Rule>>): string[] =>
  Object.entries(rules).flatMap(([metric, rule]) => (rule.better_than_naive === undefined ? [] : [metric]))
