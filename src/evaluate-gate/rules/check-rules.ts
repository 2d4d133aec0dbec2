import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import { configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import { knownLike, unknownInSlices, unknownMetric } from '../../rules/misnamed-metrics.ts'
import { modelBytes } from '../../rules/model-bytes.ts'
import { type NamedRule, namedRules } from '../../rules/named-rules.ts'
import { relativeRules } from '../../rules/relative-rules.ts'
import { ruledMetrics } from '../../rules/ruled-metrics.ts'
import { checkEvaluationNames } from './check-evaluation-names.ts'
import { checkFairness } from './check-fairness.ts'
import { checkGaps } from './check-gaps.ts'
import { checkNewErrors } from './check-new-errors.ts'
import { checkOwnMetrics } from './check-own-metrics.ts'
import { checkReach } from './check-reach.ts'
import { checkWritten } from './check-written.ts'

/**
 * What can be said of the rules before anything runs.
 * @throws AssayError configuration: `no-rules`, `no-baselines`, `nothing-to-evaluate`, `unknown-metric`, `metric-name-taken`,
 * `metric-without-rows`, `unknown-evaluation`, `evaluation-takes-rule`, `rule-of-unjudged`, those of {@link checkReach} and {@link checkWritten}
 */
export function checkRules(project: Project): void {
  const { gate } = project.config
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
  checkEvaluations(project)
  checkOwnMetrics(project, named)
  checkMetricNames(project, named)
}

function checkEvaluations(project: Project): void {
  const { evaluations } = project.config
  if (Object.keys(evaluations).length === 0) throw nothingToEvaluate(project, 'evaluate')
  for (const [name, { predictions, metrics }] of Object.entries(evaluations))
    if (predictions === undefined && metrics === undefined)
      throw nothingToEvaluate(project, `evaluations.${name}`)
}

/** Metrics that nothing reports before something is measured are those that are computed. */
function checkMetricNames(project: Project, named: readonly NamedRule[]): void {
  const { evaluations, metrics } = project.config
  if (Object.values(evaluations).some(({ metrics: file }) => file !== undefined)) return
  for (const { name, metric } of named)
    if (!metricNamed(metric) && !Object.hasOwn(metrics, metric) && metric !== modelBytes)
      throw unknownMetric(
        project,
        metric,
        [...knownLike(project, metric), ...Object.keys(metrics)],
        `gate.rules.${name}`,
      )
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

const nothingToEvaluate = (project: Project, at: string) =>
  configurationError(
    'nothing-to-evaluate',
    `${at} names neither predictions nor metrics, so that there is nothing to judge`,
    {
      hint: 'Set evaluate.predictions (and evaluate.run, which writes them), or evaluate.metrics.',
      ...placeIn(project, at === 'evaluate' ? 'evaluate' : at),
    },
  )
