import { describe, expect, it } from 'vitest'
import type { ComparedEvaluation } from '../../../src/evaluate-gate/measured.ts'
import {
  baseline,
  compared,
  digest,
  earlier,
  type Given,
  ofAccuracy,
  sentences,
  tested,
  zones,
} from '../a-comparison.ts'
import { evaluation } from '../an-evaluation.ts'

describe('a comparison says', () => {
  it('what was compared with what, and nothing that is not known', () => {
    expect(compared({})).toStrictEqual([
      {
        ...ofAccuracy,
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
      { ...ofAccuracy, baseline: { name: 'base' }, method: 'none', zone: 'undefined', why: 'no row' },
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

  it('has nothing to compare with where it never had a value of the metric', () => {
    const found = same({ metrics: {} })
    expect(found.zone).toBe('no-baseline')
    expect(Object.keys(found)).not.toContain('baseline_value')
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
