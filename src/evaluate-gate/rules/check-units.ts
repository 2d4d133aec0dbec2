import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError, inputError } from '../../errors.ts'
import { bare } from '../../report/number.ts'
import { knownRange, type Range, rangeText } from '../../rules/known-range.ts'
import { memberOf } from '../../rules/member-of.ts'
import { type NamedRule, namedRules } from '../../rules/named-rules.ts'
import type { Training } from '../compare/gap-draft.ts'
import type { Measured } from '../measured.ts'
import { requireReach } from './check-reach.ts'

/** Libraries round in single precision. */
const rounding = 1e-6

/**
 * A metrics file may write a share in percent, and then the rules do, too. One in percent beside one as a share would
 * hold or break whatever the model is; so would a value whose sign is turned.
 * @param training what gaps are measured from
 * @throws AssayError configuration: `units-differ`, `rule-out-of-reach`; input `negative-metric`
 */
export function checkUnits(
  project: Project,
  measured: Pick<Measured, 'evaluations' | 'baselines'>,
  training: Training,
): void {
  for (const named of namedRules(project.config)) {
    const range = knownRange(named.metric, project.config.metrics)
    if (range === undefined) continue
    const values = [...valuesOf(named, measured), ...ofTraining(named, training)]
    requireSign(named.metric, range, values)
    const told = [...values, ...boundsOf(named)]
    const beyond = told.find(({ value }) => !lies(value, range))
    const inside = told.find(({ value }) => value !== 0 && lies(value, range))
    if (inside === undefined) continue
    const at = `gate.rules.${named.name}`
    if (beyond === undefined || isError(range)) {
      requireReach(project, { ...named, at }, range)
      continue
    }
    throw configurationError(
      'units-differ',
      `${named.metric} is ${bare(beyond.value)} ${beyond.where}, and ${bare(inside.value)} ${inside.where}; it ${rangeText(range)}`,
      {
        hint: 'Write it as a share everywhere (80 % is 0.8): in the metrics files of this model, of its training and of its baselines, and in the rules.',
        ...placeIn(project, at),
      },
    )
  }
}

const lies = (value: number, [low, high]: Range) => value >= low - rounding && value <= high + rounding

/** In a unit of its own, which is no share of anything. */
const isError = ([low, high]: Range) => low === 0 && high === Number.POSITIVE_INFINITY

/** What is never negative is so in every unit; where less is better, the worst of turned values would be the best. */
function requireSign(metric: string, range: Range, values: readonly Told[]): void {
  const slack = isError(range) ? 0 : rounding
  const negative = range[0] === 0 ? values.find(({ value }) => value < -slack) : undefined
  if (negative === undefined) return
  throw inputError(
    'negative-metric',
    `${metric} is ${bare(negative.value)} ${negative.where}; it ${rangeText(range)}`,
    { hint: "Report it as it is: scikit-learn's scorers whose names begin with neg_ turn its sign." },
  )
}

/** A number that says what the metric is or has to be. */
interface Told {
  readonly value: number
  readonly where: string
}

function valuesOf(
  { metric, evaluation }: NamedRule,
  { evaluations, baselines }: Pick<Measured, 'evaluations' | 'baselines'>,
): Told[] {
  const sides = [
    ...evaluations.map((one) => ({ ...one, where: `of this model on ${one.name}` })),
    ...baselines.flatMap(({ name, evaluations: ofBaseline }) =>
      ofBaseline.flatMap((one) =>
        one.comparable ? [{ name: one.name, metrics: one.metrics, where: `of the baseline ${name}` }] : [],
      ),
    ),
  ]
  return sides
    .filter(({ name }) => evaluation === undefined || name === evaluation)
    .flatMap(({ metrics, where }) => {
      const value = memberOf(metrics, metric)
      return value === undefined ? [] : [{ value, where }]
    })
}

function ofTraining({ metric, rule: { max_gap: gap } }: NamedRule, training: Training): Told[] {
  if (gap === undefined) return []
  const { evaluation, reported } = gap
  const measured = training.evaluations.find(({ name }) => name === evaluation)?.metrics
  const value =
    reported === undefined ? measured && memberOf(measured, metric) : memberOf(training.reported, reported)
  const where = reported === undefined ? `of this model on ${evaluation}` : `as the training's ${reported}`
  return value === undefined ? [] : [{ value, where }]
}

const boundsOf = ({ rule }: NamedRule): Told[] =>
  (['min', 'max'] as const).flatMap((key) => {
    const value = rule[key]
    return value === undefined ? [] : [{ value, where: `as the rule's ${key}` }]
  })
