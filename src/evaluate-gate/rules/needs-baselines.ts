import type { Config } from '../../config/schema.ts'
import { relativeRules } from '../../rules/relative-rules.ts'
import { limitsNewErrors } from './check-new-errors.ts'

/**
 * Is there anything that baselines are looked for? Of several evaluations a baseline also tells which had which metric, so that none leaves out what it is bound to; and
 * the last accepted run tells how often a test set was used.
 */
export const needsBaselines = ({ gate, evaluations }: Config) =>
  Object.keys(evaluations).length > 1 ||
  limitsNewErrors({ gate }) ||
  gate.test_set_budget !== undefined ||
  [...Object.values(gate.rules), ...Object.values(gate.slices?.rules ?? {})].some(
    (rule) => relativeRules(rule).length > 0,
  )
