import type { PredictionRows } from './prediction-rows.ts'

/** Some rows of predictions, in the order in which they are named. */
export function rowsAt(rows: PredictionRows, at: Uint32Array): PredictionRows {
  const texts = <T>(values: readonly T[]) => Array.from(at, (row) => values[row]!)
  const numbers = (values: Float64Array) => Float64Array.from(at, (row) => values[row]!)
  return {
    rows: at.length,
    ...(rows.ids && { ids: texts(rows.ids) }),
    labels: texts(rows.labels),
    ...(rows.predicted && { predicted: texts(rows.predicted) }),
    ...(rows.score && { score: numbers(rows.score) }),
    ...(rows.scores && {
      scores: Object.fromEntries(
        Object.entries(rows.scores).map(([name, values]) => [name, numbers(values)]),
      ),
    }),
    ...(rows.weights && { weights: numbers(rows.weights) }),
    ...(rows.values && {
      values: Object.fromEntries(
        Object.entries(rows.values).map(([name, values]) => [name, numbers(values)]),
      ),
    }),
    ...(rows.attributes && {
      attributes: Object.fromEntries(
        Object.entries(rows.attributes).map(([name, values]) => [name, texts(values)]),
      ),
    }),
  }
}
