import type { Task } from '../../src/metrics/predictions.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { type Random, randomFrom } from '../../src/stats/random.ts'

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const classes = ['a', 'b', 'c'] as const

/** Two models of equal worth on the same rows, their errors correlated as those of retrained models are. */
export function twoModels(
  task: Task,
  rows: number,
  seed: string,
  noise: readonly [number, number] = [0.5, 0.5],
): [PredictionRows, PredictionRows] {
  const random = randomFrom(seed)
  const labels: string[] = []
  const shared: number[][] = []
  for (let i = 0; i < rows; i++) {
    const values = [normal(random), normal(random), normal(random)]
    shared.push(values)
    labels.push(
      task === 'binary'
        ? String(Number(values[0]! + normal(random) > 0))
        : task === 'multiclass'
          ? classes[largest(values.map((value) => value + normal(random)))]!
          : String(10 + values[0]! + normal(random)),
    )
  }
  const model = (spread: number): PredictionRows => {
    const guesses = shared.map((values) => values.map((value) => value + spread * normal(random)))
    if (task === 'regression')
      return { rows, labels, predicted: guesses.map(([value]) => String(10 + value!)) }
    if (task === 'binary') {
      const score = Float64Array.from(guesses, ([value]) => 1 / (1 + Math.exp(-value!)))
      return { rows, labels, predicted: Array.from(score, (p) => String(Number(p > 0.5))), score }
    }
    const totals = guesses.map((values) => values.reduce((sum, value) => sum + Math.exp(value), 0))
    return {
      rows,
      labels,
      predicted: guesses.map((values) => classes[largest(values)]!),
      scores: Object.fromEntries(
        classes.map((name, c) => [
          name,
          Float64Array.from(guesses, (values, i) => Math.exp(values[c]!) / totals[i]!),
        ]),
      ),
    }
  }
  return [model(noise[0]), model(noise[1])]
}

const largest = (values: readonly number[]) => values.indexOf(Math.max(...values))
