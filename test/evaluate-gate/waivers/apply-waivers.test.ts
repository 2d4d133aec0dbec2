import { describe, expect, it } from 'vitest'
import { type WaiverTerms, waiver } from '../../../src/config/schema/waiver.ts'
import { judge } from '../../../src/evaluate-gate/compare/verdict.ts'
import { applyWaivers, waivedIn } from '../../../src/evaluate-gate/waivers/apply-waivers.ts'
import type { Comparison } from '../../../src/record/comparison.ts'
import { zones } from '../../../src/record/gate-terms.ts'
import { waivedRules } from '../../../src/record/waiver.ts'

const now = new Date('2026-11-21T23:59:59Z')

const comparison = (given: Partial<Comparison> = {}): Comparison => ({
  rule: 'max_worsening',
  metric: 'accuracy',
  evaluation: 'test',
  direction: 'higher',
  rows: 200,
  candidate_value: 0.77,
  baseline_value: 0.8,
  change: 0.77 - 0.8,
  allowed: 0.01,
  baseline: { name: 'base' },
  zone: 'worse',
  method: 'estimate',
  explanation: 'accuracy fell.',
  ...given,
})

const terms = (given: Partial<WaiverTerms> = {}): WaiverTerms =>
  waiver.parse({ metric: 'accuracy', ceiling: 0.03, until: '2026-11-21', reason: 'new data', ...given })

function verdictOf(comparisons: readonly Comparison[], ...given: Partial<WaiverTerms>[]) {
  const stated = given.map((one) => ({ terms: terms(one), source: { source: 'policy' as const } }))
  const { comparisons: after, waivers } = applyWaivers(comparisons, { stated, refused: [] }, now)
  const { verdict, passes, decidedBy } = judge(
    after.map(({ zone }) => zone),
    'fail',
    waivedIn(after),
  )
  return { verdict, passes, decidedBy, waivers, comparisons: after }
}

