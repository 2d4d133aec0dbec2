import { describe, expect, it } from 'vitest'
import { judge } from '../../src/evaluate-gate/verdict.ts'
import { zoneOfBound, zoneOfChange } from '../../src/evaluate-gate/zones.ts'
import type { Zone } from '../../src/record/evaluate-gate.ts'

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
