import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import { didYouMean } from '../config/suggest.ts'
import { type AssayError, configurationError } from '../errors.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import type { Direction } from '../record/gate-terms.ts'
import { checkFairness } from './check-fairness.ts'
import { checkGaps } from './check-gaps.ts'
import { checkNewErrors } from './check-new-errors.ts'
import { checkReach } from './check-reach.ts'
import { checkWritten } from './check-written.ts'
import { directionOf } from './direction-of.ts'
import type { Measured } from './measured.ts'
import { memberOf } from './member-of.ts'
import { knownLike, list, unknownInSlices, unknownMetric } from './misnamed-metrics.ts'
import { modelBytes } from './model-size.ts'
import { type NamedRule, namedRules } from './named-rules.ts'
import { relativeRules } from './relative-rules.ts'
import { ruledMetrics } from './ruled-metrics.ts'

/**
 * What can be said of the rules before anything runs.
 * @throws AssayError configuration: `no-rules`, `no-baselines`, `nothing-to-evaluate`, `unknown-metric`, `metric-name-taken`,
 * `metric-without-rows`, `unknown-evaluation`, `evaluation-takes-rule`, `rule-of-unjudged`, those of {@link checkReach} and {@link checkWritten}
 */
export function checkRules(project: Project): void {
  const { gate, evaluations, metrics } = project.config
  const named = namedRules(project.config)
  // Slices do not do: where none has rows enough, nothing would be judged.
  if (named.length === 0 && !gate.fairness)
    throw configurationError(
      'no-rules',
      'the gate has no rules, so that it could neither pass a model nor block one',
      {
        hint: 'Add gate.rules to modelassay.yml, or give rules, for example accuracy: {min: 0.8, max_worsening: 0.01}; gate.fairness does, too.',
        ...placeIn(project, 'gate'),
      },
    )
  checkReach(project)
  checkSlices(project)
  checkGaps(project)
  checkFairness(project)
  checkNewErrors(project)
  checkBudget(project)
  checkWritten(project)
  checkEvaluationNames(project, named)
  const relative = named.find(({ rule }) => relativeRules(rule).length > 0)
  if (relative !== undefined && gate.baselines.length === 0)
    throw noBaselines(project, relative.metric, `gate.rules.${relative.name}`)
  if (Object.keys(evaluations).length === 0) throw nothingToEvaluate(project, 'evaluate')
  for (const [name, { predictions, metrics: file }] of Object.entries(evaluations)) {
    if (predictions === undefined && file === undefined)
      throw nothingToEvaluate(project, `evaluations.${name}`)
    const taken = Object.keys(metrics).find(
      (own) => own === modelBytes || (predictions !== undefined && metricNamed(own) !== undefined),
    )
    if (taken !== undefined)
      throw configurationError(
        'metric-name-taken',
        `metrics.${taken}: this name is ${taken === modelBytes ? 'the size of the model' : 'computed from the predictions'}`,
        {
          hint: 'Give your own metric another name.',
          ...placeIn(project, `metrics.${taken}`),
        },
      )
  }
  const unread = Object.values(evaluations).every(({ predictions }) => predictions === undefined)
  const rowless = unread
    ? named.find(
        ({ metric }) => memberOf(metrics, metric)?.reported === undefined && Object.hasOwn(metrics, metric),
      )?.metric
    : undefined
  if (rowless !== undefined)
    throw configurationError(
      'metric-without-rows',
      `metrics.${rowless} is made of columns of the predictions, and no evaluation has predictions`,
      {
        hint: 'Set evaluate.predictions, or let the metrics file report the value.',
        ...placeIn(project, `metrics.${rowless}`),
      },
    )
  const computedOnly = Object.values(evaluations).every(({ metrics: file }) => file === undefined)
  if (!computedOnly) return
  for (const { name, metric } of named)
    if (!metricNamed(metric) && !Object.hasOwn(metrics, metric) && metric !== modelBytes)
      throw unknownMetric(
        project,
        metric,
        [...knownLike(project, metric), ...Object.keys(metrics)],
        `gate.rules.${name}`,
      )
}

