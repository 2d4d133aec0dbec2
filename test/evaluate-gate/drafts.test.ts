import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/config/schema.ts'
import { adjust } from '../../src/evaluate-gate/compare/adjust.ts'
import type { Contest } from '../../src/evaluate-gate/compare/contest.ts'
import type { Draft } from '../../src/evaluate-gate/compare/draft.ts'
import { type FairnessRules, fairnessDrafts } from '../../src/evaluate-gate/compare/fairness-drafts.ts'
import { gapDrafts } from '../../src/evaluate-gate/compare/gap-draft.ts'
import { naiveDrafts } from '../../src/evaluate-gate/compare/naive-draft.ts'
import { newErrorDrafts } from '../../src/evaluate-gate/compare/new-error-drafts.ts'
import type { Digest } from '../../src/record/digest.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'
import { shareExceeding } from '../../src/stats/bound-power.ts'
import { evaluation } from './an-evaluation.ts'

const interval = (low: number, high: number) => ({ low, high, method: 'wilson' })

describe('a gap', () => {
  const here = evaluation({ intervals: { accuracy: interval(0.75, 0.84) } })
  const train = evaluation({
    name: 'train',
    metrics: { accuracy: 0.95 },
    intervals: { accuracy: interval(0.93, 0.96) },
  })
  const other = evaluation({ name: 'other', metrics: { accuracy: 0.1 } })
  const gap = (
    max: number,
    { judged = here, training = [other, train], direction = 'higher' as 'higher' | 'lower' | 'unknown' } = {},
  ) =>
    gapDrafts(
      judged,
      'accuracy',
      { max_gap: { max, evaluation: 'train' } } as Rule,
      { evaluations: training, reported: {} },
      direction === 'unknown' ? undefined : direction,
    )[0]!

  it('has the bounds of two independent estimates, worked out by hand', () => {
    const { comparison, test } = gap(0.05)
    expect(comparison).toMatchObject({
      rule: 'max_gap',
      direction: 'higher',
      training: 'train',
      candidate_value: 0.8,
      baseline_value: 0.95,
      level: 0.95,
      method: 'mover',
    })
    expect(comparison.change).toBeCloseTo(-0.15, 12)
    expect(comparison.interval![0]).toBeCloseTo(-0.15 - Math.hypot(0.05, 0.01), 12)
    expect(comparison.interval![1]).toBeCloseTo(-0.15 + Math.hypot(0.04, 0.02), 12)
    expect(test!.pValue).toBe(comparison.p_value)
    const error = Math.hypot(0.04, 0.02) / 1.6448536
    expect(test!.blockedFrom!(0.05)).toBeCloseTo(0.05 + 2.4864748 * error, 6)
  })

  it('is larger than allowed at 5% just where its bound is what is allowed', () => {
    expect(gap(0.15 - Math.hypot(0.04, 0.02)).test!.pValue).toBeCloseTo(0.05, 9)
    expect(gap(0.15).test!.pValue).toBeCloseTo(0.5, 9)
  })

  it('of a metric of which less is better is tested on its other side', () => {
    const judged = evaluation({
      metrics: { accuracy: 0.95 },
      intervals: { accuracy: interval(0.93, 0.96) },
    })
    const training = [{ ...here, name: 'train' }]
    const { comparison, test } = gap(0.15 - Math.hypot(0.02, 0.04), { judged, training, direction: 'lower' })
    expect(comparison.change).toBeCloseTo(0.15, 12)
    expect(test!.pValue).toBeCloseTo(0.05, 9)
  })

  it('between values without any doubt is certain', () => {
    const certain = (value: number) => ({
      metrics: { accuracy: value },
      intervals: { accuracy: interval(value, value) },
    })
    const judged = evaluation(certain(0.75))
    const training = [evaluation({ name: 'train', ...certain(1) })]
    expect(gap(0.2, { judged, training }).test!.pValue).toBe(0)
    expect(gap(0.25, { judged, training }).test!.pValue).toBe(1)
    expect(gap(0.3, { judged, training }).test!.pValue).toBe(1)
  })

  it('of one evaluation is no test of another', () => {
    const drafts = [gap(0.05), gap(0.05, { judged: { ...here, name: 'night' } })]
    expect(adjust(drafts).get(drafts[0]!)!.tests).toBe(2)
  })

  it('is judged by the estimate where a side has no bounds', () => {
    for (const given of [
      { judged: evaluation() },
      { training: [evaluation({ name: 'train', metrics: { accuracy: 0.95 } })] },
    ]) {
      const { comparison, test } = gap(0.05, given)
      expect(comparison).toMatchObject({ method: 'estimate', change: 0.8 - 0.95 })
      expect(test).toBeUndefined()
    }
  })

  it.each<[string, object, string]>([
    ['the model has no value', { judged: evaluation({ metrics: {} }) }, 'a binary evaluation has none'],
    ['nobody knows which way is better', { direction: 'unknown' }, 'nothing says which way is better'],
    [
      'the evaluation is not there',
      { training: [other] },
      'there is no evaluation train of the training rows',
    ],
    [
      'its rows are those judged',
      { training: [{ ...train, same_rows_as: 'test' }] },
      'are those of test itself',
    ],
    ['it has no value', { training: [evaluation({ name: 'train', metrics: {} })] }, 'on train, a binary'],
  ])('is undefined where %s', (_when, given, why) => {
    const draft = gap(0.05, given)
    expect(draft.comparison).toMatchObject({ zone: 'undefined', method: 'none', allowed: 0.05 })
    expect(draft.comparison).not.toHaveProperty('change')
    expect(draft.comparison.why).toContain(why)
  })

  it('says the value that it has, and none that it has not', () => {
    expect(gap(0.05, { training: [] }).comparison).toMatchObject({
      candidate_value: 0.8,
      direction: 'higher',
    })
    const none = gap(0.05, { judged: evaluation({ metrics: {} }), direction: 'unknown' }).comparison
    expect(Object.keys(none)).not.toContain('candidate_value')
    expect(Object.keys(none)).not.toContain('direction')
  })
})

