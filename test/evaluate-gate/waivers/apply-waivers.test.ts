import { describe, expect, it } from 'vitest'
import { type WaiverTerms, waiver } from '../../../src/config/schema/waiver.ts'
import { judge } from '../../../src/evaluate-gate/verdict.ts'
import { applyWaivers, waivedIn } from '../../../src/evaluate-gate/waivers/apply-waivers.ts'
import { type Comparison, zones } from '../../../src/record/evaluate-gate.ts'

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
    expect(verdictOf(both, {}).waivers).toMatchObject([{ outcome: 'refused' }])
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
  ] as const)('of %s reaches as far as its ceiling', (_what, given) => {
    const broken = comparison({ ...given, zone: 'below-bound' } as Partial<Comparison>)
    expect(verdictOf([broken], { rule: broken.rule as 'min' }).verdict).toBe('waived')
    expect(verdictOf([broken], { rule: broken.rule as 'min', ceiling: 0.029 }).verdict).toBe('fail')
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
    for (const rule of ['worsening', 'min', 'max', 'must_improve'] as const)
      expect(verdictOf([unknown], { rule, ceiling: 1e9 }).verdict).toBe('fail')
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