/** `accuracy@holdout` is held against one evaluation, which there must be, and which must be judged. */
function checkEvaluationNames(project: Project, named: readonly NamedRule[]): void {
  const { config, policy } = project
  const judged = Object.entries(config.evaluations).flatMap(([name, one]) => (one.judged ? [name] : []))
  for (const { name, metric, evaluation } of named) {
    // The base had no such evaluation, and meant a value that is called so as a whole.
    if (evaluation !== undefined && policy.added?.includes(evaluation) && metricNamed(metric) === undefined)
      throw configurationError(
        'evaluation-takes-rule',
        `this change brings an evaluation ${evaluation}, which would take the rule on ${name} for its own`,
        { hint: 'Give it another name.', ...placeIn(project, `evaluations.${evaluation}`) },
      )
    const [, base = '', asked = ''] = /^(.+)@([^@]+)$/.exec(metric) ?? []
    const isMisnamed = base !== '' && metricNamed(metric) === undefined && metricNamed(base) !== undefined
    if (isMisnamed && !Object.hasOwn(config.metrics, metric))
      throw configurationError(
        'unknown-evaluation',
        `gate.rules.${name} names the evaluation ${JSON.stringify(asked)}, which there is not${didYouMean(asked, judged)}`,
        { hint: `Name one of ${list(judged)}.`, ...placeIn(project, `gate.rules.${name}`) },
      )
    if (evaluation !== undefined && !judged.includes(evaluation))
      throw configurationError(
        'rule-of-unjudged',
        `gate.rules.${name} is a rule on the evaluation ${evaluation}, which has judged: false`,
        {
          hint: `Take judged: false out of evaluations.${evaluation}, or name another evaluation.`,
          ...placeIn(project, `gate.rules.${name}`),
        },
      )
  }
}

/** Slices are made of rows, and judged by what can be computed from rows. */
function checkSlices(project: Project): void {
  const { gate, evaluations } = project.config
  if (!gate.slices) return
  if (Object.values(evaluations).every(({ predictions }) => predictions === undefined))
    throw configurationError(
      'slices-without-rows',
      'gate.slices cuts the test set, and no evaluation has predictions by row',
      {
        hint: 'Set evaluate.predictions, or take gate.slices out.',
        ...placeIn(project, 'gate.slices'),
      },
    )
  const { metrics } = project.config
  for (const name of Object.keys(gate.slices.rules))
    if (ruledMetrics([name], metrics).length === 0) throw unknownInSlices(project, name)
  const [relative] =
    Object.entries(gate.slices.rules).find(([, rule]) => relativeRules(rule).length > 0) ?? []
  if (relative !== undefined && gate.baselines.length === 0)
    throw noBaselines(project, relative, `gate.slices.rules.${relative}`)
}

/** Uses are counted from the last accepted run on. */
function checkBudget(project: Project): void {
  const { baselines, test_set_budget: budget } = project.config.gate
  if (budget === undefined || baselines.includes('base')) return
  throw configurationError(
    'no-baselines',
    'gate.test_set_budget counts on from the last accepted run, and gate.baselines does not name base',
    {
      hint: 'Add base to gate.baselines, or take the budget out.',
      ...placeIn(project, 'gate.test_set_budget'),
    },
  )
}

const noBaselines = (project: Project, metric: string, key: string) =>
  configurationError('no-baselines', `the rule on ${metric} needs a baseline, and gate.baselines is empty`, {
    hint: 'Name one: base, production or file:<path>.',
    ...placeIn(project, key),
  })

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

const nothingToEvaluate = (project: Project, at: string) =>
  configurationError(
    'nothing-to-evaluate',
    `${at} names neither predictions nor metrics, so that there is nothing to judge`,
    {
      hint: 'Set evaluate.predictions (and evaluate.run, which writes them), or evaluate.metrics.',
      ...placeIn(project, at === 'evaluate' ? 'evaluate' : at),
    },
  )
