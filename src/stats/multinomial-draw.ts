import { binomialDraw } from './binomial-draw.ts'
import type { Random } from './random.ts'

/**
 * Draws as many rows as there are, with replacement, and says how many fell into each cell: a resample of a bootstrap
 * without touching a row.
 * @param counts rows of each cell
 * @param drawn gets the answer; as long as `counts`
 */
export function multinomialDraw(counts: Float64Array, random: Random, drawn: Float64Array): void {
  let left = 0
  for (const count of counts) left += count
  let rows = left
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!
    const taken = count >= left ? rows : binomialDraw(rows, count / left, random)
    drawn[cell] = taken
    rows -= taken
    left -= count
  }
}
