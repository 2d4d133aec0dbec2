import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { normalDraw } from '../../src/stats/gamma-draw.ts'
import { type Random, randomFrom } from '../../src/stats/random.ts'

/** How rows hang together: each for itself, ten to a patient, or one after the other. */
export type Dependence = 'none' | 'patients' | 'time'

export interface Simulation {
  readonly task: 'binary' | 'regression'
  readonly rows: number
  /** standard deviation of each model's own noise: equal ones are models of equal worth */
  readonly noise: readonly number[]
  readonly seed: string
  readonly dependence?: Dependence
  /** how far the two classes lie apart, in standard deviations of a row */
  readonly ease?: number
}

const regions = 5
/** Rows of a patient. */
export const patientRows = 10
/** Share of its noise that a row hands on to the next, in time. */
export const handedOn = 0.6

/** Several models' predictions of the same rows, which belong to five regions. */
export function simulate({
  task,
  rows,
  noise,
  seed,
  dependence = 'none',
  ease = 1,
}: Simulation): PredictionRows[] {
  const random = randomFrom(seed)
  const signal = Float64Array.from({ length: rows }, () => ease * normalDraw(random))
  const chance = noiseOf(rows, dependence, random)
  const labels = Array.from(signal, (value, row) =>
    task === 'binary' ? String(Number(value + chance[row]! > 0)) : String(value + chance[row]!),
  )
  const cell = (of: (row: number) => number) => Array.from({ length: rows }, (_, row) => String(of(row)))
  const attributes = {
    region: cell(() => Math.floor(random() * regions)),
    patient: cell((row) => Math.floor(row / patientRows)),
    at: cell((row) => row),
  }
  return noise.map((spread) => {
    const own = noiseOf(rows, dependence, random)
    const guess = Float64Array.from(signal, (value, row) => value + spread * own[row]!)
    if (task === 'regression') return { rows, labels, predicted: Array.from(guess, String), attributes }
    const score = guess.map((value) => 1 / (1 + Math.exp(-value)))
    return { rows, labels, predicted: Array.from(score, (p) => String(Number(p > 0.5))), score, attributes }
  })
}

/** Noise of variance 1: rows of a patient share 30% of it; in time each hands 60% of its own on to the next. */
function noiseOf(rows: number, dependence: Dependence, random: Random): Float64Array {
  let shared = normalDraw(random)
  return Float64Array.from({ length: rows }, (_, row) => {
    if (dependence === 'none') return normalDraw(random)
    if (dependence === 'time') {
      shared = handedOn * shared + Math.sqrt(1 - handedOn ** 2) * normalDraw(random)
      return shared
    }
    if (row % patientRows === 0) shared = normalDraw(random)
    return Math.sqrt(0.3) * shared + Math.sqrt(0.7) * normalDraw(random)
  })
}
