import { expect, it } from 'vitest'
import { allowedAgainst, allowedWithoutValue, relativeRules } from '../../src/rules/relative-rules.ts'

it('a rule compares by each key that does, in one order', () => {
  const rule = { must_improve: 0.1, max_worsening_ratio: 0.2, max_worsening: 0.3, min: 0.4 }
  expect(relativeRules(rule)).toEqual([
    { kind: 'max_worsening', amount: 0.3 },
    { kind: 'max_worsening_ratio', amount: 0.2 },
    { kind: 'must_improve', amount: 0.1 },
  ])
  expect(relativeRules({ min: 0.4 })).toEqual([])
})

it('a ratio is of the size of the value before, and an improvement is a worsening below zero', () => {
  const allowed = (kind: 'max_worsening' | 'max_worsening_ratio' | 'must_improve', before: number) =>
    allowedAgainst({ kind, amount: 0.5 }, before)
  expect(allowed('max_worsening', 8)).toBe(0.5)
  expect(allowed('max_worsening_ratio', 8)).toBe(4)
  expect(allowed('max_worsening_ratio', -8)).toBe(4)
  expect(allowed('must_improve', 8)).toBe(-0.5)
})

it('without a value before, the ratio itself is said', () => {
  expect(allowedWithoutValue({ kind: 'max_worsening', amount: 0.5 })).toStrictEqual({ allowed: 0.5 })
  expect(allowedWithoutValue({ kind: 'must_improve', amount: 0.5 })).toStrictEqual({ allowed: -0.5 })
  expect(allowedWithoutValue({ kind: 'max_worsening_ratio', amount: 0.5 })).toStrictEqual({
    allowed: 0.5,
    allowed_ratio: 0.5,
  })
})
