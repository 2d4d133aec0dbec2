import { describe, expect, it } from 'vitest'
import { list, misnamedMetrics, tellMisnamed } from '../../src/rules/misnamed-metrics.ts'
import { projectOf } from '../evaluate-gate/gate-run.ts'

const binary = { predictions: 'p.csv', task: 'binary' }
const multiclass = { predictions: 'p.csv', task: 'multiclass' }
const min = { min: 0.5 }

/** What is said of a gate, with the line that each rule is written on. */
const saidOf = (config: object, lines: Readonly<Record<string, number>> = {}) =>
  misnamedMetrics({ ...projectOf('.', config), file: 'modelassay.yml', lines }).map(
    ({ code, message, hint, place }) => ({ code, message, hint, line: place?.line }),
  )
const codesOf = (evaluations: object, rules: object, more: object = {}) =>
  saidOf({ evaluations, gate: { rules }, ...more }).map(({ code }) => code)

describe('a rule on what nothing measures', () => {
  it('is told with the name that it may have meant, what can be measured, and its line', () => {
    const metrics = { cost: { mean: 'cost', direction: 'lower' } }
    const [said, ...more] = saidOf(
      { evaluations: { test: binary }, metrics, gate: { rules: { acuracy: min, accuracy: min } } },
      { 'gate.rules.acuracy': 7 },
    )
    expect(more).toEqual([])
    expect(said).toMatchObject({
      code: 'unknown-metric',
      message: 'gate.rules.acuracy is a rule on "acuracy", which nothing measures; did you mean "accuracy"?',
      line: 7,
    })
    expect(said!.hint).toMatch(
      /^Known here: .*\baccuracy\b.*, cost\. A metric of your own is named under metrics\.$/,
    )
    expect(said!.hint).toContain('roc_auc')
    expect(said!.hint).not.toContain('rmse')
  })

  it('may mean one of the user’s own, or one of another task', () => {
    const evaluations = { test: binary }
    const metrics = { revenue: { mean: 'revenue', direction: 'higher' } }
    const messageOf = (name: string) =>
      saidOf({ evaluations, metrics, gate: { rules: { [name]: min } } })[0]!.message
    expect(messageOf('revenu')).toContain('did you mean "revenue"?')
    expect(messageOf('rmsle')).toContain('did you mean "rmse"?')
    expect(messageOf('auc')).toContain('; here it is called "roc_auc"')
    expect(messageOf('profit-per-customer')).toMatch(/which nothing measures$/)
  })

  it('is told with the metrics of every task there is', () => {
    const regression = { predictions: 'p.csv', task: 'regression' }
    const [said] = saidOf({ evaluations: { one: binary, two: regression }, gate: { rules: { bleu: min } } })
    expect(said!.hint).toMatch(/\baccuracy\b.*\bmae\b/)
  })

  it('is told nowhere where a metrics file may report it, or nothing is evaluated', () => {
    expect(codesOf({ test: binary }, { bleu: min })).toEqual(['unknown-metric'])
    expect(codesOf({ test: { ...binary, metrics: 'm.json' } }, { bleu: min })).toEqual([])
    expect(codesOf({ test: binary, other: { metrics: 'm.json' } }, { bleu: min })).toEqual([])
    expect(codesOf({}, { bleu: min })).toEqual([])
  })

  it('is none of the user’s own metrics, nor the size of the model', () => {
    const metrics = {
      cost: { mean: 'cost', direction: 'lower' },
      latency: { reported: 'ms', direction: 'lower' },
    }
    const rules = { cost: { max: 1 }, latency: { max: 1 }, model_bytes: { max: 1000 } }
    expect(codesOf({ test: binary }, rules, { metrics })).toEqual([])
  })
})