describe('beside a naive model', () => {
  const beside = (naive: object | undefined, amount = 0.1, given: Partial<Evaluation> = {}) =>
    naiveDrafts(evaluation({ ...(naive && { naive: { accuracy: naive } as never }), ...given }), 'accuracy', {
      better_than_naive: amount,
    } as Rule)[0]!
  const known = { value: 0.6, does: 'always says yes' }

  it('a model is compared by the estimate where nothing was tested', () => {
    expect(beside(known).comparison).toStrictEqual({
      rule: 'better_than_naive',
      metric: 'accuracy',
      evaluation: 'test',
      direction: 'higher',
      rows: 100,
      allowed: -0.1,
      candidate_value: 0.8,
      baseline_value: 0.6,
      naive: 'always says yes',
      change: 0.8 - 0.6,
      method: 'estimate',
      zone: 'within',
    })
  })

  it('the test and its bounds decide where there are any', () => {
    const test = { ...known, change: 0.21, interval: [0.15, 0.27], p_value: 0.001, method: 'tango' }
    expect(beside(test).comparison).toMatchObject({
      change: 0.21,
      interval: [0.15, 0.27],
      level: 0.95,
      p_value: 0.001,
      method: 'tango',
      zone: 'no-worse',
    })
    // Better by 0.05 to 0.27: not surely by the 0.1 that is asked for.
    expect(beside({ ...test, interval: [0.05, 0.27] }).comparison.zone).toBe('within')
    expect(beside({ ...test, p_value: 0.06 }).comparison.zone).toBe('beyond')
  })

  it('an improvement that rounding alone hides is there', () => {
    expect(beside({ value: 0.7, does: 'x' }, 0.1).comparison.zone).toBe('within')
    expect(beside({ value: 0.71, does: 'x' }, 0.1).comparison.zone).toBe('below-bound')
    expect(beside({ value: 0.8, does: 'x' }, 0).comparison.zone).toBe('below-bound')
    const large = { metrics: { accuracy: 1_000_000 } }
    expect(beside({ value: 999_999.9, does: 'x' }, 0.1, large).comparison.zone).toBe('within')
  })

  it.each<[string, Parameters<typeof beside>, string]>([
    ['has no value', [known, 0.1, { metrics: {} }], 'a binary evaluation has none'],
    ['was only reported', [undefined], 'it is a reported value, with no naive model beside it'],
    ['has a naive one without a value', [{ reason: 'all labels are equal' }], 'all labels are equal'],
  ])('is undefined where the model %s', (_when, given, why) => {
    const draft = beside(...given)
    expect(draft.comparison).toMatchObject({ zone: 'undefined', method: 'none' })
    expect(draft.comparison.why).toBe(why)
    expect(Object.keys(draft.comparison).includes('candidate_value')).toBe(given[2] === undefined)
  })
})