describe('a waiver', () => {
  it('lets a worsening up to its ceiling pass on its last day, and says so', () => {
    const { verdict, passes, decidedBy, waivers, comparisons } = verdictOf([comparison()], {})
    expect({ verdict, passes, decidedBy }).toEqual({ verdict: 'waived', passes: true, decidedBy: [0] })
    expect(waivers).toMatchObject([{ outcome: 'used', covers: [0], source: 'policy' }])
    expect(comparisons[0]).toMatchObject({
      waiver: 0,
      zone: 'worse',
      explanation: 'accuracy fell. Waived up to 0.03 until 2026-11-21 by modelassay.yml: new data.',
    })
  })

  it('lets pass as much on the test set of before, and need not name its evaluation for it', () => {
    const old = (change: number) =>
      comparison({ evaluation: 'old test of base', old_test_set_of: 'test', change })
    expect(verdictOf([comparison(), old(-0.02)], {}).verdict).toBe('waived')
    expect(verdictOf([old(-0.02)], { evaluation: 'test' }).verdict).toBe('waived')
    expect(verdictOf([comparison(), old(-0.04)], {})).toMatchObject({
      verdict: 'fail',
      waivers: [{ outcome: 'exceeded' }],
    })
  })

  it('is recorded as it was stated, with what it is about and no more', () => {
    const stated = { metric: 'accuracy', ceiling: 0.03, until: '2026-11-21', reason: 'new data' }
    const about = { rule: 'worsening' as const, evaluation: 'test', slice: 'sex = f', baseline: 'base' }
    const recorded = (given: Partial<WaiverTerms>) => verdictOf([comparison()], given).waivers[0]!
    expect(recorded(about)).toStrictEqual({ ...stated, ...about, source: 'policy', outcome: 'unused' })
    expect(Object.keys(recorded({}))).not.toEqual(expect.arrayContaining(['slice']))
    expect(Object.keys(recorded({ slice: 'x' }))).not.toContain('baseline')
    expect(Object.keys(recorded({ slice: 'x' }))).not.toContain('evaluation')
    expect(Object.keys(recorded({ slice: 'x' }))).not.toContain('covers')
  })

  it('about one baseline says nothing of another, nor of a rule without any', () => {
    expect(verdictOf([comparison()], { baseline: 'base' }).verdict).toBe('waived')
    expect(verdictOf([comparison()], { baseline: 'production' }).verdict).toBe('fail')
    const { baseline: _, ...bound } = comparison({ rule: 'min', allowed: 0.79, zone: 'below-bound' })
    expect(verdictOf([bound], { rule: 'min', baseline: 'base' }).verdict).toBe('fail')
  })

  it('that has ended blocks', () => {
    const { verdict, waivers } = verdictOf([comparison()], { until: '2026-11-20' })
    expect(verdict).toBe('fail')
    expect(waivers).toMatchObject([{ outcome: 'refused', why: 'it ended on 2026-11-20' }])
  })

  it('that is exceeded blocks, and says by how much', () => {
    const { verdict, waivers } = verdictOf([comparison()], { ceiling: 0.0299 })
    expect(verdict).toBe('fail')
    expect(waivers).toMatchObject([
      { outcome: 'exceeded', why: 'accuracy is 0.0300 worse against base, more than its 0.0299' },
    ])
  })

  it('does not add up with another', () => {
    expect(verdictOf([comparison()], { ceiling: 0.02 }, { ceiling: 0.02 }).verdict).toBe('fail')
  })

  it('holds every baseline to its ceiling', () => {
    const both = [
      comparison(),
      comparison({ baseline: { name: 'production' }, change: -0.2, baseline_value: 0.97 }),
    ]
    const { verdict, waivers, decidedBy } = verdictOf(both, {})
    expect({ verdict, decidedBy }).toEqual({ verdict: 'fail', decidedBy: [1] })
    expect(waivers).toMatchObject([{ outcome: 'exceeded', covers: [0] }])
  })

  it.each([
    ['another metric', {}, { metric: 'f1' }],
    ['another evaluation', {}, { evaluation: 'holdout' }],
    ['another baseline', {}, { baseline: 'production' }],
    ['a slice', {}, { slice: 'sex = female' }],
    ['the whole, not a slice', { slice: 'sex = female' }, {}],
    ['another slice', { slice: 'sex = female' }, { slice: 'sex = male' }],
    ['a worsening, not a bound', { rule: 'min' as const, zone: 'below-bound' as const, allowed: 0.79 }, {}],
    ['a bound, not a worsening', {}, { rule: 'min' as const }],
    [
      'a worsening, not a gap',
      { rule: 'max_gap' as const, training: 'train', zone: 'worse' as const },
      { rule: 'worsening' as const },
    ],
    ['a gap, not a worsening', {}, { rule: 'max_gap' as const }],
    [
      'other groups',
      { rule: 'max' as const, zone: 'below-bound' as const, by: 'sex', allowed: 0.76 },
      { rule: 'max' as const, groups: 'age' },
    ],
    ['groups, not all rows', {}, { groups: 'sex' }],
    [
      'min, not must_improve',
      { rule: 'must_improve' as const, zone: 'below-bound' as const },
      { rule: 'min' as const },
    ],
  ])('about %s lets nothing else pass', (_what, given, about) => {
    const { verdict, waivers } = verdictOf([comparison(given)], about)
    expect(verdict).toBe('fail')
    expect(waivers).toMatchObject([{ outcome: 'unused' }])
  })

  it('must say on which of several evaluations', () => {
    const both = [comparison(), comparison({ evaluation: 'holdout', zone: 'within' })]
    expect(verdictOf(both, {}).waivers).toMatchObject([
      { outcome: 'refused', why: 'it does not say on which evaluation (evaluation: test)' },
    ])
    expect(verdictOf(both, {}).verdict).toBe('fail')
    expect(verdictOf(both, { evaluation: 'test' }).verdict).toBe('waived')
  })

  it.each([
    ['min', { rule: 'min', candidate_value: 0.77, allowed: 0.8 }],
    [
      'min with confidence',
      { rule: 'min', candidate_value: 0.9, candidate_interval: [0.77, 0.99], allowed: 0.8 },
    ],
    ['max', { rule: 'max', candidate_value: 0.83, allowed: 0.8 }],
    ['must_improve', { rule: 'must_improve', change: -0.02, baseline_value: 0.79, allowed: -0.01 }],
    [
      'a gap',
      {
        rule: 'max_gap',
        training: 'train',
        change: -0.03,
        baseline_value: 0.8,
        zone: 'worse',
        allowed: 0.01,
      },
    ],
    ['better_than_naive', { rule: 'better_than_naive', change: 0.01, baseline_value: 0.76, allowed: -0.04 }],
    ['a disparity', { rule: 'max', by: 'sex', candidate_value: 0.13, allowed: 0.1 }],
    [
      'a disparity with confidence',
      { rule: 'min', by: 'sex', confident: true, candidate_interval: [0.77, 1], allowed: 0.8 },
    ],
  ] as const)('of %s reaches as far as its ceiling', (_what, given) => {
    const broken = comparison({ zone: 'below-bound', ...given } as Partial<Comparison>)
    expect(verdictOf([broken], { rule: broken.rule as 'min' }).verdict).toBe('waived')
    expect(verdictOf([broken], { rule: broken.rule as 'min', ceiling: 0.029 }).verdict).toBe('fail')
  })

  it('of new errors is in rows, and the share is no other unit', () => {
    const flipped = { metric: 'new_errors', rule: 'max_new_errors', zone: 'below-bound' } as const
    const given = [
      comparison({ ...flipped, candidate_value: 12, allowed: 7 }),
      comparison({ ...flipped, candidate_value: 12, allowed: 7.5, allowed_ratio: 0.0375 }),
    ]
    const about = { metric: 'new_errors', rule: 'max_new_errors' as const }
    expect(verdictOf(given, { ...about, ceiling: 5 }).verdict).toBe('waived')
    const { verdict, waivers } = verdictOf(given, { ...about, ceiling: 4 })
    expect(verdict).toBe('fail')
    expect(waivers[0]!.why).toBe('new_errors misses max_new_errors by 5 against base, more than its 4')
  })

  it('of what is as good as a naive model covers that it is no better', () => {
    const equal = comparison({
      rule: 'better_than_naive',
      zone: 'below-bound',
      change: 0,
      allowed: 0,
      baseline_value: 0.77,
    })
    expect(verdictOf([equal], { rule: 'better_than_naive', ceiling: 1e-9 }).verdict).toBe('waived')
    const chance = comparison({
      rule: 'better_than_naive',
      zone: 'beyond',
      change: 0.05,
      allowed: -0.01,
      baseline_value: 0.72,
    })
    expect(verdictOf([chance], { rule: 'better_than_naive', ceiling: 1e-9 }).verdict).toBe('waived')
  })

  it('says of what groups or of what training it is exceeded', () => {
    const gap = comparison({ rule: 'max_gap', training: 'train', zone: 'worse' })
    expect(verdictOf([gap], { rule: 'max_gap', ceiling: 0.01 }).waivers[0]!.why).toBe(
      'accuracy is 0.0300 worse than on train, more than its 0.01',
    )
    const { baseline: _none, ...unfair } = comparison({
      rule: 'max',
      zone: 'below-bound',
      by: 'sex & age',
      allowed: 0.74,
    })
    expect(verdictOf([unfair], { rule: 'max', ceiling: 0.02 }).waivers[0]!.why).toBe(
      'accuracy by sex & age misses max by 0.0300, more than its 0.02',
    )
    expect(verdictOf([unfair], { rule: 'max', groups: 'sex & age' }).verdict).toBe('waived')
  })

  it.each(['undefined', 'not-comparable'] as const)('never covers what is %s', (zone) => {
    const { change: _none, ...rest } = comparison({ zone })
    for (const one of [rest as Comparison, comparison({ zone })])
      expect(verdictOf([one], { ceiling: 1e9 }).passes).toBe(false)
  })

  it('covers nothing of an unknown amount', () => {
    const { baseline_value: _none, ...rest } = comparison()
    expect(verdictOf([rest as Comparison], { ceiling: 1e9 }).verdict).toBe('fail')
    const nan = comparison({ change: Number.NaN })
    expect(verdictOf([nan], { ceiling: 1e9 }).verdict).toBe('fail')
  })

  it('covers nothing of a rule that it does not know', () => {
    const unknown = comparison({ rule: 'max_something' as 'max', zone: 'below-bound' })
    for (const rule of waivedRules) expect(verdictOf([unknown], { rule, ceiling: 1e9 }).verdict).toBe('fail')
  })

  it('of what may be chance lets it pass where that fails', () => {
    expect(verdictOf([comparison({ zone: 'beyond' })], {}).verdict).toBe('waived')
  })

  it('leaves every comparison that passes as it is', () => {
    for (const zone of zones) {
      const { comparisons } = verdictOf([comparison({ zone })], { ceiling: 1e9 })
      expect(comparisons[0]!.waiver !== undefined).toBe(['worse', 'beyond', 'below-bound'].includes(zone))
    }
  })
})
