import type { Random } from '../stats/random.ts'
import type { PredictionRows } from './read/prediction-rows.ts'

/**
 * Predictions of a worse model: in a random share of the rows each gets another's prediction and scores, so that what
 * is predicted stays as frequent as it was and only its rows are wrong.
 * @param share in [0, 1]; above 0 at least two rows, where there are two
 */
export function exchangePredictions(rows: PredictionRows, share: number, random: Random): PredictionRows {
  const count = share === 0 ? 0 : Math.min(rows.rows, Math.max(2, Math.round(share * rows.rows)))
  const from = exchanged(rows.rows, count, random)
  const texts = (values: readonly (string | null)[]) => Array.from(from, (row) => values[row]!)
  const numbers = (values: Float64Array) => Float64Array.from(from, (row) => values[row]!)
  return {
    ...rows,
    ...(rows.predicted && { predicted: texts(rows.predicted) }),
    ...(rows.score && { score: numbers(rows.score) }),
    ...(rows.scores && {
      scores: Object.fromEntries(
        Object.entries(rows.scores).map(([name, values]) => [name, numbers(values)]),
      ),
    }),
  }
}

/** For each row the row whose prediction it gets: chosen rows in a ring of random order, the others their own. */
function exchanged(rows: number, count: number, random: Random): Uint32Array {
  const from = Uint32Array.from({ length: rows }, (_, row) => row)
  const chosen = Uint32Array.from(from)
  for (let i = 0; i < count; i++) {
    const other = i + Math.floor(random() * (rows - i))
    ;[chosen[i], chosen[other]] = [chosen[other]!, chosen[i]!]
  }
  for (let i = 0; i < count; i++) from[chosen[i]!] = chosen[(i + 1) % count]!
  return from
}
