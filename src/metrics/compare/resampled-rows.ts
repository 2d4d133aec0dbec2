import { randomBlocks } from '../../stats/random.ts'
import { resampledDifference } from '../../stats/resampled-difference.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'

/** Enough for the tails; each touches every row. */
export const rowResamples = 2_000

/** A metric of one model, given how often each row was drawn; undefined draws are NaN. */
export type OfDraws = (times: Uint16Array) => number

/**
 * A metric that needs its rows: the paired bootstrap, both models on the same draws. What can be done once (sorting)
 * is done before, by whoever makes `candidate` and `baseline`.
 * @param seed any text; the same seed gives the same answer
 */
export function resampledRowsDifference(
  rows: number,
  candidate: OfDraws,
  baseline: OfDraws,
  seed: string,
): MetricDifference | undefined {
  const draw = rowDraws(rows, seed)
  const resampled = new Float64Array(rowResamples)
  for (let i = 0; i < rowResamples; i++) {
    const times = draw()
    resampled[i] = candidate(times) - baseline(times)
  }
  const once = new Uint16Array(rows).fill(1)
  return testedBy('bootstrap', resampledDifference(candidate(once) - baseline(once), resampled, boundAlpha))
}

const wordsAtOnce = 1 << 12

/**
 * Draws as many rows as there are, each as likely as any other, of which a word of 32 bits chooses one of a few million
 * evenly enough; `| 0` is the fast floor of what is positive.
 * @returns a function that draws anew, and gives how often each row was drawn, until the next draw
 */
export function rowDraws(rows: number, seed: string): () => Uint16Array {
  const fill = randomBlocks(seed)
  const words = new Uint32Array(Math.min(wordsAtOnce, rows))
  const times = new Uint16Array(rows)
  const share = rows * 2 ** -32
  return () => {
    times.fill(0)
    for (let drawn = 0; drawn < rows; drawn += words.length) {
      fill(words)
      const end = Math.min(words.length, rows - drawn)
      for (let i = 0; i < end; i++) times[(words[i]! * share) | 0]! += 1
    }
    return times
  }
}