describe('groups of rows', () => {
  const rate = (value: number, trials: number) => ({ selection_rate: { value, trials } })
  const grouping = (...groups: readonly [string, number, number][]) => ({
    by: 'sex',
    groups: groups.map(([name, value, rows]) => ({ name: `sex = ${name}`, rows, rates: rate(value, rows) })),
  })
  const asked = (given: object = {}) =>
    ({
      columns: ['sex'],
      groups: {},
      min_rows: 30,
      rules: { demographic_parity_difference: { max: 0.1 } },
      ...given,
    }) as unknown as FairnessRules
  const drafts = (of: object, given: object = {}) =>
    fairnessDrafts([evaluation({ fairness: [of] as never })], asked(given))

  it('of just as many rows as are asked for are compared', () => {
    const found = drafts(grouping(['f', 0.2, 30], ['m', 0.6, 30], ['x', 1, 29]))
    expect(found).toHaveLength(2)
    expect(found[0]!.comparison).toMatchObject({ rows: 60, level: 0.95, by: 'sex' })
    expect(found[0]!.comparison.candidate_value).toBeCloseTo(0.4, 12)
    expect(found[1]!.comparison).toMatchObject({
      group: 'sex = x',
      rows: 29,
      zone: 'not-judged',
      method: 'none',
    })
  })

  it('that must be there are, with just as many rows as are asked for', () => {
    const named = { groups: { sex: ['f'] } }
    const zone = (rows: number) =>
      drafts(grouping(['f', 0.5, rows], ['m', 0.5, 99], ['x', 0.5, 99]), named)[0]!
    expect(zone(30).comparison.zone).toBeUndefined()
    expect(zone(29).comparison).toMatchObject({ zone: 'undefined', method: 'none' })
    expect(zone(1).comparison.why).toContain('and there is 1 row')
  })

  it('are held to a minimum by their lower bound with confidence', () => {
    const rules = { demographic_parity_ratio: { min: 0.5, confidence: 0.95 } }
    const [found] = drafts(grouping(['f', 0.5, 60], ['m', 0.6, 60]), { rules })
    const [low, high] = found!.comparison.candidate_interval!
    expect(low).toBeLessThan(high)
    const zone = (min: number) =>
      drafts(grouping(['f', 0.5, 60], ['m', 0.6, 60]), {
        rules: { demographic_parity_ratio: { min, confidence: 0.95 } },
      })[0]!.comparison.zone
    expect(zone(low - 0.01)).toBe('within-bound')
    expect(zone(low + 0.01)).toBe('below-bound')
  })

  it('of two columns, and of two evaluations, are tests of their own', () => {
    const of = (by: string) => ({ ...grouping(['f', 0.2, 90], ['m', 0.6, 90]), by })
    const both = [of('sex'), of('age')] as never
    const found = fairnessDrafts(
      [evaluation({ fairness: both }), evaluation({ name: 'night', fairness: both })],
      asked(),
    )
    expect(adjust(found).get(found[0]!)!.tests).toBe(4)
  })
})

