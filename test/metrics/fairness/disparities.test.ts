import { describe, expect, it } from 'vitest'
import { type DisparityName, disparityOf, type Group } from '../../../src/metrics/fairness/disparities.ts'
import { largestRatioFound, smallestDifferenceFound } from '../../../src/stats/disparity-power.ts'

const shares = { f: [30, 60], m: [50, 90], x: [20, 75] } as const
const groups: Group[] = Object.entries(shares).map(([name, [selected, positive]]) => ({
  name,
  rates: {
    selection_rate: { hits: selected, trials: 100 },
    true_positive_rate: { hits: positive, trials: 200 },
    false_positive_rate: { hits: selected / 2, trials: 150 },
  },
}))
const measured = (name: DisparityName, of: readonly Group[] = groups) => {
  const found = disparityOf(name, of)
  if ('reason' in found) throw new Error(found.reason)
  return found
}
const rate = (name: string, of: 'selection_rate' | 'true_positive_rate') =>
  groups.find((group) => group.name === name)!.rates[of]!

describe('what a disparity is blocked from', () => {
  it('is asked of the two groups that lie apart the most, by a test adjusted for every pair', () => {
    const target = { alpha: 0.05 / 3, power: 0.8 }
    const [low, high] = [rate('x', 'selection_rate'), rate('m', 'selection_rate')]
    const difference = measured('demographic_parity_difference')
    expect(difference.extremes).toMatchObject({ lowest: { group: 'x' }, highest: { group: 'm' } })
    expect(difference.blockedFrom(0.1, 0.05)).toBeCloseTo(smallestDifferenceFound(low, high, 0.1, target), 12)
    expect(measured('demographic_parity_ratio').blockedFrom(0.8, 0.05)).toBeCloseTo(
      largestRatioFound(low, high, 0.8, target)!,
      12,
    )
  })

  it('is asked of the worse of two rates, whose pairs count both', () => {
    const target = { alpha: 0.05 / 6, power: 0.8 }
    const found = measured('equalized_odds_difference')
    expect(found.extremes).toMatchObject({
      rate: 'true_positive_rate',
      lowest: { group: 'f', value: 0.3 },
      highest: { group: 'm', value: 0.45 },
    })
    const sides = [rate('f', 'true_positive_rate'), rate('m', 'true_positive_rate')] as const
    expect(found.blockedFrom(0.1, 0.05)).toBeCloseTo(smallestDifferenceFound(...sides, 0.1, target), 12)
  })

  it('is adjusted for nothing where there are two groups', () => {
    const two = groups.filter(({ name }) => name !== 'x')
    const [low, high] = [rate('f', 'selection_rate'), rate('m', 'selection_rate')]
    expect(measured('demographic_parity_difference', two).blockedFrom(0.1, 0.05)).toBeCloseTo(
      smallestDifferenceFound(low, high, 0.1, { alpha: 0.05, power: 0.8 }),
      12,
    )
  })
})

it('the chance of a disparity is that of the limit which is asked for', () => {
  const difference = measured('demographic_parity_difference')
  const ratio = measured('demographic_parity_ratio')
  expect(difference.chanceWithin(0.05)).toBeLessThan(difference.chanceWithin(0.2))
  expect(ratio.chanceWithin(0.9)).toBeLessThan(ratio.chanceWithin(0.5))
  expect(difference.chanceWithin(0.3)).toBe(1)
  expect(ratio.chanceWithin(0.4)).toBe(1)
})
