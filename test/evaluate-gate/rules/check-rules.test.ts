import { describe, expect, it } from 'vitest'
import { checkRules } from '../../../src/evaluate-gate/rules/check-rules.ts'
import { needsBaselines } from '../../../src/evaluate-gate/rules/needs-baselines.ts'
import { projectOf } from '../gate-run.ts'

const rows = { predictions: 'a.csv', task: 'binary', positive: '1' }
const reported = { metrics: 'a.json' }
const min = { accuracy: { min: 0.5 } }
const worsening = { accuracy: { max_worsening: 0.01 } }

interface Given {
  readonly gate?: object
  readonly evaluations?: object
  readonly metrics?: object
  readonly added?: readonly string[]
}

/** The refusal of a gate, whose rules stand on the lines that are given. */
function refusal(
  { gate = {}, evaluations = { test: rows }, metrics = {}, added }: Given,
  lines: Readonly<Record<string, number>> = {},
): unknown {
  const made = projectOf('.', { evaluations, metrics, gate: { baselines: [], rules: min, ...gate } })
  const policy = { ...made.policy, ...(added && { added }) }
  try {
    checkRules({ ...made, policy, file: 'modelassay.yml', lines })
  } catch (error) {
    return error
  }
  return undefined
}

const slices = (rules: object) => ({ slices: { columns: ['region'], rules } })

describe('rules are refused before anything runs', () => {
  it.each<[string, Given, string, string]>([
    ['there are none', { gate: { rules: {} } }, 'no-rules', 'the gate has no rules'],
    [
      'they are of slices alone',
      { gate: { rules: {}, ...slices(min) } },
      'no-rules',
      'could neither pass a model nor block one',
    ],
    [
      'none can be reached',
      { gate: { rules: { f1: { min: 80 } } } },
      'rule-out-of-reach',
      'f1 lies between 0 and 1',
    ],
    [
      'a slice has no rows',
      { gate: { rules: min, ...slices(min) }, evaluations: { test: reported } },
      'slices-without-rows',
      'no evaluation has predictions by row',
    ],
    [
      'a slice is judged by what nobody computes',
      { gate: slices({ acuracy: { min: 0.5 } }) },
      'unknown-metric',
      'gate.slices.rules.acuracy is a rule on "acuracy"',
    ],
    [
      'a slice is compared with nothing',
      { gate: slices({ f1: { min: 0.1 }, ...worsening }) },
      'no-baselines',
      'the rule on accuracy needs a baseline',
    ],
    [
      'a gap is to an evaluation that there is not',
      { gate: { rules: { accuracy: { max_gap: { max: 0.1, evaluation: 'train' } } } } },
      'unknown-evaluation',
      'max_gap names the evaluation "train", which there is not',
    ],
    [
      'groups are compared without rows',
      {
        gate: { fairness: { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } } },
        evaluations: { test: reported },
      },
      'fairness-without-rows',
      'no evaluation has predictions by row',
    ],
    [
      'new errors are counted beside nothing',
      { gate: { new_errors: { max: 1 } } },
      'no-baselines',
      'gate.new_errors counts what a baseline has right',
    ],
    [
      'uses are counted from no run on',
      { gate: { test_set_budget: 5, baselines: ['production'] } },
      'no-baselines',
      'gate.test_set_budget counts on from the last accepted run',
    ],
    [
      'two commands write one file',
      { evaluations: { one: { ...rows, run: 'a' }, two: { ...rows, run: 'b' } } },
      'written-twice',
      'evaluations.two.predictions is a.csv',
    ],
    [
      'one names an evaluation that there is not',
      { gate: { rules: { ...min, 'f1@holdout': { min: 0.5 } } } },
      'unknown-evaluation',
      'gate.rules.f1@holdout names the evaluation "holdout"',
    ],
    [
      'one compares with nothing',
      { gate: { rules: { ...min, 'f1@test': { max_worsening: 0.1 } } } },
      'no-baselines',
      'the rule on f1 needs a baseline',
    ],
    ['nothing is evaluated', { evaluations: {} }, 'nothing-to-evaluate', 'evaluate names neither'],
    [
      'an evaluation has nothing',
      { evaluations: { test: rows, other: { run: 'a' } } },
      'nothing-to-evaluate',
      'evaluations.other names neither predictions nor metrics',
    ],
    [
      'a metric of the user’s is called as one that is computed',
      { metrics: { f1: { mean: 'x', direction: 'higher' } } },
      'metric-name-taken',
      'metrics.f1: this name is computed from the predictions',
    ],
    [
      'one is called as one that is computed in another evaluation',
      {
        metrics: { f1: { mean: 'x', direction: 'higher' } },
        evaluations: { file: reported, test: rows },
      },
      'metric-name-taken',
      'metrics.f1: this name',
    ],
    [
      'a metric of the user’s is called as the size of the model',
      {
        metrics: { model_bytes: { reported: 'x', direction: 'lower' } },
        evaluations: { test: reported },
      },
      'metric-name-taken',
      'this name is the size of the model',
    ],
    [
      'a metric has no rows to be made of',
      {
        gate: { rules: { cost: { max: 1 } } },
        metrics: { cost: { mean: 'x', direction: 'lower' } },
        evaluations: { test: reported },
      },
      'metric-without-rows',
      'metrics.cost is made of columns',
    ],
    [
      'one is on what nothing computes',
      { gate: { rules: { ...min, bleu: { min: 0.5 } } } },
      'unknown-metric',
      'gate.rules.bleu is a rule on "bleu"',
    ],
  ])('where %s', (_where, given, code, message) => {
    expect(refusal(given)).toMatchObject({
      code,
      kind: 'configuration',
      message: expect.stringContaining(message),
      place: { file: 'modelassay.yml' },
    })
  })

  it.each<[string, Given]>([
    ['there is one that can be broken', {}],
    ['slices are compared with a baseline', { gate: { baselines: ['base'], ...slices(worsening) } }],
    ['slices have bounds alone', { gate: slices(min) }],
    [
      'slices are of one of several evaluations',
      { gate: slices(min), evaluations: { file: reported, test: rows } },
    ],
    ['uses are counted from the last accepted run on', { gate: { test_set_budget: 5, baselines: ['base'] } }],
    [
      'a metrics file may report it, beside predictions too',
      { gate: { rules: { bleu: { min: 0.5 } } }, evaluations: { file: reported, test: rows } },
    ],
    [
      'the size of the model, or the user’s own metric is asked for',
      {
        gate: { rules: { ...min, model_bytes: { max: 9 }, cost: { max: 1 } } },
        metrics: { cost: { mean: 'x', direction: 'lower' } },
      },
    ],
    [
      'a metric of a file is called as one that is computed elsewhere',
      { metrics: { f1: { reported: 'f1', direction: 'higher' } }, evaluations: { test: reported } },
    ],
  ])('and not where %s', (_where, given) => {
    expect(refusal(given)).toBeUndefined()
  })

  it('at the line that has them', () => {
    const lineOf = (given: Given, lines: Readonly<Record<string, number>>) =>
      (refusal(given, lines) as { readonly place?: { readonly line?: number } }).place?.line
    const relative = { gate: { rules: { ...min, 'f1@test': { max_worsening: 0.1 } } } }
    expect(lineOf(relative, { 'gate.rules.f1@test': 7 })).toBe(7)
    expect(lineOf({ gate: slices(worsening) }, { 'gate.slices.rules.accuracy': 8 })).toBe(8)
    expect(lineOf({ gate: { rules: { bleu: { min: 0.5 } } } }, { 'gate.rules.bleu': 3 })).toBe(3)
    expect(lineOf({ gate: { test_set_budget: 5 } }, { 'gate.test_set_budget': 9 })).toBe(9)
    expect(lineOf({ evaluations: {} }, { evaluate: 2 })).toBe(2)
  })
})