describe('new errors', () => {
  const digest = `sha256:${'a'.repeat(64)}` as Digest
  const flips = { rows: 40, broken: 3, mended: 5, slices: [], listed: { broken: [], mended: [] } }
  const compared = (given: object = {}) => ({
    name: 'test',
    comparable: true as const,
    rows: 40,
    metrics: {},
    undefined: [],
    sameTestSet: true,
    flips,
    ...given,
  })
  const base = (...evaluations: object[]) =>
    ({ name: 'base', description: '', model_digest: digest, evaluations }) as Contest['baselines'][number]
  const drafts = (
    baselines: Contest['baselines'],
    limits: { max?: number; max_share?: number } = { max: 2 },
    evaluations: Evaluation[] = [evaluation()],
  ) => newErrorDrafts({ candidate: { evaluations }, baselines, rules: {}, directions: {} }, limits)

  it('are counted, and held to a number or a share of the rows that were compared', () => {
    const common = {
      rule: 'max_new_errors',
      metric: 'new_errors',
      evaluation: 'test',
      rows: 40,
      candidate_value: 3,
      mended: 5,
      baseline: { name: 'base', model_digest: digest },
      method: 'count',
    }
    // Among 40 rows, of which more than 2, or more than 4, flip in four test sets of five.
    const seen = [2, 4].map((most) => 40 * shareExceeding(most, 40, 0.8)!)
    expect(drafts([base(compared())], { max: 2, max_share: 0.1 })).toStrictEqual([
      { comparison: { ...common, allowed: 2, smallest_blocked: seen[0], zone: 'below-bound' } },
      {
        comparison: {
          ...common,
          allowed: 4,
          allowed_ratio: 0.1,
          smallest_blocked: seen[1],
          zone: 'within-bound',
        },
      },
    ])
  })

  it('say nothing of other rows where these hang together, or where no more can flip', () => {
    const together = { ...compared(), flips: { ...compared().flips!, dependent: true as const } }
    for (const found of [...drafts([base(together)]), ...drafts([base(compared())], { max: 40 })])
      expect(found.comparison).not.toHaveProperty('smallest_blocked')
  })

  const only = (found: readonly Draft[]) => {
    expect(found).toHaveLength(1)
    return [found[0]!.comparison.zone, found[0]!.comparison.why]
  }

  it('are not known of a baseline that is not there', () => {
    const missing = { name: 'base', outcome: 'never', reason: 'no run passed' } as const
    expect(only(drafts([missing]))).toEqual(['no-baseline', 'no run passed'])
    expect(only(drafts([{ ...missing, outcome: 'lost', hint: 'Run it again' }]))).toEqual([
      'not-comparable',
      'no run passed. Run it again',
    ])
    expect(only(drafts([]))).toEqual(['not-comparable', 'no baseline was found'])
  })

  it('are not known where rows cannot be compared', () => {
    expect(only(drafts([base()]))).toEqual(['no-baseline', 'it was never evaluated on test'])
    const other = { name: 'test', comparable: false, reason: 'the rows differ', had: [] }
    expect(only(drafts([base(other)]))).toEqual(['not-comparable', 'the rows differ'])
    expect(drafts([base({ ...other, needs: 'rerun' })])).toMatchObject([{ comparison: { needs: 'rerun' } }])
    expect(only(drafts([base(compared({ flips: undefined }))]))).toEqual([
      'undefined',
      'not every row of both models is predicted as a class',
    ])
    const [dropped] = drafts([base(compared({ name: 'night' }), compared())]).filter(
      ({ comparison }) => comparison.evaluation === 'night',
    )
    expect(dropped).toStrictEqual({
      comparison: {
        rule: 'max_new_errors',
        metric: 'new_errors',
        evaluation: 'night',
        rows: 0,
        allowed: 2,
        baseline: { name: 'base', model_digest: digest },
        method: 'none',
        zone: 'not-comparable',
        why: 'this model was not judged on night',
      },
    })
  })

  it('say the share that is allowed, where nothing could be counted', () => {
    expect(drafts([], { max_share: 0.1 })[0]!.comparison).toMatchObject({ allowed: 0.1, allowed_ratio: 0.1 })
    expect(drafts([], { max: 1 })[0]!.comparison).not.toHaveProperty('baseline')
  })

  it('are asked of classes only', () => {
    const task = (given: Partial<Evaluation>) => drafts([base(compared())], { max: 9 }, [evaluation(given)])
    expect(task({ task: 'multiclass' })).toHaveLength(1)
    expect(task({ task: 'regression' })).toHaveLength(0)
    expect(task({ rows: 0 })).toHaveLength(0)
    expect(drafts([base(compared({ name: 'night' }))], {})).toEqual([])
  })
})

describe('the adjustment', () => {
  it('says at what level the least likely of a family is tested', () => {
    const draft = (given: object): Draft => ({
      comparison: {
        rule: 'max_worsening',
        metric: 'f1',
        evaluation: 'test',
        rows: 9,
        allowed: 0,
        method: 'student',
        ...given,
      },
      test: { family: JSON.stringify(given), pValue: 0.5 },
    })
    const whole = draft({})
    const [first, second] = [draft({ slice: 'a' }), draft({ slice: 'b' })]
    const fair = draft({ by: 'sex' })
    const adjusted = adjust([whole, first, second, fair])
    expect(adjusted.get(whole)!.alpha).toBeCloseTo(0.05 / 3, 14)
    expect(adjusted.get(first)).toMatchObject({ tests: 2, p: 1 })
    expect(adjusted.get(first)!.alpha).toBeCloseTo(0.05 / 3 / 2, 14)
    expect(adjusted.get(fair)).toMatchObject({ tests: 1 })
    expect(adjust([whole, fair]).get(whole)).toMatchObject({ tests: 1, p: 1, alpha: 0.025 })
  })
})
