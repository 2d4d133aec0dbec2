import { describe, expect, test } from 'vitest'
import { binomialDraw } from '../../src/stats/binomial-draw.ts'
import { chiSquareUpperTail } from '../../src/stats/distributions.ts'
import { multinomialDraw } from '../../src/stats/multinomial-draw.ts'
import { randomFrom } from '../../src/stats/random.ts'

const draws = 200_000

describe('random numbers', () => {
  test('are the same for the same seed, and others for another', () => {
    const three = (seed: string) => {
      const random = randomFrom(seed)
      return [random(), random(), random()]
    }
    expect(three('a seed')).toEqual(three('a seed'))
    expect(three('a seed')).not.toEqual(three('another seed'))
    expect(three('a seed')).toEqual([0.06884302603026815, 0.2026243755645386, 0.9616523114356702])
  })

  test('fill [0, 1) evenly', () => {
    const random = randomFrom('even')
    const counts = new Array<number>(100).fill(0)
    for (let i = 0; i < draws; i++) counts[Math.floor(random() * 100)]! += 1
    expect(chanceOfFit(counts, new Array<number>(100).fill(1 / 100), draws)).toBeGreaterThan(0.001)
  })
})

describe('a binomial draw', () => {
  test.each([
    [0, 0.5],
    [1, 0.3],
    [7, 0.5],
    [40, 0.1],
    [25, 0.9],
    [100, 0.5],
    [5000, 0.01],
    [300, 0.97],
  ])('of %d trials with chance %d has the distribution', (trials, chance) => {
    const random = randomFrom(`binomial ${trials} ${chance}`)
    const counts = new Array<number>(trials + 1).fill(0)
    for (let i = 0; i < draws; i++) counts[binomialDraw(trials, chance, random)]! += 1
    expect(chanceOfFit(counts, probabilities(trials, chance), draws)).toBeGreaterThan(0.001)
  })

  test('of chance 0 or 1 is certain', () => {
    const random = randomFrom('certain')
    expect(binomialDraw(12, 0, random)).toBe(0)
    expect(binomialDraw(12, 1, random)).toBe(12)
  })
})

describe('a multinomial draw', () => {
  test('holds as many rows as there were, none in an empty cell, each cell by its share', () => {
    const counts = Float64Array.of(30, 0, 5, 965)
    const drawn = new Float64Array(4)
    const random = randomFrom('multinomial')
    const sums = [0, 0, 0, 0]
    for (let i = 0; i < 4000; i++) {
      multinomialDraw(counts, random, drawn)
      expect(drawn.reduce((a, b) => a + b)).toBe(1000)
      for (let cell = 0; cell < 4; cell++) sums[cell]! += drawn[cell]! / 4000
    }
    expect(sums[1]).toBe(0)
    expect(sums[0]).toBeCloseTo(30, 0)
    expect(sums[2]).toBeCloseTo(5, 0)
  })
})

/** Chance of a fit as bad or worse; cells with few expected draws are taken together. */
function chanceOfFit(counts: readonly number[], chances: readonly number[], total: number): number {
  let statistic = 0
  let cells = 0
  let observed = 0
  let expected = 0
  counts.forEach((count, i) => {
    observed += count
    expected += chances[i]! * total
    if (expected < 10 && i < counts.length - 1) return
    if (expected === 0) {
      expect(observed).toBe(0)
      return
    }
    statistic += (observed - expected) ** 2 / expected
    cells++
    observed = 0
    expected = 0
  })
  return cells < 2 ? 1 : chiSquareUpperTail(statistic, cells - 1)
}

function probabilities(trials: number, chance: number): number[] {
  const logs = [0]
  for (let i = 1; i <= trials; i++) logs.push(logs[i - 1]! + Math.log(i))
  return logs.map((log, k) =>
    Math.exp(
      logs[trials]! - log - logs[trials - k]! + k * Math.log(chance) + (trials - k) * Math.log1p(-chance),
    ),
  )
}
