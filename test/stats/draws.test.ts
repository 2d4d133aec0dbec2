import { describe, expect, test } from 'vitest'
import { binomialDraw } from '../../src/stats/binomial-draw.ts'
import { chiSquareUpperTail } from '../../src/stats/distributions.ts'
import { gammaDraw, normalDraw } from '../../src/stats/gamma-draw.ts'
import { multinomialDraw } from '../../src/stats/multinomial-draw.ts'
import { randomFrom, randomWords } from '../../src/stats/random.ts'

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

  // A record is the same on every machine and in every version only if its draws are.
  test.each([
    [7, 0.5, [4, 5, 5, 4, 4, 4, 2, 6], 506_944],
    [40, 0.1, [4, 1, 3, 4, 1, 4, 6, 4], 580_021],
    [25, 0.9, [24, 22, 23, 22, 21, 24, 23, 23], 3_234_735],
    [20, 0.5, [11, 11, 7, 12, 13, 9, 10, 8], 1_438_409],
    [33, 0.31, [10, 6, 11, 8, 13, 10, 12, 9], 1_465_033],
    [5000, 0.01, [56, 45, 64, 61, 44, 53, 65, 60], 7_179_954],
    [
      1_000_000,
      0.3,
      [300_462, 300_148, 300_230, 299_901, 299_309, 300_249, 300_371, 300_435],
      43_133_335_886,
    ],
  ])('of %d trials with chance %d is the same for the same seed', (trials, chance, first, weighted) => {
    const random = randomFrom(`draws ${trials} ${chance}`)
    expect(first.map(() => binomialDraw(trials, chance, random))).toEqual(first)
    let sum = 0
    for (let i = 1; i <= 3000; i++) sum += (i % 97) * binomialDraw(trials, chance, random)
    expect(sum).toBe(weighted)
  })

  test('of chance 0 or 1 is certain', () => {
    const random = randomFrom('certain')
    expect(binomialDraw(12, 0, random)).toBe(0)
    expect(binomialDraw(12, 1, random)).toBe(12)
  })
})

test('draws of other kinds are the same for the same seed, too', () => {
  const random = randomFrom('gamma')
  expect(gammaDraw(0.5, random)).toBeCloseTo(0.8905722172920484, 14)
  expect(gammaDraw(7, random)).toBeCloseTo(5.795100355061541, 13)
  expect(normalDraw(random)).toBeCloseTo(0.9811288245217191, 14)
  let sum = 0
  for (let i = 1; i <= 2000; i++) sum += (i % 97) * gammaDraw(1 + (i % 5), random)
  expect(sum).toBeCloseTo(283252.24462635774, 6)
  const next = randomWords('words')
  const words = Array.from({ length: 604 }, () => next())
  expect(words.slice(0, 3)).toEqual([4216571959, 2339590664, 3204415337])
  expect(words.at(-1)).toBe(1288237175)
  const drawn = new Float64Array(5)
  multinomialDraw(Float64Array.of(30, 0, 5, 400, 65), randomFrom('cells'), drawn)
  expect([...drawn]).toEqual([28, 0, 4, 390, 78])
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
