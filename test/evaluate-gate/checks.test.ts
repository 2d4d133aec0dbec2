import { describe, expect, it } from 'vitest'
import type { Measured } from '../../src/evaluate-gate/measured.ts'
import { checkFairness, requireGroups } from '../../src/evaluate-gate/rules/check-fairness.ts'
import { checkGaps } from '../../src/evaluate-gate/rules/check-gaps.ts'
import { checkNewErrors, requireClasses } from '../../src/evaluate-gate/rules/check-new-errors.ts'
import { checkWritten } from '../../src/evaluate-gate/rules/check-written.ts'
import { projectOf } from './gate-run.ts'

const rules = { accuracy: { min: 0 } }
const project = (evaluations: object, gate: object) =>
  projectOf('.', { evaluations, gate: { baselines: [], rules, ...gate } })

const measured = (...evaluations: object[]): Measured => ({
  evaluations: evaluations.map((given) => ({
    name: 'test',
    identity: { kind: 'none' },
    rows: 9,
    task: 'binary',
    metrics: {},
    undefined: [],
    ...given,
  })),
  baselines: [],
  files: [],
})

const rows = { predictions: 'a.csv' }
const reported = { metrics: 'a.json' }

describe('a rule on fairness', () => {
  const fairness = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } }
  const check =
    (evaluations: object, gate: object = { fairness }) =>
    () =>
      checkFairness(project(evaluations, gate))

  it.each<[string, object]>([
    ['the task is said', { test: { ...rows, task: 'binary', positive: 'yes' } }],
    ['the task shows in the rows', { test: { ...rows, positive: 'yes' } }],
    [
      'another evaluation is of values',
      { test: { ...rows, positive: 'yes' }, price: { ...rows, task: 'regression' } },
    ],
  ])('can be judged where %s', (_where, evaluations) => {
    expect(check(evaluations)).not.toThrow()
    expect(check({ test: reported }, {})).not.toThrow()
  })

  it.each<[string, object, string]>([
    ['no rows are judged', { test: reported }, 'no evaluation has predictions by row'],
    ['only training rows have classes', { test: reported, train: { ...rows, judged: false } }, 'by row'],
    [
      'no task has two classes',
      { test: { ...rows, task: 'regression' } },
      'no evaluation is of a binary task',
    ],
    [
      'one does not say its positive class',
      { test: { ...rows, positive: 'yes' }, night: { ...rows, task: 'binary' } },
      'evaluation night does not say',
    ],
  ])('cannot where %s', (_where, evaluations, said) => {
    expect(check(evaluations)).toThrow(said)
  })

  it('needs groups in one of the evaluations, whatever it was said to be', () => {
    const asked = project({ test: { ...rows, positive: 'yes' } }, { fairness })
    expect(() => requireGroups(asked, measured({}))).toThrow('no evaluation is of a binary task')
    expect(() => requireGroups(asked, measured({}, { fairness: [] }))).not.toThrow()
    expect(() => requireGroups(project({ test: rows }, {}), measured({}))).not.toThrow()
  })
})

describe('a limit of new errors', () => {
  const limited = (limits: object, evaluations: object = { test: rows }, baselines = ['base']) =>
    project(evaluations, { new_errors: limits, baselines })

  it.each([{ max: 1 }, { max_share: 0.1 }])('%j needs a baseline and rows', (limits) => {
    expect(() => checkNewErrors(limited(limits))).not.toThrow()
    expect(() => checkNewErrors(limited(limits, { test: rows, other: reported }))).not.toThrow()
    expect(() => checkNewErrors(limited(limits, { test: rows }, []))).toThrow('gate.baselines is empty')
    expect(() => checkNewErrors(limited(limits, { test: reported }))).toThrow(
      'no evaluation has classes by row',
    )
  })

  it('that is none needs nothing', () => {
    expect(() => checkNewErrors(limited({ listed: 3 }, { test: reported }, []))).not.toThrow()
    expect(() => requireClasses(limited({ listed: 3 }), measured({ task: 'regression' }))).not.toThrow()
  })

  it('needs classes in one of the evaluations', () => {
    const asked = limited({ max: 1 })
    expect(() => requireClasses(asked, measured({ task: 'regression' }))).toThrow('has classes by row')
    expect(() => requireClasses(asked, measured({ task: 'regression' }, {}))).not.toThrow()
  })
})

it('a gap can be of any metric, and names the rule that is wrong', () => {
  const gap = (max_gap: object) =>
    project(
      { test: rows, train: { ...rows, judged: false } },
      { rules: { accuracy: { min: 0 }, f1: { max_gap } } },
    )
  expect(() => checkGaps(gap({ max: 1, evaluation: 'train' }))).not.toThrow()
  expect(() => checkGaps(gap({ max: 1, reported: 'f1_train' }))).not.toThrow()
  expect(() => checkGaps(gap({ max: 1, evaluation: 'tarin' }))).toThrow('gate.rules.f1.max_gap names')
})

describe('files that commands of evaluations write', () => {
  const check = (day: object, night: object, train: object = {}) =>
    checkWritten(projectOf('.', { train, evaluations: { day, night }, gate: { baselines: [], rules } }))
  const own = { run: 'predict', predictions: 'p.csv' }

  it('are of one evaluation each: all is judged when all has run', () => {
    expect(() => check(own, { ...own, predictions: './p.csv' })).toThrow(
      'evaluations.night.predictions is ./p.csv, which the command of evaluation day writes too',
    )
    expect(() => check({ ...own, metrics: 'm.json' }, { run: 'report', metrics: 'm.json' })).toThrow(
      'evaluations.night.metrics is m.json',
    )
  })

  it('may be judged by others that write none, and be what training reports for both', () => {
    expect(() => check(own, { predictions: 'p.csv' })).not.toThrow()
    expect(() => check(own, { ...own, predictions: 'q.csv' })).not.toThrow()
    const reporting = { run: 'report', metrics: 'm.json' }
    expect(() => check(reporting, reporting, { metrics: 'm.json' })).not.toThrow()
  })
})
