import type { GateConfig } from '../../config/schema.ts'
import {
  type DisparityName,
  disparities,
  disparityOf,
  type Group,
} from '../../metrics/fairness/disparities.ts'
import type { Evaluation } from '../../record/evaluation.ts'
import type { Grouping } from '../../record/fairness.ts'
import { counted } from '../../report/number.ts'
import { valueName } from '../measure/slices.ts'
import type { Draft } from './draft.ts'
import { alpha, zoneOfBound } from './zones.ts'

export type FairnessRules = NonNullable<GateConfig['fairness']>

type Recorded = Grouping['groups'][number]

/** Every rule on every grouping of every evaluation that has any, and the groups that were left out. */
export function fairnessDrafts(evaluations: readonly Evaluation[], asked: FairnessRules): Draft[] {
  return evaluations.flatMap((evaluation) =>
    (evaluation.fairness ?? []).flatMap((grouping) => [
      ...rulesOf(asked).map((rule) => ruleDraft(evaluation, grouping, rule, asked)),
      ...tooSmall(grouping, asked).map((group) => leftOut(evaluation, grouping, group, asked)),
    ]),
  )
}

interface AskedDisparity {
  readonly name: DisparityName
  readonly rule: 'min' | 'max'
  readonly limit: number
  readonly confidence: boolean
}

/** In the order of {@link disparities}. */
const rulesOf = ({ rules }: FairnessRules): AskedDisparity[] =>
  (Object.keys(disparities) as DisparityName[]).flatMap((name): AskedDisparity[] => {
    const rule = rules[name]
    if (rule === undefined) return []
    const confidence = rule.confidence !== undefined
    return 'max' in rule
      ? [{ name, rule: 'max', limit: rule.max, confidence }]
      : [{ name, rule: 'min', limit: rule.min, confidence }]
  })

function ruleDraft(
  evaluation: Evaluation,
  grouping: Grouping,
  { name, rule, limit, confidence }: AskedDisparity,
  asked: FairnessRules,
): Draft {
  const compared = grouping.groups.filter(({ rows }) => rows >= asked.min_rows)
  const base = {
    rule,
    metric: name,
    evaluation: evaluation.name,
    by: grouping.by,
    rows: compared.reduce((sum, { rows }) => sum + rows, 0),
    allowed: limit,
  }
  const unjudged = (why: string): Draft => ({
    comparison: { ...base, method: 'none', zone: 'undefined', why },
  })
  if (grouping.fault !== undefined) return unjudged(grouping.fault)
  const missing = missingGroup(grouping, asked)
  if (missing !== undefined) return unjudged(missing)
  const measured = disparityOf(name, compared.map(asGroup))
  if ('reason' in measured) return unjudged(smallOnes(measured.reason, grouping, asked))
  const { value, interval, extremes, chanceWithin, blockedFrom } = measured
  const [low, high] = interval
  const known = {
    ...base,
    candidate_value: value,
    candidate_interval: [low, high] as [number, number],
    level: 1 - alpha,
    extremes,
    method: 'miettinen-nurminen+bonferroni',
  }
  if (confidence)
    return {
      comparison: { ...known, confident: true, zone: zoneOfBound(rule === 'max' ? high : low, rule, limit) },
    }
  if (!toldFromChance(name, compared))
    return { comparison: { ...known, method: 'estimate', zone: zoneOfBound(value, rule, limit) } }
  const pValue = chanceWithin(limit)
  return {
    comparison: { ...known, p_value: pValue },
    test: {
      family: JSON.stringify(['fairness', evaluation.name, grouping.by, name]),
      pValue,
      blockedFrom: (alpha) => blockedFrom(limit, alpha),
    },
  }
}

/**
 * Whether anything says how much the shares vary: not where all rows of each group depend on each other. A test would then
 * find nothing whatever the shares are, and the limit never block.
 */
const toldFromChance = (name: DisparityName, groups: readonly Recorded[]) =>
  disparities[name].rates.some((rate) => groups.some(({ rates }) => rates[rate]!.trials > 1 + 1e-9))

const asGroup = ({ name, rates }: Recorded): Group => ({
  name,
  rates: Object.fromEntries(
    Object.entries(rates).map(([rate, { value, trials }]) => [rate, { hits: value * trials, trials }]),
  ),
})

const tooSmall = ({ groups }: Grouping, { min_rows: least }: FairnessRules) =>
  groups.filter(({ rows }) => rows < least)

/** Of a column by itself: a group that must be there, and is not or hardly is. */
function missingGroup({ by, groups }: Grouping, asked: FairnessRules): string | undefined {
  if (!asked.columns.includes(by) || !Object.hasOwn(asked.groups, by)) return undefined
  for (const value of asked.groups[by]!) {
    const rows = groups.find(({ name }) => name === valueName(by, value))?.rows ?? 0
    if (rows < asked.min_rows)
      return `gate.fairness.groups asks for ${by} = ${value} with ${counted(asked.min_rows, 'row')}, and there ${rows === 1 ? 'is' : 'are'} ${rows === 0 ? 'none' : counted(rows, 'row')}`
  }
  return undefined
}

function smallOnes(reason: string, grouping: Grouping, asked: FairnessRules): string {
  const left = tooSmall(grouping, asked).length
  return left === 0
    ? reason
    : `${reason}; ${counted(left, 'group')} ${left === 1 ? 'has' : 'have'} fewer rows than the ${asked.min_rows} of gate.fairness.min_rows`
}

function leftOut(
  evaluation: Evaluation,
  { by }: Grouping,
  { name, rows }: Recorded,
  asked: FairnessRules,
): Draft {
  const { name: metric, rule, limit } = rulesOf(asked)[0]!
  return {
    comparison: {
      rule,
      metric,
      evaluation: evaluation.name,
      by,
      group: name,
      rows,
      allowed: limit,
      method: 'none',
      zone: 'not-judged',
      why: `it has ${counted(rows, 'row')}, fewer than the ${asked.min_rows} of gate.fairness.min_rows`,
    },
  }
}
