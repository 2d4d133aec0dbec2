import { describe, expect, it } from 'vitest'
import { judge } from '../../../src/evaluate-gate/compare/verdict.ts'
import {
  zoneBesideNaive,
  zoneOfBound,
  zoneOfChange,
  zoneOfImprovement,
  zoneOfTestedBound,
} from '../../../src/evaluate-gate/compare/zones.ts'
import type { Zone } from '../../../src/record/gate-terms.ts'

const change = { allowed: 0.01, scale: 1 }

describe('the zone of a change', () => {
  it.each<[Zone, string, object]>([
    ['no-worse', 'the interval lies inside what is allowed', { worsening: 0, worst: 0.009, pAdjusted: 1 }],
    ['within', 'only the estimate does', { worsening: 0.005, worst: 0.02, pAdjusted: 0.2 }],
    ['within', 'the worst lies exactly on what is allowed', { worsening: 0, worst: 0.01, pAdjusted: 1 }],
    ['within', 'there is no interval', { worsening: -1 }],
    ['within', 'the loss is what is allowed, rounded', { worsening: 0.81 - 0.8 }],
    [
      'beyond',
      'the loss is too large but not significant',
      { worsening: 0.02, worst: 0.05, pAdjusted: 0.0501 },
    ],
    ['worse', 'the loss is too large and significant', { worsening: 0.02, worst: 0.05, pAdjusted: 0.05 }],
    ['worse', 'the loss is too large and nothing can be tested', { worsening: 0.02 }],
    ['undefined', 'it is no number', { worsening: Number.NaN }],
    ['undefined', 'it is infinite', { worsening: Number.NEGATIVE_INFINITY }],
  ])('is %s when %s', (zone, _when, known) => {
    expect(zoneOfChange({ ...change, ...(known as { worsening: number }) })).toBe(zone)
  })

  it('sees a loss of a metric whose values are tiny', () => {
    expect(zoneOfChange({ worsening: 3e-14, allowed: 1e-14, scale: 5e-14 })).toBe('worse')
  })
})

describe('no number is no zone that passes', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('not %d', (none) => {
    for (const zone of [zoneOfChange, zoneOfImprovement, zoneBesideNaive]) {
      expect(zone({ ...change, worsening: none })).toBe('undefined')
      expect(zone({ ...change, worsening: -1, allowed: none })).toBe('undefined')
      expect(zone({ ...change, worsening: -1, scale: none })).toBe('undefined')
    }
  })
})

describe('the zone of an improvement', () => {
  it.each<[Zone, string, object]>([
    ['below-bound', 'it is smaller than asked', { worsening: -0.019 }],
    ['within', 'it is what is asked, rounded', { worsening: 0.8 - 0.82, worst: 0.1 }],
    ['within', 'the bound lies just on what is asked', { worsening: -0.05, worst: -0.02 }],
    ['no-worse', 'the bound is more than what is asked', { worsening: -0.05, worst: -0.021 }],
  ])('is %s when %s', (zone, _when, known) => {
    expect(zoneOfImprovement({ allowed: -0.02, scale: 1, ...(known as { worsening: number }) })).toBe(zone)
  })
})

describe('the zone beside a naive model', () => {
  it.each<[Zone, string, object]>([
    ['below-bound', 'it is as good', { worsening: 0, allowed: 0 }],
    ['below-bound', 'it is better by too little', { worsening: -0.01, pAdjusted: 0.001 }],
    ['beyond', 'chance explains it', { worsening: -0.05, worst: -0.03, pAdjusted: 0.0501 }],
    ['no-worse', 'it is better beyond chance', { worsening: -0.05, worst: -0.03, pAdjusted: 0.05 }],
    ['within', 'it may be better by less', { worsening: -0.05, worst: -0.02, pAdjusted: 0.01 }],
  ])('is %s when %s', (zone, _when, known) => {
    expect(zoneBesideNaive({ allowed: -0.02, scale: 1, ...(known as { worsening: number }) })).toBe(zone)
  })
})

describe('the zone of a tested bound', () => {
  it.each([
    ['below-bound', 0.05],
    ['beyond', 0.0501],
    ['below-bound', undefined],
  ] as const)('is %s where it is broken with p %d', (zone, p) => {
    expect(zoneOfTestedBound(0.2, 'max', 0.1, p)).toBe(zone)
    expect(zoneOfTestedBound(0.1, 'max', 0.1, p)).toBe('within-bound')
  })
})

describe('the zone of a bound', () => {
  it.each([
    ['within-bound', 0.8, 'min', 0.8],
    ['within-bound', 0.1 + 0.7, 'min', 0.8],
    ['below-bound', 0.7999, 'min', 0.8],
    ['within-bound', 2, 'max', 2],
    ['below-bound', 2.001, 'max', 2],
    ['undefined', Number.NaN, 'min', 0],
    ['undefined', Number.POSITIVE_INFINITY, 'min', 0],
  ] as const)('is %s for %d under %s %d', (zone, value, rule, bound) => {
    expect(zoneOfBound(value, rule, bound)).toBe(zone)
  })
})

describe('the verdict', () => {
  it.each<[string, boolean, readonly Zone[], readonly number[]]>([
    ['pass', true, ['no-worse', 'within', 'identical', 'within-bound', 'not-judged'], []],
    ['no-baseline', true, ['no-worse', 'no-baseline'], [1]],
    ['inconclusive', true, ['no-baseline', 'beyond'], [1]],
    ['not-comparable', false, ['beyond', 'not-comparable', 'no-worse'], [1]],
    ['fail', false, ['not-comparable', 'worse', 'undefined', 'below-bound'], [1, 2, 3]],
  ])('is %s (passes: %s) for %j', (verdict, passes, zones, decidedBy) => {
    expect(judge(zones, 'warn')).toEqual({ verdict, passes, decidedBy })
  })

  it('blocks what is inconclusive where the rules say so', () => {
    expect(judge(['beyond'], 'fail')).toMatchObject({ verdict: 'inconclusive', passes: false })
  })

  it('is none without a comparison', () => {
    expect(() => judge([], 'warn')).toThrow(RangeError)
  })
})
