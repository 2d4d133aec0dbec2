import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import type { Config, Rule } from '../../config/schema.ts'
import { type AssayError, configurationError } from '../../errors.ts'
import type { Direction } from '../../metrics/metric.ts'
import { bare } from '../../report/number.ts'
import { directionOf } from '../../rules/direction-of.ts'
import { knownRange, type Range, rangeText } from '../../rules/known-range.ts'
import { namedRules } from '../../rules/named-rules.ts'

/** A rule on a metric, and the key that has it. */
interface PlacedRule {
  readonly metric: string
  readonly rule: Rule
  readonly at: string
}

/**
 * A rule that no value can break lets every model pass, and one that no value can keep blocks every one: mostly percents
 * where a share is meant, or a bound on the wrong side.
 * @throws AssayError configuration: `rule-out-of-reach`, `nothing-blocks`
 */
export function checkReach(project: Project): void {
  const { gate, evaluations, metrics } = project.config
  // A metrics file may write its accuracy in percent; what is computed from rows has the metric's own unit.
  const isComputed = (only: string | undefined) =>
    Object.entries(evaluations).every(
      ([name, { predictions }]) => predictions !== undefined || (only !== undefined && only !== name),
    )
  const named = namedRules(project.config).map(({ name, metric, rule, evaluation }) => ({
    metric,
    rule,
    at: `gate.rules.${name}`,
    computed: isComputed(evaluation),
  }))
  const ofSlices = Object.entries(gate.slices?.rules ?? {}).map(([metric, rule]) => ({
    metric,
    rule,
    at: `gate.slices.rules.${metric}`,
    computed: true,
  }))
  const rules = [...named, ...ofSlices]
  for (const rule of rules) {
    const range = knownRange(rule.metric, metrics)
    if (range) requireReach(project, rule, rule.computed ? range : inAnyUnit(range))
  }
  if (canBlockNewErrors(gate.new_errors) || canBlockUnfair(gate.fairness)) return
  if (rules.some(({ metric, rule }) => canBlockWorse(metric, rule, project.config.metrics))) return
  const [first] = rules
  throw first === undefined ? everythingIsFair(project) : nothingBlocks(project, first.metric, first.at)
}

/** Nothing is nothing in percent, too. */
const inAnyUnit = ([low]: Range): Range => [
  low === 0 ? 0 : Number.NEGATIVE_INFINITY,
  Number.POSITIVE_INFINITY,
]

/**
 * @param range of values in the unit in which the rule is written
 * @throws AssayError configuration `rule-out-of-reach`
 */
export function requireReach(project: Project, { metric, rule, at }: PlacedRule, range: Range): void {
  const wrong = outOfReach({ metric, direction: directionOf(metric, project.config.metrics) }, rule, range)
  if (wrong !== undefined) throw unreachable(project, wrong, at)
}

interface OutOfReach {
  readonly key:
    | 'min'
    | 'max'
    | 'max_worsening'
    | 'max_worsening_ratio'
    | 'must_improve'
    | 'better_than_naive'
    | 'max_gap.max'
  readonly value: number
  readonly why: string
}

function outOfReach(
  { metric, direction }: { readonly metric: string; readonly direction: Direction | undefined },
  rule: Rule,
  range: Range,
): OutOfReach | undefined {
  const [low, high] = range
  const { min, max, max_worsening: worsening, max_worsening_ratio: ratio, must_improve: improvement } = rule
  const lies = `${metric} ${rangeText(range)}`
  if (min !== undefined && min > high) return { key: 'min', value: min, why: `${lies}: no model can pass` }
  if (max !== undefined && max < low) return { key: 'max', value: max, why: `${lies}: no model can pass` }
  if (worsening !== undefined && worsening >= high - low)
    return { key: 'max_worsening', value: worsening, why: `${lies}: no model can get worse by more` }
  if (ratio !== undefined && ratio >= 1 && direction === 'higher' && low === 0)
    return { key: 'max_worsening_ratio', value: ratio, why: `${lies}: no model can lose more than all` }
  if (rule.max_gap !== undefined && rule.max_gap.max >= high - low)
    return { key: 'max_gap.max', value: rule.max_gap.max, why: `${lies}: no gap can be wider` }
  if (improvement !== undefined && improvement > high - low)
    return { key: 'must_improve', value: improvement, why: `${lies}: no model can pass` }
  const { better_than_naive: better } = rule
  if (better !== undefined && better > high - low)
    return { key: 'better_than_naive', value: better, why: `${lies}: no model can pass` }
  return undefined
}

/** Whether a model that is worse enough breaks it. */
function canBlockWorse(metric: string, rule: Rule, own: Config['metrics']): boolean {
  const { min, max, confidence: _confidence, ...others } = rule
  if (Object.values(others).some((value) => value !== undefined)) return true
  const direction = directionOf(metric, own)
  return direction === undefined || (direction === 'higher' ? min : max) !== undefined
}

/** Of the rows at most all turn wrong. */
const canBlockNewErrors = (limits: Config['gate']['new_errors']) =>
  limits?.max !== undefined || (limits?.max_share ?? 1) < 1

/** Groups differ by 1 at most, and no ratio of theirs is below 0. */
const canBlockUnfair = (fairness: Config['gate']['fairness']) =>
  Object.values(fairness?.rules ?? {}).some(
    (rule) => rule !== undefined && ('max' in rule ? rule.max < 1 : rule.min > 0),
  )

const everythingIsFair = (project: Project) =>
  configurationError(
    'nothing-blocks',
    'no rule of gate.fairness can be broken, so that the gate blocks no model: a difference is never above 1, a ratio never below 0',
    {
      hint: 'Limit a difference below 1, such as max: 0.1, or a ratio above 0, such as min: 0.8.',
      ...placeIn(project, 'gate.fairness.rules'),
    },
  )

function unreachable(project: Project, { key, value, why }: OutOfReach, at: string): AssayError {
  return configurationError('rule-out-of-reach', `${at}.${key} is ${bare(value)}, and ${why}`, {
    hint:
      value >= 1
        ? `Write it in the metric's unit, not in percent: ${bare(value)} % is ${bare(Number((value / 100).toPrecision(12)))}.`
        : `Write a value in the metric's unit that a model can reach.`,
    ...placeIn(project, `${at}.${key}`),
  })
}

function nothingBlocks(project: Project, metric: string, at: string): AssayError {
  const [better, bound, other] =
    directionOf(metric, project.config.metrics) === 'lower'
      ? (['lower', 'min', 'max'] as const)
      : (['higher', 'max', 'min'] as const)
  return configurationError(
    'nothing-blocks',
    `${metric} is better the ${better} it is, so that ${bound} blocks good values alone, and no other rule of the gate blocks a bad model`,
    {
      hint: `Did you mean ${other}? Or add a rule that a worse model breaks, such as max_worsening.`,
      ...placeIn(project, at),
    },
  )
}
