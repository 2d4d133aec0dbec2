import { describe, expect, it } from 'vitest'
import { waiversInVain } from '../../../src/evaluate-gate/waivers/in-vain.ts'
import { missed } from '../../../src/evaluate-gate/waivers/missed.ts'
import type { Comparison } from '../../../src/record/comparison.ts'
import type { RecordedWaiver } from '../../../src/record/waiver.ts'

const comparison = (given: Partial<Comparison>): Comparison => ({
  rule: 'max_worsening',
  metric: 'accuracy',
  evaluation: 'test',
  direction: 'higher',
  rows: 200,
  candidate_value: 0.75,
  baseline_value: 1,
  change: -0.25,
  allowed: 0.01,
  zone: 'worse',
  method: 'estimate',
  explanation: 'accuracy fell.',
  ...given,
})

describe('by how much a rule was missed', () => {
  it.each<[string, number, Partial<Comparison>]>([
    ['worsening', 0.25, {}],
    ['worsening', 0.25, { rule: 'max_worsening_ratio', zone: 'beyond' }],
    ['worsening', 0.25, { direction: 'lower', change: 0.25 }],
    ['must_improve', 0.5, { rule: 'must_improve', allowed: -0.25, zone: 'below-bound' }],
    ['min', 0.25, { rule: 'min', allowed: 1, zone: 'below-bound' }],
    ['max', 0.5, { rule: 'max', allowed: 0.25, zone: 'below-bound' }],
    ['min', 0.5, { rule: 'min', allowed: 1, zone: 'below-bound', candidate_interval: [0.5, 0.875] }],
    ['max', 0.625, { rule: 'max', allowed: 0.25, zone: 'below-bound', candidate_interval: [0.5, 0.875] }],
    ['max_gap', 0.25, { rule: 'max_gap' }],
    ['better_than_naive', 0.5, { rule: 'better_than_naive', allowed: -0.25, zone: 'below-bound' }],
    ['better_than_naive', 0, { rule: 'better_than_naive', allowed: -0.25, change: 0.5, zone: 'beyond' }],
    ['max_new_errors', 3, { rule: 'max_new_errors', allowed: 2, candidate_value: 5, zone: 'below-bound' }],
    // A disparity is judged by the estimate, unless its bound was asked for.
    ['max', 0.5, { rule: 'max', allowed: 0.25, zone: 'beyond', by: 'sex', candidate_interval: [0.5, 0.875] }],
    [
      'max',
      0.625,
      {
        rule: 'max',
        allowed: 0.25,
        zone: 'worse',
        by: 'sex',
        confident: true,
        candidate_interval: [0.5, 0.875],
      },
    ],
  ])('%s by %d: %j', (rule, by, given) => {
    expect(missed(comparison(given))).toMatchObject({ rule, by })
  })

  it('is measured with the rounding of the largest of its values', () => {
    expect(missed(comparison({}))!.scale).toBe(1)
    expect(missed(comparison({ rule: 'min', allowed: 3, zone: 'below-bound' }))!.scale).toBe(3)
  })

  it.each([
    { zone: 'within' },
    { zone: 'undefined' },
    { zone: 'not-comparable' },
    { zone: 'no-baseline' },
    { change: undefined },
    { direction: undefined },
    { baseline_value: undefined },
    { candidate_value: undefined, rule: 'min', zone: 'below-bound' },
    { rule: 'a rule that no waiver knows' },
  ] as unknown as Partial<Comparison>[])('is not known of %j, which no waiver lets pass', (given) => {
    expect(missed(comparison(given))).toBeUndefined()
  })
})

describe('waivers that do not help a model that is blocked', () => {
  const waiver = (given: Partial<RecordedWaiver>): RecordedWaiver => ({
    source: 'policy',
    outcome: 'refused',
    metric: 'f1',
    why: 'it ended on 2026-01-01',
    ...given,
  })

  it('are named with where they stand and why', () => {
    const review = { source: 'review' as const, by: 'grace' }
    expect(waiversInVain([waiver({}), waiver(review), waiver({ source: 'review' })], false)).toEqual([
      'The waiver of f1 in modelassay.yml does not hold: it ended on 2026-01-01.',
      'The waiver of f1 by grace does not hold: it ended on 2026-01-01.',
      'The waiver of f1 by somebody does not hold: it ended on 2026-01-01.',
    ])
    const { metric: _, ...unread } = waiver(review)
    expect(waiversInVain([unread], false)[0]).toMatch(/^A waiver by grace does not hold/)
  })

  it('are a few, and the others are counted', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((metric) => waiver({ metric }))
    const said = waiversInVain(many, false)
    expect(said).toHaveLength(4)
    expect(said[3]).toBe('Nor do 2 more waivers.')
    expect(waiversInVain(many.slice(0, 3), false)).toHaveLength(3)
  })

  it('are not told of a model that passes, nor those that were used', () => {
    expect(waiversInVain([waiver({})], true)).toEqual([])
    const { why: _, ...used } = waiver({ outcome: 'used' })
    expect(waiversInVain([used], false)).toEqual([])
  })
})
