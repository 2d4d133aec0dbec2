import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ColumnCounts, driftOf } from '../../src/drift-check/score.ts'

const rule = { threshold: 0.2, alpha: 0.05 }
const column = (reference: number[], current: number[]): ColumnCounts => ({
  name: 'x',
  kind: 'numeric',
  reference,
  current,
})

describe('drift of a column', () => {
  it('is none between equal distributions, whatever their sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 2, maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (counts, times) => {
          const [found] = driftOf(
            [
              column(
                counts,
                counts.map((count) => count * times),
              ),
            ],
            rule,
          )
          expect(found!.drifted).toBe(false)
        },
      ),
    )
  })

  it('is found where half of the rows moved to another bin', () => {
    const [found] = driftOf([column([100, 100, 100, 100], [0, 200, 100, 100])], rule)
    expect(found).toMatchObject({ drifted: true, rows: 400 })
    expect(found!.score).toBeGreaterThan(0.2)
    expect(found!.p_adjusted).toBeLessThan(0.001)
  })

  it('is none for a shift that is certain but too small to matter', () => {
    const [found] = driftOf([column([500_000, 500_000], [510_000, 490_000])], rule)
    expect(found!.p_value).toBeLessThan(1e-9)
    expect(found!.drifted).toBe(false)
  })

  it('is none for a large index that so few rows give by chance', () => {
    const [found] = driftOf([column([20, 20, 20, 20, 20], [2, 4, 1, 3, 0])], rule)
    expect(found!.score).toBeGreaterThan(0.2)
    expect(found!.drifted).toBe(false)
  })

  it('sees a category that the reference never had', () => {
    const [found] = driftOf([{ ...column([200, 200, 0], [100, 100, 100]), kind: 'categorical' }], rule)
    expect(found!.drifted).toBe(true)
  })

  it('alarms falsely in about alpha of samples without drift, from 50 rows up', () => {
    const random = generator(11)
    for (const [n, m] of [
      [200, 50],
      [1000, 50],
      [200, 200],
      [1000, 1000],
    ] as const) {
      let alarms = 0
      const rounds = 2000
      for (let round = 0; round < rounds; round++) {
        const counts = [n, m].map((rows) => {
          const bins = new Array<number>(10).fill(0)
          for (let i = 0; i < rows; i++) bins[Math.floor(random() * 10)]! += 1
          return bins
        })
        if (driftOf([column(counts[0]!, counts[1]!)], { threshold: 1e-9, alpha: 0.05 })[0]!.drifted) alarms++
      }
      expect(alarms / rounds).toBeLessThan(0.07)
      expect(alarms / rounds).toBeGreaterThan(0.005)
    }
  })

  it('adjusts over the columns: 20 columns without drift rarely raise an alarm', () => {
    const random = generator(5)
    let alarms = 0
    for (let round = 0; round < 300; round++) {
      const columns = Array.from({ length: 20 }, () => {
        const draw = (rows: number) => {
          const bins = new Array<number>(10).fill(0)
          for (let i = 0; i < rows; i++) bins[Math.floor(random() * 10)]! += 1
          return bins
        }
        return column(draw(500), draw(200))
      })
      if (driftOf(columns, { threshold: 1e-9, alpha: 0.05 }).some(({ drifted }) => drifted)) alarms++
    }
    expect(alarms / 300).toBeLessThan(0.09)
  })
})

/** mulberry32: a seeded generator of uniform numbers in [0, 1). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
