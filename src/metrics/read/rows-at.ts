import type { PredictionRows } from './prediction-rows.ts'

/** Some rows of predictions, in the order in which they are named. */
export function rowsAt(rows: PredictionRows, at: Uint32Array): PredictionRows {
  // Loops, since Array.from takes ten times as long and slices take rows often.
  const texts = <T>(values: readonly T[]) => {
    const taken = new Array<T>(at.length)
    for (let i = 0; i < at.length; i++) taken[i] = values[at[i]!]!
    return taken
  }
  const numbers = (values: Float64Array) => {
    const taken = new Float64Array(at.length)
    for (let i = 0; i < at.length; i++) taken[i] = values[at[i]!]!
    return taken
  }
  return {
    rows: at.length,
    part: true,
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