describe('a rule of one evaluation', () => {
  it('is not taken by an evaluation that the change brings, where the base meant a value of that name', () => {
    const given = (metric: string, added?: readonly string[]): Given => ({
      gate: { rules: { ...min, [`${metric}@5`]: { min: 0.5 } } },
      evaluations: { test: rows, '5': reported },
      ...(added && { added }),
    })
    expect(refusal(given('hits', ['5']))).toMatchObject({
      code: 'evaluation-takes-rule',
      message: 'this change brings an evaluation 5, which would take the rule on hits@5 for its own',
    })
    expect(refusal(given('hits', ['test']))).toBeUndefined()
    expect(refusal(given('hits'))).toBeUndefined()
    expect(refusal(given('accuracy', ['5']))).toBeUndefined()
  })

  it('may be on a metric of the user’s own whose name looks like one', () => {
    const given = (metrics: object): Given => ({
      gate: { rules: { ...min, 'accuracy@night': { min: 0.5 } } },
      evaluations: { test: rows, file: reported },
      metrics,
    })
    expect(refusal(given({ 'accuracy@night': { reported: 'n', direction: 'higher' } }))).toBeUndefined()
    expect(refusal(given({}))).toMatchObject({ code: 'unknown-evaluation', hint: 'Name one of test, file.' })
  })

  it('may be on a value of a file that has an @ in its name', () => {
    const evaluations = { test: reported }
    for (const name of ['hits@5', 'a@b@c', '@5'])
      expect(refusal({ gate: { rules: { [name]: { min: 0.5 } } }, evaluations })).toBeUndefined()
  })
})

it('baselines are looked for where something is compared with them, counted, or to be missed', () => {
  const needs = (gate: object, evaluations: object = { test: rows }) =>
    needsBaselines(projectOf('.', { evaluations, gate: { rules: min, ...gate } }).config)
  expect(needs({})).toBe(false)
  expect(needs({ new_errors: { listed: 3 } })).toBe(false)
  expect(needs(slices(min))).toBe(false)
  expect(needs({ rules: { ...min, ...worsening } })).toBe(true)
  expect(needs(slices(worsening))).toBe(true)
  expect(needs({ new_errors: { max: 3 } })).toBe(true)
  expect(needs({ test_set_budget: 3 })).toBe(true)
  expect(needs({}, { one: rows, two: reported })).toBe(true)
})
