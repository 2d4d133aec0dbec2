import { describe, expect, it } from 'vitest'
import type { Draft } from '../../../src/evaluate-gate/compare/draft.ts'
import { settle } from '../../../src/evaluate-gate/compare/settle.ts'

const extremes = {
  rate: 'selection rate',
  lowest: { group: 'sex is f', value: 0.3 },
  highest: { group: 'sex is m', value: 0.5 },
}
const draft = (comparison: object, test?: Draft['test']): Draft => ({
  comparison: {
    rule: 'max_worsening',
    metric: 'accuracy',
    evaluation: 'test',
    direction: 'higher',
    rows: 100,
    allowed: 0.1,
    method: 'x',
    candidate_value: 0.9,
    baseline_value: 0.9,
    change: 0,
    ...comparison,
  } as Draft['comparison'],
  ...(test && { test }),
})
const settled = (comparison: object, test?: Draft['test']) => settle([draft(comparison, test)], false)[0]!

describe('a change', () => {
  it('is known to be no worse where all of its interval is within what is allowed', () => {
    const zone = (direction: string, interval: [number, number]) => settled({ direction, interval }).zone
    expect(zone('higher', [-0.05, 0.5])).toBe('no-worse')
    expect(zone('higher', [-0.15, 0.05])).toBe('within')
    expect(zone('lower', [-0.5, 0.05])).toBe('no-worse')
    expect(zone('lower', [-0.05, 0.15])).toBe('within')
    expect(settled({}).zone).toBe('within')
  })

  it('is worse only by its test', () => {
    const fell = { candidate_value: 0.7, change: -0.2, interval: [-0.3, -0.1] }
    const test = (pValue: number) => ({ standardError: 0.05, family: 'f', pValue })
    expect(settled(fell, test(0.001))).toMatchObject({ zone: 'worse', p_adjusted: 0.001 })
    expect(settled(fell, test(0.4)).zone).toBe('beyond')
  })
})

describe('rows that it would take', () => {
  it('are told where they can be counted', () => {
    const needed = (allowed: number) =>
      settled({ allowed }, { standardError: 0.05, family: 'f', pValue: 0.5 }).rows_needed
    expect(needed(0.01)).toBe(15457)
    // A ratio of a baseline's value that is 0 but for rounding.
    expect(needed(2e-18)).toBeUndefined()
  })
})

describe('a limit of disparity', () => {
  const limit = (rule: string, value: number, pValue: number, blockedFrom?: () => number | undefined) =>
    settled(
      { rule, by: 'sex', candidate_value: value, candidate_interval: [0, 1], extremes, allowed: 0.2 },
      { family: 'f', pValue, ...(blockedFrom && { blockedFrom }) },
    )

  it('that is broken blocks by its test', () => {
    expect(limit('max', 0.3, 0.001).zone).toBe('below-bound')
    expect(limit('max', 0.3, 0.4).zone).toBe('beyond')
    expect(limit('max', 0.1, 0.4).zone).toBe('within-bound')
    expect(limit('min', 0.1, 0.001).zone).toBe('below-bound')
    expect(limit('min', 0.3, 0.4).zone).toBe('within-bound')
  })

  it('says from where on it blocks, where that can be told', () => {
    expect(limit('max', 0.3, 0.4, () => 0.45)).toHaveProperty('smallest_blocked', 0.45)
    expect(limit('max', 0.3, 0.4, () => undefined)).not.toHaveProperty('smallest_blocked')
    expect(limit('max', 0.3, 0.4)).not.toHaveProperty('smallest_blocked')
  })
})

it('tests of evaluations that a change adds make no other less likely to block', () => {
  const fell = (evaluation: string) =>
    draft(
      { evaluation, candidate_value: 0.7, change: -0.2, interval: [-0.3, -0.1] },
      { standardError: 0.05, family: evaluation, pValue: 0.03 },
    )
  const drafts = [fell('test'), fell('new'), fell('newer')]
  expect(settle(drafts, true, ['new', 'newer']).map(({ p_adjusted }) => p_adjusted)).toEqual([
    0.03, 0.06, 0.06,
  ])
  expect(settle(drafts, true).map(({ p_adjusted }) => p_adjusted)).toEqual([0.09, 0.09, 0.09])
})
