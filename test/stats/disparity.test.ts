import { readFileSync } from 'node:fs'
import erfc from '@stdlib/math-base-special-erfc'
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

/** P(Z > z) */
const tailOf = (z: number) => erfc(z / Math.SQRT2) / 2

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

  it('of two groups has the chance of either being the larger, worked out by hand', () => {
    // 0.15 / sqrt(0.375 * 0.625 * (2 / 100) * 200 / 199) = 2.1854, on both sides
    const two = [group(30, 100), group(45, 100)]
    expect(differenceChance([two], 0)).toBeCloseTo(0.028859081, 8)
    expect(differenceChance([two.toReversed()], 0)).toBeCloseTo(0.028859081, 8)
  })

  it('is tested beyond a limit on the near side, and hardly on the far one', () => {
    const [low, high] = [group(30, 100), group(45, 100)]
    const far = differenceScore(high, low, 0.05)
    // 0.15 lies 0.10 above the limit and 0.20 above the opposite one.
    expect(differenceChance([[low, high]], 0.05)).toBeCloseTo(tailOf(far) + tailOf(2 * far), 9)
    const ratio = -ratioScore(low, high, 0.8)
    const [apart, limit] = [Math.log(0.45 / 0.3), -Math.log(0.8)]
    const opposite = (ratio * (apart + limit)) / (apart - limit)
    expect(ratioChance([[low, high]], 0.8)).toBeCloseTo(tailOf(ratio) + tailOf(opposite), 9)
  })

  it('is adjusted over every pair of groups, each once', () => {
    const pairs = [
      [groups[0]!, groups[1]!],
      [groups[0]!, groups[2]!],
      [groups[1]!, groups[2]!],
    ]
    const each = pairs.map((pair) => differenceChance([pair], 0.1))
    expect(differenceChance([groups], 0.1)).toBeCloseTo(3 * Math.min(...each), 12)
    expect(differenceChance([groups, groups], 0.1)).toBeCloseTo(6 * Math.min(...each), 12)
  })

  it('that is no larger than the limit is no evidence', () => {
    const two = [group(30, 100), group(45, 100)]
    expect(differenceChance([two], 0.151)).toBe(1)
    expect(differenceChance([two], 0.2)).toBe(1)
    expect(ratioChance([two], 0.6)).toBe(1)
  })

  it('can be no larger than what any two groups allow, and no smaller than what they show', () => {
    const ordered = groups.flatMap((one) =>
      groups.filter((other) => other !== one).map((other) => [one, other] as const),
    )
    const z = 1.6448536269514722
    const high = largestDifference([groups], 0.05).interval[1]
    expect(Math.max(...ordered.map(([a, b]) => differenceScore(a, b, high)))).toBeCloseTo(-z, 9)
    const low = smallestRatio([groups], 0.05).interval[0]
    expect(Math.min(...ordered.map(([a, b]) => ratioScore(a, b, low)))).toBeCloseTo(z, 9)
  })

  it('that chance explains has none at its one end', () => {
    const near = [group(10, 50), group(12, 50)]
    expect(largestDifference([near], 0.05).interval[0]).toBe(0)
    expect(smallestRatio([near], 0.05).interval[1]).toBe(1)
    expect(smallestRatio([near], 0.05).interval[0]).toBeGreaterThan(0.3)
  })

  it('over several kinds of shares is the worst of theirs', () => {
    const kinds = [
      [group(20, 40), group(16, 40)],
      [group(36, 40), group(12, 40)],
    ]
    expect(largestDifference(kinds, 0.05).value).toBeCloseTo(0.6, 12)
    expect(smallestRatio(kinds, 0.05).value).toBeCloseTo(1 / 3, 12)
  })

  it('of all against none can be complete', () => {
    const { value, interval } = largestDifference([[group(50, 50), group(0, 50)]], 0.05)
    expect(value).toBe(1)
    expect(interval[1]).toBe(1)
    expect(interval[0]).toBeGreaterThan(0.9)
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
