import { placeIn } from '../../config/place-in.ts'
import type { Project } from '../../config/project.ts'
import type { Rule } from '../../config/schema.ts'
import { configurationError } from '../../errors.ts'
import { metricNamed } from '../../metrics/catalogue.ts'
import type { Task } from '../../metrics/predictions.ts'
import { type RulesHeld, rulesByMetric, rulesHeld } from '../../rules/named-rules.ts'
import type { Runner } from '../../runner/runner.ts'
import { evaluationRequests } from '../evaluation-work.ts'
import { locateEvaluation } from '../measure/locate-evaluation.ts'
import { readMeant } from '../measure/measure-candidate.ts'
import { predictionsReader } from '../measure/predictions-reader.ts'
import type { JudgeRequest } from '../request.ts'
import { limitsNewErrors } from '../rules/check-new-errors.ts'
import { checkRules } from '../rules/check-rules.ts'
import { groupingOf, slicingOf } from '../slicing-of.ts'
import { type GateTestStep, type TestedEvaluation, testGate } from './gate-test.ts'

/** What came of a test of a gate. */
export interface GateTest {
  /** of all evaluations */
  readonly rows: number
  readonly steps: GateTestStep[]
  /** metrics of rules that were left out: nothing says what a worse model would have of them */
  readonly untried: readonly string[]
}

/**
 * Tests the gate of a project on the predictions that its evaluations name.
 * @throws AssayError configuration `no-predictions`, `no-computed-rules`, `no-testable-rules`; and those of reading predictions
 */
export async function runGateTest(
  project: Project,
  { log, engine, temp }: Pick<Runner, 'log' | 'engine' | 'temp'>,
): Promise<GateTest> {
  checkRules(project)
  const { gate } = project.config
  const all = rulesByMetric(project.config)
  const rules = computedRules(all)
  const sliceRules = computedRules(gate.slices?.rules ?? {})
  const limits = limitsNewErrors(project.config) && gate.new_errors
  if (Object.keys({ ...rules, ...sliceRules }).length === 0 && !limits)
    throw configurationError('no-computed-rules', 'no rule of the gate is on a metric of predictions', {
      hint:
        Object.keys(gate.rules).length === 0
          ? 'A gate over fairness alone is not tried: add a rule on a metric.'
          : 'A gate over reported values alone cannot be tested: spoil the metrics file by hand.',
      ...placeIn(project, 'gate.rules'),
    })
  const parts = { ...slicingOf(gate), ...groupingOf(gate) }
  const evaluations = await readEvaluations(project, metricsOf(rules), parts, { log, engine, temp })
  const tasks = new Set(evaluations.map(({ meaning }) => meaning.task))
  const [tested, testedOfSlices] = [rules, sliceRules].map((all) => testable(all, tasks))
  const newErrors = (tasks.has('binary') || tasks.has('multiclass')) && limits
  if (Object.keys({ ...tested, ...testedOfSlices }).length === 0 && !newErrors)
    throw configurationError(
      'no-testable-rules',
      'no rule of the gate judges predictions like these by more than must_improve, which blocks the originals themselves',
      {
        hint: 'Add a rule with min, max or max_worsening on a metric of this task.',
        ...placeIn(project, 'gate.rules'),
      },
    )
  const steps = testGate(
    evaluations,
    {
      ...heldAlone(rulesHeld(project.config), tasks),
      ...(parts.slices &&
        Object.keys(testedOfSlices!).length > 0 && {
          slices: { slicing: parts.slices, rules: testedOfSlices! },
        }),
      ...(newErrors && { newErrors }),
      ...(gate.fairness &&
        parts.fairness && { fairness: { grouping: parts.fairness, rules: gate.fairness } }),
      inconclusive: gate.inconclusive,
    },
    Object.fromEntries(
      metricsOf({ ...tested, ...testedOfSlices }).map(({ name, direction }) => [name, direction]),
    ),
  )
  const untried = Object.keys(all).filter((name) => !Object.hasOwn(rules, name))
  return { rows: evaluations.reduce((sum, { rows }) => sum + rows.rows, 0), steps, untried }
}

type Rules = Readonly<Record<string, Rule>>

/** Of the rules those that judge the originals too. */
const heldAlone = ({ rules, own }: RulesHeld, tasks: ReadonlySet<Task>): RulesHeld => ({
  rules: testable(computedRules(rules), tasks),
  own: Object.fromEntries(
    Object.entries(own).map(([name, of]) => [name, testable(computedRules(of), tasks)]),
  ),
})

const metricsOf = (rules: Rules) => Object.keys(rules).flatMap((name) => metricNamed(name) ?? [])

const computedRules = (rules: Rules): Rules =>
  Object.fromEntries(Object.entries(rules).filter(([name]) => metricNamed(name)))

/**
 * What judges the originals too: a rule that demands an improvement blocks them, one of another task has no value, and
 * the rows of the training are not at hand.
 */
function testable(rules: Rules, tasks: ReadonlySet<Task>): Rules {
  return Object.fromEntries(
    Object.entries(rules).flatMap(([name, { must_improve: _improve, max_gap: _gap, ...rule }]) =>
      Object.keys(rule).length > 0 && metricNamed(name)!.tasks.some((task) => tasks.has(task))
        ? [[name, rule satisfies Rule]]
        : [],
    ),
  )
}

async function readEvaluations(
  project: Project,
  ruled: TestedEvaluation['ruled'],
  parts: Pick<JudgeRequest, 'slices' | 'fairness'>,
  { log, engine, temp }: Pick<Runner, 'log' | 'engine' | 'temp'>,
): Promise<TestedEvaluation[]> {
  const asked = (await evaluationRequests(project)).flatMap((request) =>
    request.predictions && request.judged !== false ? [{ ...request, predictions: request.predictions }] : [],
  )
  if (asked.length === 0)
    throw configurationError(
      'no-predictions',
      'the gate-test needs predictions, and no evaluation names any',
      {
        hint: 'Set evaluate.predictions, or give --predictions.',
        ...placeIn(project, 'evaluate'),
      },
    )
  const requests = await Promise.all(
    asked.map(async ({ predictions, ...rest }) => ({
      ...(await locateEvaluation(rest, undefined)),
      predictions,
    })),
  )
  const files = requests.flatMap(({ predictions, truth }) => [
    predictions.path,
    ...(truth?.files ?? []).map(({ file }) => file),
  ])
  const reader = predictionsReader({ log, engine, scratch: temp, evidence: temp, environment: {} }, files)
  try {
    const evaluations: TestedEvaluation[] = []
    for (const request of requests)
      evaluations.push({ name: request.name, ruled, ...(await readMeant(request, reader, parts)) })
    return evaluations
  } finally {
    reader.close()
  }
}
