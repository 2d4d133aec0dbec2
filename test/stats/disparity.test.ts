import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { binomialDraw } from '../../src/stats/binomial-draw.ts'
import { differenceChance, largestDifference, ratioChance, smallestRatio } from '../../src/stats/disparity.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { differenceScore, ratioScore } from '../../src/stats/two-proportions.ts'

interface Asked {
  readonly one: readonly [number, number]
  readonly other: readonly [number, number]
  readonly compare: 'diff' | 'ratio'
  readonly value: number
  readonly z: number
}

const { tests } = JSON.parse(
  readFileSync(new URL('../metrics/fixtures/fairlearn.json', import.meta.url), 'utf8'),
) as { tests: Asked[] }

const group = (hits: number, trials: number) => ({ hits, trials })

describe('the score of two shares', () => {
  test.each(tests)(
    'is the one of the likeliest shares: $one and $other, $compare $value',
    ({ one, other, compare, value, z }) => {
      const score = compare === 'diff' ? differenceScore : ratioScore
      expect(score(group(...one), group(...other), value)).toBeCloseTo(z, 9)
    },
  )

  it('is none where nobody succeeded in either', () => {
    expect(differenceScore(group(0, 10), group(0, 10), 0)).toBe(0)
    expect(ratioScore(group(0, 10), group(0, 10), 0.8)).toBe(0)
  })
})

describe('a disparity', () => {
  const groups = [group(30, 100), group(45, 100), group(50, 80)]

  it('has bounds that are where its test turns', () => {
    const { value, interval } = largestDifference([groups], 0.05)
    expect(value).toBeCloseTo(0.325, 12)
    expect(differenceChance([groups], interval[0])).toBeCloseTo(0.05, 9)
    const ratio = smallestRatio([groups], 0.05)
    expect(ratio.value).toBeCloseTo(0.48, 12)
    expect(ratioChance([groups], ratio.interval[1])).toBeCloseTo(0.05, 9)
  })

  it('of equal groups may be none, and is not shown to be', () => {
    const { value, interval } = largestDifference([[group(5, 50), group(5, 50)]], 0.05)
    expect(value).toBe(0)
    expect(interval[0]).toBe(0)
    expect(interval[1]).toBeGreaterThan(0.05)
  })

  it('with a group that never succeeds is still uncertain', () => {
    const { value, interval } = smallestRatio([[group(0, 40), group(20, 40)]], 0.05)
    expect(value).toBe(0)
    expect(interval[0]).toBe(0)
    expect(interval[1]).toBeGreaterThan(0.05)
    expect(interval[1]).toBeLessThan(0.8)
  })
})

/** Of the draws, one of so many is enough for the slower bound. */
const part = 10

/** How often, of many draws of groups whose true disparity is known, the lower bound of the difference lies above it. */
function missed(shares: readonly number[], trials: number, draws: number): { low: number; high: number } {
  const random = randomFrom(`coverage ${shares} ${trials}`)
  const truth = Math.max(...shares) - Math.min(...shares)
  let low = 0
  let high = 0
  for (let draw = 0; draw < draws; draw++) {
    const groups = shares.map((share) => group(binomialDraw(trials, share, random), trials))
    if (differenceChance([groups], truth) <= 0.05) low++
    if (draw % part === 0 && largestDifference([groups], 0.05).interval[1] < truth) high += part
  }
  return { low: low / draws, high: high / draws }
}

describe('bounds of the largest difference miss it in at most one of twenty draws', () => {
  // Four standard errors of the share over so many draws.
  const draws = 2500
  const most = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / draws)
  const mostOfFewer = 0.05 + 4 * Math.sqrt((0.05 * 0.95) / (draws / part))

  test.each([
    { shares: [0.3, 0.3], trials: 35 },
    { shares: [0.3, 0.4], trials: 35 },
    { shares: [0.5, 0.5, 0.5, 0.5], trials: 100 },
    { shares: [0.2, 0.2, 0.3, 0.3], trials: 100 },
    { shares: Array.from({ length: 8 }, () => 0.4), trials: 100 },
    { shares: Array.from({ length: 8 }, () => 0.05), trials: 100 },
    { shares: [0.9, 0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.8], trials: 1000 },
  ])('of $shares.length groups of $trials rows', ({ shares, trials }) => {
    const { low, high } = missed(shares, trials, draws)
    expect(low).toBeLessThanOrEqual(most)
    expect(high).toBeLessThanOrEqual(mostOfFewer)
  })
})
