import { expect, test } from 'vitest'
import { improvementReach, significantFrom } from '../../src/stats/power.ts'

test('an improvement is seen for certain only 0.84 standard errors beyond what decides, at a power of 80%', () => {
  const reach = improvementReach({ blocksBelow: 0.01, passesFrom: 0.03 }, 0.1)
  expect(reach.blocked).toBeCloseTo(0.01 - 0.0841621, 7)
  expect(reach.passed).toBeCloseTo(0.03 + 0.0841621, 7)
  const at90 = improvementReach({ blocksBelow: 0, passesFrom: 0 }, 2, 0.9)
  expect(at90.blocked).toBeCloseTo(-2.5631031, 7)
  expect(at90.passed).toBeCloseTo(2.5631031, 7)
})

test('an estimate is more than chance from 1.645 standard errors on', () => {
  expect(significantFrom(1)).toBeCloseTo(1.6448536, 7)
  expect(significantFrom(0.02)).toBeCloseTo(0.0328971, 7)
})
