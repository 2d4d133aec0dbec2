import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import { configurationError } from '../errors.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import { bare } from '../report/number.ts'
import type { Measured } from './measured.ts'
import { memberOf } from './member-of.ts'
import { type NamedRule, namedRules } from './named-rules.ts'

/** Libraries round in single precision. */
const rounding = 1e-6

/**
 * A metrics file may write a share in percent, and then the rules do, too. One in percent beside one as a share would
 * hold or break whatever the model is.
 * @throws AssayError configuration `units-differ`
 */
export function checkUnits(project: Project, measured: Pick<Measured, 'evaluations' | 'baselines'>): void {
  for (const named of namedRules(project.config)) {
    const range = memberOf(project.config.metrics, named.metric)
      ? undefined
      : metricNamed(named.metric)?.range
    if (range === undefined) continue
    const [low, high] = range
    const told = toldOf(named, measured)
    const beyond = told.find(({ value }) => value < low - rounding || value > high + rounding)
    const inside = told.find(
      ({ value }) => value >= low - rounding && value <= high + rounding && value !== 0,
    )
    if (beyond === undefined || inside === undefined) continue
    throw configurationError(
      'units-differ',
      `${named.metric} is ${bare(beyond.value)} ${beyond.where}, and ${bare(inside.value)} ${inside.where}; it lies between ${bare(low)} and ${bare(high)}`,
      {
        hint: 'Write it as a share everywhere (80 % is 0.8): in the metrics files of this model and of its baselines, and in the rules.',
        ...placeIn(project, `gate.rules.${named.name}`),
      },
    )
  }
}

interface Told {
  readonly value: number
  readonly where: string
}

/** Every number that says what the metric is or has to be. */
function toldOf(
  { metric, evaluation, rule }: NamedRule,
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
  const values = sides
    .filter(({ name }) => evaluation === undefined || name === evaluation)
    .map(({ metrics, where }) => ({ value: memberOf(metrics, metric), where }))
  const bounds = (['min', 'max'] as const).map((key) => ({ value: rule[key], where: `as the rule's ${key}` }))
  return [...values, ...bounds].filter((one): one is Told => one.value !== undefined)
}