describe('a rule on a metric of another task', () => {
  it('is told with the tasks that have it, and what is measured in its place', () => {
    const [said] = saidOf(
      { evaluations: { test: binary }, gate: { rules: { rmse: { max: 1 } } } },
      { 'gate.rules': 4 },
    )
    expect(said).toMatchObject({
      code: 'metric-of-other-task',
      message: 'the gate has a rule on rmse, which evaluations of the task binary do not have',
      line: 4,
    })
    expect(said!.hint).toMatch(/^rmse belongs to regression tasks; here there are .*\baccuracy\b.*\.$/)
    expect(said!.hint).not.toMatch(/here there are.*\bmae\b/)
  })

  it('names each task once, and none that has it', () => {
    const [said] = saidOf({
      evaluations: { one: binary, two: binary, three: multiclass },
      gate: { rules: { rmse: { max: 1 } } },
    })
    expect(said!.message).toContain('evaluations of the task binary, multiclass do not')
    const regression = { predictions: 'p.csv', task: 'regression' }
    expect(codesOf({ one: binary, two: regression }, { rmse: { max: 1 } })).toEqual([])
  })

  it('is told only where every evaluation says its task', () => {
    const unsaid = { predictions: 'p.csv' }
    expect(codesOf({ one: binary, two: unsaid }, { rmse: { max: 1 } })).toEqual([])
    expect(codesOf({ one: unsaid }, { rmse: { max: 1 } })).toEqual([])
    expect(codesOf({ one: binary, two: unsaid }, { 'rmse@one': { max: 1 } })).toEqual([
      'metric-of-other-task',
    ])
    expect(codesOf({ one: binary, two: unsaid }, { 'rmse@two': { max: 1 } })).toEqual([])
  })

  it('is told of no evaluation whose metrics only a file has', () => {
    const judged = (task: string) => ({ predictions: 'p.csv', task })
    expect(codesOf({ one: judged('multilabel') }, { rmse: { max: 1 } })).toEqual([])
    expect(codesOf({ one: judged('aggregate') }, { rmse: { max: 1 } })).toEqual([])
    expect(codesOf({ one: binary, two: judged('multilabel') }, { rmse: { max: 1 } })).toEqual([])
  })

  it('is none where the user has a metric of that name', () => {
    const metrics = { rmse: { mean: 'error', direction: 'lower' } }
    expect(codesOf({ test: binary }, { rmse: { max: 1 } }, { metrics })).toEqual([])
  })
})

describe('a rule of slices', () => {
  const gateOf = (rules: object) => ({ rules: {}, slices: { columns: ['region'], rules } })
  const metrics = {
    cost: { mean: 'cost', direction: 'lower' },
    latency: { reported: 'ms', direction: 'lower' },
  }

  it('is told where nothing is computed from rows, with the user’s own that are', () => {
    const [said, ...more] = saidOf(
      {
        evaluations: { test: binary },
        metrics,
        gate: gateOf({ latency: { max: 1 }, cost: { max: 1 }, f1: min }),
      },
      { 'gate.slices.rules.latency': 9, 'gate.slices': 3 },
    )
    expect(more).toEqual([])
    expect(said).toMatchObject({ code: 'unknown-metric', line: 9 })
    expect(said!.message).toMatch(
      /^gate\.slices\.rules\.latency is a rule on "latency", which nothing measures/,
    )
    expect(said!.hint).toContain(', cost. A metric')
  })

  it('is told where its metric is of another task, also beside a metrics file', () => {
    const evaluations = { test: { ...binary, metrics: 'm.json' } }
    expect(
      saidOf({ evaluations, gate: gateOf({ rmse: { max: 1 } }) }, { 'gate.slices.rules.rmse': 5 }),
    ).toMatchObject([{ code: 'metric-of-other-task', line: 5 }])
  })

  it('is not doubted where nothing is evaluated that could be of another task', () => {
    expect(codesOf({}, {}, { gate: gateOf({ rmse: { max: 1 } }) })).toEqual([])
  })

  it('is told after the rules of all rows', () => {
    const gate = { ...gateOf({ bleu: min }), rules: { rouge: min } }
    expect(
      saidOf({ evaluations: { test: binary }, gate }).map(({ message }) => message.split(' ', 1)[0]),
    ).toEqual(['gate.rules.rouge', 'gate.slices.rules.bleu'])
  })
})

it('what is doubted is a sentence, and a question that ends as one', () => {
  const told: string[] = []
  const project = projectOf('.', {
    evaluations: { test: binary },
    gate: { rules: { acuracy: min, 'profit-per-customer': min } },
  })
  tellMisnamed(project, { warning: (line) => void told.push(line) })
  expect(told).toEqual([
    expect.stringMatching(
      /^The gate will refuse this after training: gate\.rules\.acuracy is a rule on .*did you mean "accuracy"\? Known here/,
    ),
    expect.stringMatching(
      /^The gate will refuse this after training: gate\.rules\.profit-per-customer is a .*nothing measures\. Known here/,
    ),
  ])
})

it('a list of names ends after thirty, and says when there are none', () => {
  const names = Array.from({ length: 31 }, (_, i) => `m${i}`)
  expect(list([])).toBe('none')
  expect(list(names.slice(0, 30))).toBe(names.slice(0, 30).join(', '))
  expect(list(names)).toBe(`${names.slice(0, 30).join(', ')} ...`)
})
