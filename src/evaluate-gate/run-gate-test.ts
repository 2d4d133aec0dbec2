import { placeIn } from '../config/place-in.ts'
import type { Project } from '../config/project.ts'
import type { Rule } from '../config/schema.ts'
import { configurationError } from '../errors.ts'
import { metricNamed } from '../metrics/catalogue.ts'
import type { Runner } from '../runner/runner.ts'
import { evaluationRequests } from './evaluation-work.ts'
import { type GateTestStep, type TestedEvaluation, testGate } from './gate-test.ts'
import { readMeant } from './measure-candidate.ts'
import { predictionsReader } from './predictions-reader.ts'
import { checkRules } from './rules.ts'

/**
 * Tests the gate of a project on the predictions that its evaluations name. Rules on reported values are left out:
 * nothing says what a worse model would report.
 * @returns rows of all evaluations, and the steps of {@link testGate}
 * @throws AssayError configuration `no-predictions`, `no-computed-rules`, `no-testable-rules`; and those of reading predictions
 */
export async function runGateTest(
  project: Project,
  { log, engine, temp }: Pick<Runner, 'log' | 'engine' | 'temp'>,
): Promise<{ rows: number; steps: GateTestStep[] }> {
  checkRules(project)
  const { gate } = project.config
  const rules = Object.fromEntries(Object.entries(gate.rules).filter(([name]) => metricNamed(name)))
  if (Object.keys(rules).length === 0)
    throw configurationError('no-computed-rules', 'no rule of the gate is on a metric of predictions', {
      hint: 'A gate over reported values alone cannot be tested: spoil the metrics file by hand.',
      ...placeIn(project, 'gate.rules'),
    })
  const metrics = Object.keys(rules).flatMap((name) => metricNamed(name) ?? [])
  const evaluations = await readEvaluations(project, metrics, { log, engine, temp })
  const measured = metrics.filter(({ tasks }) =>
    evaluations.some(({ meaning }) => tasks.includes(meaning.task)),
  )
  if (!measured.some(({ name }) => judgesTheOriginal(rules[name]!)))
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
    { ...gate, rules: Object.fromEntries(measured.map(({ name }) => [name, rules[name]!])) },
    Object.fromEntries(measured.map(({ name, direction }) => [name, direction])),
  )
  return { rows: evaluations.reduce((sum, { rows }) => sum + rows.rows, 0), steps }
}

const judgesTheOriginal = ({ must_improve: _, ...rule }: Rule) => Object.keys(rule).length > 0

async function readEvaluations(
  project: Project,
  ruled: TestedEvaluation['ruled'],
  { log, engine, temp }: Pick<Runner, 'log' | 'engine' | 'temp'>,
): Promise<TestedEvaluation[]> {
  const requests = evaluationRequests(project).flatMap((request) =>
    request.predictions ? [{ ...request, predictions: request.predictions }] : [],
  )
  if (requests.length === 0)
    throw configurationError(
      'no-predictions',
      'the gate-test needs predictions, and no evaluation names any',
      {
        hint: 'Set evaluate.predictions, or give --predictions.',
        ...placeIn(project, 'evaluate'),
      },
    )
  const files = requests.flatMap(({ predictions, truth }) => [
    predictions.path,
    ...(truth ? [truth.path] : []),
  ])
  const reader = predictionsReader({ log, engine, scratch: temp, evidence: temp, environment: {} }, files)
  try {
    const evaluations: TestedEvaluation[] = []
    for (const request of requests)
      evaluations.push({ name: request.name, ruled, ...(await readMeant(request, reader)) })
    return evaluations
  } finally {
    reader.close()
  }
}
