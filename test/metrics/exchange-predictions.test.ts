import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exchangePredictions } from '../../src/metrics/exchange-predictions.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { randomFrom } from '../../src/stats/random.ts'

const rowsOf = (count: number): PredictionRows => ({
  rows: count,
  ids: Array.from({ length: count }, (_, i) => `r${i}`),
  labels: Array.from({ length: count }, (_, i) => String(i % 2)),
  predicted: Array.from({ length: count }, (_, i) => `p${i}`),
  score: Float64Array.from({ length: count }, (_, i) => i),
})

test('as many rows as asked for get the prediction and the score of another, and nothing is lost', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 200 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.string(),
      (count, share, seed) => {
        const rows = rowsOf(count)
        const { predicted, score, labels, ids } = exchangePredictions(rows, share, randomFrom(seed))
        expect({ labels, ids }).toEqual({ labels: rows.labels, ids: rows.ids })
        expect([...predicted!].sort()).toEqual([...rows.predicted!].sort())
        expect(predicted).toEqual(Array.from(score!, (value) => `p${value}`))
        const moved = predicted!.filter((text, i) => text !== `p${i}`).length
        expect(moved).toBe(share === 0 ? 0 : Math.min(count, Math.max(2, Math.round(share * count))))
      },
    ),
  )
})
