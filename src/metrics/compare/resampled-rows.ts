import { randomWords } from '../../stats/random.ts'
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
  const word = randomWords(seed)
  const times = new Uint16Array(rows)
  const resampled = new Float64Array(rowResamples)
  for (let i = 0; i < rowResamples; i++) {
    drawRows(times, word)
    resampled[i] = candidate(times) - baseline(times)
  }
  times.fill(1)
  return testedBy('bootstrap', resampledDifference(candidate(times) - baseline(times), resampled, boundAlpha))
}

/** A word of 32 bits is enough to choose one of a few million rows evenly. */
export function drawRows(times: Uint16Array, word: () => number): void {
  const rows = times.length
  times.fill(0)
  for (let i = 0; i < rows; i++) times[Math.floor(word() * 2 ** -32 * rows)]! += 1
}
