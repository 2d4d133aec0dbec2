import { describe, expect, it } from 'vitest'
import { binomialDraw } from '../../src/stats/binomial-draw.ts'
import { differenceChance, ratioChance } from '../../src/stats/disparity.ts'
import { largestRatioFound, smallestDifferenceFound } from '../../src/stats/disparity-power.ts'
import { randomFrom } from '../../src/stats/random.ts'

const target = { alpha: 0.05, power: 0.8 }
const group = (hits: number, trials: number) => ({ hits, trials })

describe('the disparity that is blocked', () => {
  it.each([
    [400, 400, 0.5, 0.1],
    [200, 800, 0.3, 0.05],
    [1000, 300, 0.15, 0.02],
  ])(
    'as a difference, in four of five runs: %i and %i rows, a share of %d, limit %d',
    (n, m, share, limit) => {
      const found = smallestDifferenceFound(group(share * n, n), group(share * m, m), limit, target)!
      const random = randomFrom(`difference ${n} ${m}`)
      const runs = 1500
      let blocked = 0
      for (let run = 0; run < runs; run++) {
        const low = group(binomialDraw(n, share - found / 2, random), n)
        const high = group(binomialDraw(m, share + found / 2, random), m)
        if (differenceChance([[low, high]], limit) <= target.alpha) blocked++
      }
      expect(blocked / runs).toBeGreaterThan(0.76)
      expect(blocked / runs).toBeLessThan(0.84)
    },
  )

  it.each([
    [500, 500, 0.5, 0.8],
    [300, 900, 0.3, 0.9],
  ])('as a ratio, in four of five runs: %i and %i rows, a share of %d, limit %d', (n, m, share, limit) => {
    const found = largestRatioFound(group(share * n, n), group(share * m, m), limit, target)!
    const high = (share * (n + m)) / (found * n + m)
    const random = randomFrom(`ratio ${n} ${m}`)
    const runs = 1500
    let blocked = 0
    for (let run = 0; run < runs; run++) {
      const groups = [
        group(binomialDraw(n, found * high, random), n),
        group(binomialDraw(m, high, random), m),
      ]
      if (ratioChance([groups], limit) <= target.alpha) blocked++
    }
    expect(blocked / runs).toBeGreaterThan(0.75)
    expect(blocked / runs).toBeLessThan(0.85)
  })

  it('is no ratio where the rows cannot show any', () => {
    expect(largestRatioFound(group(1, 20), group(1, 20), 0.5, target)).toBeUndefined()
  })

  it('comes nearer to the limit with more rows, and never inside', () => {
    const of = (n: number) => smallestDifferenceFound(group(n / 2, n), group(n / 2, n), 0.1, target)
    expect(of(1e4)).toBeLessThan(of(1e3))
    expect(of(1e9)).toBeCloseTo(0.1, 3)
    expect(of(1e9)).toBeGreaterThan(0.1)
  })
})
