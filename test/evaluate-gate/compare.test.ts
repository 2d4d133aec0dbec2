import { describe, expect, it } from 'vitest'
import { compareAll } from '../../src/evaluate-gate/compare.ts'
import type { Contest } from '../../src/evaluate-gate/contest.ts'
import type { ComparedEvaluation, MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import type { Comparison } from '../../src/record/comparison.ts'
import type { Digest } from '../../src/record/digest.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'
import { evaluation } from './an-evaluation.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest

const earlier = (given: Partial<ComparedEvaluation> = {}): ComparedEvaluation => ({
  name: 'test',
  comparable: true,
  rows: 100,
  metrics: { accuracy: 0.9 },
  undefined: [],
  sameTestSet: true,
  ...given,
})

const baseline = (given: Partial<MeasuredBaseline> = {}): MeasuredBaseline => ({
  name: 'base',
  description: 'run 7',
  evaluations: [earlier()],
  ...given,
})

const tested = (pLower: number, pHigher = 1 - pLower) => ({
  method: 'student',
  change: -0.1,
  interval: [-0.2, 0] as const,
  standardError: 0.05,
  pLower,
  pHigher,
})

type Given = Partial<Contest> & {
  readonly evaluations?: Evaluation[]
  readonly modelDigest?: Digest
}

/** What is compared, without its sentence. */
function compared({
  evaluations = [evaluation()],
  modelDigest,
  ...given
}: Given): Omit<Comparison, 'explanation'>[] {
  return sentences({ evaluations, ...(modelDigest && { modelDigest }), ...given }).map(
    ({ explanation: _, ...comparison }) => comparison,
  )
}

const sentences = ({ evaluations = [evaluation()], modelDigest, ...given }: Given): Comparison[] =>
  compareAll({
    candidate: { evaluations, ...(modelDigest && { modelDigest }) },
    baselines: [baseline()],
    rules: { accuracy: { max_worsening: 0.01 } },
    directions: { accuracy: 'higher', mae: 'lower' },
    ...given,
  })

const zones = (given: Given) => compared(given).map(({ zone }) => zone)

const base = {
  rule: 'max_worsening',
  metric: 'accuracy',
  evaluation: 'test',
  direction: 'higher',
  rows: 100,
  allowed: 0.01,
}

describe('a comparison says', () => {
  it('what was compared with what, and nothing that is not known', () => {
    expect(compared({})).toStrictEqual([
      {
        ...base,
        baseline: { name: 'base' },
        candidate_value: 0.8,
        baseline_value: 0.9,
        change: 0.8 - 0.9,
        method: 'estimate',
        zone: 'worse',
      },
    ])
  })

  it('of which run, commit and model the baseline is', () => {
    const known = { run: '7', sha: 'abc', model_digest: digest('a') }
    expect(compared({ baselines: [baseline(known)] })[0]!.baseline).toStrictEqual({ name: 'base', ...known })
  })

  it('how sure it is, where a test was made', () => {
    const baselines = [baseline({ evaluations: [earlier({ differences: { accuracy: tested(0.02) } })] })]
    expect(compared({ baselines })).toMatchObject([
      {
        change: -0.1,
        interval: [-0.2, 0],
        level: 0.95,
        method: 'student',
        p_value: 0.02,
        p_adjusted: 0.02,
        zone: 'worse',
      },
    ])
  })

  it('no value where the model has none', () => {
    const none = [evaluation({ metrics: {}, undefined: [{ metric: 'accuracy', reason: 'no row' }] })]
    expect(compared({ evaluations: none })).toStrictEqual([
      { ...base, baseline: { name: 'base' }, method: 'none', zone: 'undefined' },
    ])
  })
})

describe('a baseline', () => {
  it.each([
    ['never', 'no-baseline'],
    ['lost', 'not-comparable'],
  ] as const)('that is %s is %s, and says why and what to do', (outcome, zone) => {
    const [found] = sentences({
      baselines: [{ name: 'base', outcome, reason: 'the artifact expired', hint: 'Run it again' }],
    })
    expect(found).toMatchObject({ zone, method: 'none', baseline: { name: 'base' }, candidate_value: 0.8 })
    expect(found!.explanation).toContain('the artifact expired. Run it again.')
  })

  it('that was never evaluated on a test set is none there', () => {
    const [found] = sentences({ baselines: [baseline({ evaluations: [] })] })
    expect(found).toMatchObject({ zone: 'no-baseline' })
    expect(found!.explanation).toContain('it was never evaluated on test')
  })

  it('without the metric is none for it, unless it had no value', () => {
    const without = (none: ComparedEvaluation['undefined']) =>
      sentences({ baselines: [baseline({ evaluations: [earlier({ metrics: {}, undefined: none })] })] })[0]!
    expect(without([])).toMatchObject({ zone: 'no-baseline' })
    expect(without([]).explanation).toContain('it has no accuracy')
    expect(without([{ metric: 'mae', reason: 'classes' }])).toMatchObject({ zone: 'no-baseline' })
    const undefinedThere = without([
      { metric: 'mae', reason: 'classes' },
      { metric: 'accuracy', reason: 'no row is left' },
    ])
    expect(undefinedThere).toMatchObject({ zone: 'undefined' })
    expect(undefinedThere.explanation).toContain('of the baseline, because no row is left')
  })

  it('that is asked about one metric says nothing of another', () => {
    const rules = { accuracy: { max_worsening: 0.01 }, mae: { max_worsening: 1 } }
    const both = [evaluation({ metrics: { accuracy: 0.8, mae: 1 } })]
    const best = baseline({
      name: 'best',
      only: ['mae'],
      evaluations: [earlier({ metrics: { accuracy: 0.9, mae: 1 } })],
    })
    const of = compared({ evaluations: both, rules, baselines: [best] })
    expect(of.map(({ metric }) => metric)).toEqual(['mae'])
  })

  it('is compared on the rows that neither model was trained on', () => {
    const part = { rows: 92, metrics: { accuracy: 0.95 }, undefined: [] }
    const other = earlier({ name: 'other' })
    const baselines = [baseline({ evaluations: [other, earlier({ candidate: part })] })]
    expect(compared({ evaluations: [evaluation()], baselines })[0]).toMatchObject({
      rows: 92,
      candidate_value: 0.95,
      zone: 'within',
    })
    const gone = { rows: 0, metrics: {}, undefined: [{ metric: 'accuracy', reason: 'no row is left' }] }
    expect(zones({ baselines: [baseline({ evaluations: [earlier({ candidate: gone })] })] })).toEqual([
      'undefined',
    ])
  })
})

describe('the same model on the same test set', () => {
  const same = (given: Partial<ComparedEvaluation>, more: Given = {}) =>
    compared({
      modelDigest: digest('a'),
      baselines: [baseline({ model_digest: digest('a'), evaluations: [earlier(given)] })],
      ...more,
    })[0]!

  it('is identical where its value is what it was', () => {
    expect(same({ metrics: { accuracy: 0.8 } })).toMatchObject({
      zone: 'identical',
      method: 'digest',
      candidate_value: 0.8,
      baseline_value: 0.8,
      change: 0,
    })
  })

  it('is identical where its value was not kept, and no change is made up', () => {
    const found = same({ metrics: {} })
    expect(found.zone).toBe('identical')
    expect(Object.keys(found)).not.toContain('baseline_value')
    expect(Object.keys(found)).not.toContain('change')
  })

  it.each<[string, Partial<ComparedEvaluation>, Given]>([
    ['predicts worse', {}, {}],
    ['is on another test set', { metrics: { accuracy: 0.9 }, sameTestSet: false }, {}],
    ['is asked to improve', { metrics: { accuracy: 0.8 } }, { rules: { accuracy: { must_improve: 0.01 } } }],
  ])('is not identical where it %s', (_what, given, more) => {
    expect(['worse', 'below-bound']).toContain(same(given, more).zone)
  })

  it('is not known to be the same without a digest', () => {
    expect(
      zones({ baselines: [baseline({ evaluations: [earlier({ metrics: { accuracy: 0.8 } })] })] }),
    ).toEqual(['within'])
    const anonymous = baseline({ evaluations: [earlier({ metrics: {} })] })
    expect(zones({ modelDigest: digest('a'), baselines: [anonymous] })).toEqual(['no-baseline'])
  })
})

describe('a test', () => {
  const of = (name: string, p: number, model?: string) =>
    baseline({
      name,
      ...(model && { model_digest: digest(model) }),
      evaluations: [earlier({ differences: { accuracy: tested(p) } })],
    })
  const adjusted = (...baselines: MeasuredBaseline[]) =>
    compared({ baselines }).map(({ p_adjusted }) => p_adjusted)

  it('counts once for a model that two baselines name, and once each for two models', () => {
    expect(adjusted(of('base', 0.02, 'a'), of('production', 0.02, 'a'))).toEqual([0.02, 0.02])
    expect(adjusted(of('base', 0.02, 'a'), of('production', 0.02, 'b'))).toEqual([0.04, 0.04])
    expect(adjusted(of('base', 0.02), of('production', 0.02))).toEqual([0.04, 0.04])
  })

  it('says what it could see: the smallest drop that it blocks, and the rows that an equal model needs', () => {
    const found = (allowed: number, rows = 100) =>
      compared({
        evaluations: [evaluation({ rows })],
        baselines: [of('base', 0.02)],
        rules: { accuracy: { max_worsening: allowed } },
      })[0]!
    // 100 rows, a standard error of 0.05: 100 (2.48647 * 0.05 / 0.01)², and 2.48647 * 0.05
    expect(found(0.01).rows_needed).toBe(15457)
    expect(found(0.01).smallest_blocked).toBeCloseTo(0.1243237, 6)
    expect(found(0.1).smallest_blocked).toBeCloseTo(0.1 + 0.8416212 * 0.05, 6)
    expect(found(0)).not.toHaveProperty('rows_needed')
    expect(found(0.01, 0)).not.toHaveProperty('rows_needed')
    expect(Object.keys(compared({})[0]!)).not.toContain('smallest_blocked')
  })

  it('takes no loss for larger than allowed that is so by the rounding of large values alone', () => {
    const evaluations = [evaluation({ metrics: { mae: 1_000_000.3 } })]
    const baselines = [baseline({ evaluations: [earlier({ metrics: { mae: 1_000_000 } })] })]
    expect(1_000_000.3 - 1_000_000).toBeGreaterThan(0.3)
    expect(zones({ evaluations, baselines, rules: { mae: { max_worsening: 0.3 } } })).toEqual(['within'])
  })

  it('asks for a fall where higher is better, for a rise where lower is', () => {
    const evaluations = [evaluation({ metrics: { mae: 2 } })]
    const differences = { mae: { ...tested(0.99, 0.01), change: 1, interval: [0.2, 1.8] as const } }
    const baselines = [baseline({ evaluations: [earlier({ metrics: { mae: 1 }, differences })] })]
    const rules = { mae: { max_worsening: 0.5 } }
    expect(compared({ evaluations, baselines, rules })[0]).toMatchObject({ p_value: 0.01, zone: 'worse' })
  })

  it('is not made of what must improve, where the estimate decides', () => {
    const found = compared({ baselines: [of('base', 0.9)], rules: { accuracy: { must_improve: 0.01 } } })[0]!
    expect(found).toMatchObject({ zone: 'below-bound', interval: [-0.2, 0], allowed: -0.01 })
    expect(found).not.toHaveProperty('p_value')
    expect(found).not.toHaveProperty('p_adjusted')
  })

  it('says of what must improve how much is seen: 0.84 standard errors to each side', () => {
    const found = compared({ baselines: [of('base', 0.9)], rules: { accuracy: { must_improve: 0.01 } } })[0]!
    const error = tested(0.5, 0.5).standardError
    expect(found.smallest_blocked).toBeCloseTo(-0.01 + 0.8416212 * error, 6)
    expect(found.smallest_passed).toBeCloseTo(0.01 + 0.8416212 * error, 6)
  })
})

describe('a rule', () => {
  const regression = evaluation({ name: 'price', task: 'regression', metrics: { mae: 2 } })

  it('asks nothing of an evaluation that never had its metric, where another has', () => {
    const found = compared({
      evaluations: [evaluation(), regression],
      rules: { accuracy: { min: 0.5 }, mae: { max: 3 } },
      baselines: [],
    })
    expect(found.map(({ metric, evaluation: on }) => [metric, on])).toEqual([
      ['accuracy', 'test'],
      ['mae', 'price'],
    ])
  })

  it('asks where the metric has lost its value, and says so', () => {
    const none = [
      { metric: 'r2', reason: 'two rows' },
      { metric: 'accuracy', reason: 'no class' },
    ]
    const evaluations = [evaluation(), evaluation({ name: 'other', metrics: {}, undefined: none })]
    const rules = { accuracy: { min: 0.5 } }
    expect(zones({ evaluations, rules, baselines: [] })).toEqual(['within-bound', 'undefined'])
  })

  it.each<[string, MeasuredBaseline['evaluations'][number], number]>([
    ['a baseline has it on it', earlier({ name: 'price', metrics: { accuracy: 0.9 } }), 2],
    ['a baseline had it there', { name: 'price', comparable: false, reason: 'moved', had: ['accuracy'] }, 2],
    ['a baseline has it elsewhere', earlier({ metrics: { accuracy: 0.9 } }), 1],
    ['a baseline had another there', { name: 'price', comparable: false, reason: 'moved', had: ['mae'] }, 1],
  ])('asks of an evaluation without the metric where %s', (_when, there, count) => {
    const found = compared({
      evaluations: [evaluation(), regression],
      rules: { accuracy: { min: 0.5 } },
      baselines: [baseline({ evaluations: [there] })],
    })
    expect(found.filter(({ rule }) => rule === 'min')).toHaveLength(count)
  })

  it('goes by the bound with confidence, and has none where rows allow none', () => {
    const rules = { accuracy: { min: 0.75, confidence: 0.95 as const } }
    const intervals = { accuracy: { low: 0.72, high: 0.86, method: 'wilson' } }
    const [found] = compared({ evaluations: [evaluation({ intervals })], rules, baselines: [] })
    expect(found).toMatchObject({
      zone: 'below-bound',
      level: 0.95,
      method: 'wilson',
      candidate_interval: [0.72, 0.86],
    })
    const [none] = sentences({ rules, baselines: [] })
    expect(none).toMatchObject({ zone: 'undefined' })
    expect(none!.explanation).toContain('these rows allow no bound with confidence')
  })

  it('says of a metric that nobody reported that nobody did', () => {
    const [found] = sentences({ rules: { novelty: { min: 1 } }, baselines: [] })
    expect(found).toMatchObject({ zone: 'undefined', method: 'estimate' })
    expect(found!.explanation).toContain('it was not reported')
  })

  it('is not kept by an evaluation that was dropped', () => {
    const baselines = [baseline({ evaluations: [earlier(), earlier({ name: 'night' })] })]
    expect(compared({ baselines }).at(-1)).toStrictEqual({
      ...base,
      evaluation: 'night',
      rows: 0,
      baseline: { name: 'base' },
      method: 'none',
      zone: 'not-comparable',
    })
  })
})

describe('a slice', () => {
  const slice = (given: object) => evaluation({ slices: [{ name: 'sex = f', rows: 40, ...given }] as never })
  const slices = { rules: { accuracy: { min: 0.9 } }, minRows: 10 }
  const rules = { accuracy: { min: 0.5 } }
  const judged = (given: object, whole: Partial<Evaluation> = {}) =>
    compared({ evaluations: [{ ...slice(given), ...whole }], slices, rules, baselines: [] }).slice(1)

  it('is judged by its own value and rows', () => {
    expect(judged({ metrics: { accuracy: 0.85 } })).toMatchObject([
      { slice: 'sex = f', rows: 40, candidate_value: 0.85, zone: 'below-bound' },
    ])
  })

  it('is not judged where its labels allow no value, though it is where one is missing', () => {
    const none = { metrics: {}, undefined: [{ metric: 'accuracy', reason: 'one class' }] }
    expect(judged({ ...none, unjudgeable: ['accuracy'] })).toMatchObject([{ zone: 'not-judged' }])
    expect(judged({ ...none, unjudgeable: ['mcc'] })).toMatchObject([{ zone: 'undefined' }])
    expect(judged({ metrics: { accuracy: 0.85 }, unjudgeable: ['accuracy'] })).toMatchObject([
      { zone: 'below-bound' },
    ])
  })

  it('that is too small is listed once, and not judged', () => {
    expect(judged({ rows: 3 })).toMatchObject([
      { slice: 'sex = f', rows: 3, zone: 'not-judged', rule: 'min' },
    ])
  })

  it('has a baseline of its own rows, or none', () => {
    const change = { rules: { accuracy: { max_worsening: 0.01 } }, minRows: 10 }
    const candidate = [slice({ metrics: { accuracy: 0.85 } })]
    const of = (evaluations: MeasuredBaseline['evaluations']) =>
      compared({
        evaluations: candidate,
        slices: change,
        rules,
        baselines: [baseline({ evaluations })],
      }).filter((one) => one.slice !== undefined)
    const there = { name: 'sex = f', metrics: { accuracy: 0.95 }, undefined: [], differences: {} }
    const other = { ...there, name: 'sex = m', metrics: { accuracy: 0.1 } }
    expect(of([earlier({ slices: [other, there] })])).toMatchObject([{ baseline_value: 0.95, zone: 'worse' }])
    expect(of([earlier({ slices: [other] })])).toMatchObject([{ zone: 'not-comparable' }])
    expect(of([earlier()])).toMatchObject([{ zone: 'not-comparable' }])
    const moved = { name: 'test', comparable: false, reason: 'the rows differ', had: ['accuracy'] } as const
    expect(of([{ ...moved, had: ['accuracy'] }])).toMatchObject([
      { zone: 'not-comparable', baseline: { name: 'base' } },
    ])
    const elsewhere = earlier({ name: 'night', slices: [there] })
    expect(of([elsewhere, earlier({ slices: [other, there] })])).toMatchObject([{ baseline_value: 0.95 }])
    const part = { rows: 31, metrics: { accuracy: 0.99 }, undefined: [] }
    const whole = { rows: 90, metrics: { accuracy: 0 }, undefined: [] }
    expect(of([earlier({ candidate: whole, slices: [{ ...there, candidate: part }] })])).toMatchObject([
      { rows: 31, candidate_value: 0.99, zone: 'within' },
    ])
  })
})

describe('a test set of before', () => {
  const name = 'old test of base'
  const onIt = (given: Partial<ComparedEvaluation> = {}) =>
    earlier({ name, differences: { accuracy: tested(0.02) }, ...given })
  const sets = (candidate = evaluation({ name, metrics: { accuracy: 0.8 } })) => [
    { name, of: 'test', digest: digest('c'), baselines: ['base'], candidate },
  ]

  it('is judged by what the rules ask of a change, in one family with all other tests', () => {
    const evaluations = [earlier({ differences: { accuracy: tested(0.03) } })]
    const found = compared({
      evaluations: [evaluation({ metrics: { accuracy: 0.8 } })],
      baselines: [baseline({ evaluations, old: [onIt()] })],
      old: sets(),
      rules: { accuracy: { max_worsening: 0.01, min: 0.95 } },
    })
    expect(found.map(({ rule, evaluation: on, zone, p_adjusted }) => [rule, on, zone, p_adjusted])).toEqual([
      ['min', 'test', 'below-bound', undefined],
      ['max_worsening', 'test', 'worse', 0.04],
      ['max_worsening', name, 'worse', 0.04],
    ])
    expect(found[2]).toMatchObject({ old_test_set_of: 'test', candidate_value: 0.8, baseline_value: 0.9 })
  })

  it('is judged by slices and newly wrong rows as well, and by a rule of its evaluation', () => {
    const slice = { name: 'region = north', rows: 50, metrics: { accuracy: 0.7 } }
    const theirs = { name: slice.name, metrics: { accuracy: 0.9 }, undefined: [], differences: {} }
    const flips = { rows: 100, broken: 12, mended: 2, listed: { broken: [], mended: [] } }
    const found = compared({
      baselines: [baseline({ old: [onIt({ slices: [theirs], flips })] })],
      old: sets(evaluation({ name, metrics: { accuracy: 0.8 }, slices: [slice] })),
      rules: {},
      own: { test: { accuracy: { max_worsening: 0.2 } } },
      slices: { rules: { accuracy: { max_worsening: 0.05, min: 0.9 } }, minRows: 10 },
      newErrors: { max: 10 },
    }).filter(({ old_test_set_of: of }) => of === 'test')
    expect(found.map(({ rule, slice: part, zone }) => [rule, part, zone])).toEqual([
      ['max_worsening', undefined, 'within'],
      ['max_new_errors', undefined, 'below-bound'],
      ['max_worsening', 'region = north', 'worse'],
    ])
  })

  it('asks nothing that either side has not got there', () => {
    const incomparable = { name, comparable: false as const, reason: 'rows differ', had: ['accuracy'] }
    const none = { baselines: [baseline({ old: [incomparable] })], old: sets() }
    const unknown = { baselines: [baseline({ old: [onIt({ metrics: {} })] })], old: sets() }
    const lost = [{ ...sets()[0]!, candidate: undefined, why: 'its command failed' }]
    const failed = { baselines: [baseline({ old: [onIt()] })], old: lost as never }
    for (const given of [none, unknown, failed])
      expect(compared(given).filter(({ evaluation: on }) => on === name)).toEqual([])
  })
})
