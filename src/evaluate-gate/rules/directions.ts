import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { type AssayError, configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Direction } from '../../record/gate-terms.ts'
import { directionOf } from '../../rules/direction-of.ts'
import { knownLike, list, unknownMetric } from '../../rules/misnamed-metrics.ts'
import { namedRules } from '../../rules/named-rules.ts'
import { relativeRules } from '../../rules/relative-rules.ts'
import type { Measured } from '../measured.ts'

/**
 * Direction of every metric that is known, once it is known what was measured.
 * @throws AssayError configuration: `unknown-metric`, `metric-of-other-task`, `unknown-direction`
 */
export function directionsOf(
  project: Project,
  { evaluations, baselines }: Measured,
): Record<string, Direction> {
  const sides = [
    ...evaluations,
    ...baselines.flatMap((baseline) => baseline.evaluations.filter((e) => e.comparable)),
  ]
  const measured = new Set(
    sides.flatMap(({ metrics, undefined: none }) => [
      ...Object.keys(metrics),
      ...none.map(({ metric }) => metric),
    ]),
  )
  const own = project.config.metrics
  for (const { metric, rule } of namedRules(project.config)) {
    if (!measured.has(metric) && !Object.hasOwn(own, metric))
      throw notMeasured(project, metric, evaluations, measured)
    const [relative] = relativeRules(rule)
    if (relative !== undefined && directionOf(metric, own) === undefined)
      throw unknownDirection(project, metric, relative.kind)
  }
  const names = [...measured, ...Object.keys(own)].sort()
  return Object.fromEntries(
    names.flatMap((name) => {
      const direction = directionOf(name, own)
      return direction === undefined ? [] : [[name, direction]]
    }),
  )
}

function notMeasured(
  project: Project,
  name: string,
  evaluations: Measured['evaluations'],
  measured: ReadonlySet<string>,
): AssayError {
  const metric = metricNamed(name)
  if (!metric)
    return unknownMetric(
      project,
      name,
      [...new Set([...measured, ...knownLike(project, name)])],
      `gate.rules.${name}`,
    )
  if (evaluations.every(({ task }) => task === 'aggregate'))
    return configurationError(
      'metric-of-other-task',
      `the gate has a rule on ${name}, which the metrics file does not report`,
      {
        hint: `Write ${name} into the metrics file, or give the predictions that it is computed from (evaluate.predictions, --predictions). Reported: ${list([...measured])}.`,
        ...placeIn(project, `gate.rules.${name}`),
      },
    )
  const tasks = [...new Set(evaluations.map(({ task }) => task))].join(', ')
  return configurationError(
    'metric-of-other-task',
    `the gate has a rule on ${name}, which evaluations of the task ${tasks} do not have`,
    {
      hint: `${name} belongs to ${metric.tasks.join(' and ')} tasks; here there are ${list([...measured])}.`,
      ...placeIn(project, `gate.rules.${name}`),
    },
  )
}

const unknownDirection = (project: Project, name: string, rule: string) =>
  configurationError(
    'unknown-direction',
    `${rule} of ${JSON.stringify(name)} needs to know which way is better`,
    {
      hint: `Add to modelassay.yml: metrics: {${JSON.stringify(name)}: {reported: ${JSON.stringify(name)}, direction: higher}} (or lower).`,
      ...placeIn(project, `gate.rules.${name}`),
    },
  )
