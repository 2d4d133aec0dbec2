import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import { didYouMean } from '../config/suggest.ts'
import { type AssayError, configurationError } from '../errors.ts'
import { metricNamed, namesLike } from '../metrics/catalogue.ts'
import type { Task } from '../metrics/predictions.ts'
import type { Log } from '../runner/log.ts'
import { modelBytes } from './model-bytes.ts'
import { namedRules } from './named-rules.ts'
import { nameHere } from './other-names.ts'
import { ownMetrics, ruledMetrics } from './ruled-metrics.ts'

type Known = Pick<Project, 'config' | 'file' | 'lines'>

/**
 * Rules on metrics that nothing will measure, as far as the configuration alone tells: what a metrics file reports, and
 * what task predictions have that names none, is known only afterwards.
 */
export function misnamedMetrics(project: Known): AssayError[] {
  const { gate, metrics } = project.config
  const ofSlices = Object.keys(gate.slices?.rules ?? {}).flatMap((metric) => {
    const at = `gate.slices.rules.${metric}`
    return ruledMetrics([metric], metrics).length === 0
      ? [unknownInSlices(project, metric)]
      : ofOtherTask(project, metric, at)
  })
  const all = Object.values(project.config.evaluations)
  const isComputed = all.length > 0 && all.every((one) => one.predictions !== undefined && !one.metrics)
  if (!isComputed) return ofSlices
  const named = namedRules(project.config).flatMap(({ name, metric, evaluation }) => {
    const at = `gate.rules.${name}`
    if (Object.hasOwn(metrics, metric) || metric === modelBytes) return []
    return metricNamed(metric) === undefined
      ? [unknownMetric(project, metric, [...knownLike(project, metric), ...Object.keys(metrics)], at)]
      : ofOtherTask(project, metric, at, evaluation)
  })
  return [...named, ...ofSlices]
}

/** Tells them before anything costs time. A step of the gate may be given what the file does not have, so that this is doubted and not refused. */
export function tellMisnamed(project: Known, log: Pick<Log, 'warning'>): void {
  for (const { message, hint } of misnamedMetrics(project))
    log.warning(
      `The gate will refuse this after training: ${message}${message.endsWith('?') ? '' : '.'} ${hint}`,
    )
}

/** A metric of the catalogue that no evaluation can have, where each says its task. */
function ofOtherTask(project: Known, metric: string, at: string, evaluation?: string): AssayError[] {
  const found = Object.hasOwn(project.config.metrics, metric) ? undefined : metricNamed(metric)
  const tasks = tasksOf(project, evaluation)
  if (found === undefined || tasks === undefined || tasks.some((task) => found.tasks.includes(task)))
    return []
  return [
    configurationError(
      'metric-of-other-task',
      `the gate has a rule on ${metric}, which evaluations of the task ${tasks.join(', ')} do not have`,
      {
        hint: `${metric} belongs to ${found.tasks.join(' and ')} tasks; here there are ${list(knownLike(project, ''))}.`,
        ...placeIn(project, at),
      },
    ),
  ]
}

/** @returns undefined where an evaluation does not say what its task is */
function tasksOf({ config }: Known, evaluation?: string): Task[] | undefined {
  const asked = Object.entries(config.evaluations).filter(
    ([name]) => evaluation === undefined || name === evaluation,
  )
  const tasks = asked.flatMap(([, { task }]) =>
    task === undefined || task === 'aggregate' || task === 'multilabel' ? [] : [task],
  )
  return tasks.length > 0 && tasks.length === asked.length ? [...new Set(tasks)] : undefined
}

/** Names that a misspelt one may have meant, of metrics that some evaluation may have. */
export function knownLike(project: Known, name: string): string[] {
  const tasks = tasksOf(project)
  return namesLike(name).filter(
    (known) => tasks === undefined || tasks.some((task) => metricNamed(known)!.tasks.includes(task)),
  )
}

/** A rule of slices on what is not computed from rows. */
export const unknownInSlices = (project: Known, name: string): AssayError =>
  unknownMetric(
    project,
    name,
    [...knownLike(project, name), ...ownMetrics(project.config.metrics).map((own) => own.name)],
    `gate.slices.rules.${name}`,
  )

/** @param at key of the rule */
export function unknownMetric(project: Known, name: string, known: readonly string[], at: string) {
  const here = nameHere(name)
  const meant =
    here === undefined ? didYouMean(name, [...known, ...namesLike(name)]) : `; here it is called "${here}"`
  return configurationError(
    'unknown-metric',
    `${at} is a rule on ${JSON.stringify(name)}, which nothing measures${meant}`,
    {
      hint: `Known here: ${list(known)}. A metric of your own is named under metrics.`,
      ...placeIn(project, at),
    },
  )
}

/** As a message lists names. */
export const list = (names: readonly string[]) =>
  names.length === 0 ? 'none' : `${names.slice(0, 30).join(', ')}${names.length > 30 ? ' ...' : ''}`
