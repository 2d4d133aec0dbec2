import type { ClassTotals } from '../class-totals.ts'
import { type ClassPredictions, classCount } from '../predictions.ts'

/** Resamples times cells that take a second or so. */
const budget = 2_000_000
const mostResamples = 10_000
const fewestResamples = 2_000

/** As many as the time allows, and enough for the tails. */
export const resamplesOf = ({ counts }: Pick<JointCells, 'counts'>): number =>
  Math.round(Math.min(mostResamples, Math.max(fewestResamples, budget / counts.length)))

/** Rows by label, the candidate's and the baseline's prediction; one entry a combination that occurs. */
export interface JointCells {
  readonly classes: number
  readonly label: readonly number[]
  readonly guess: readonly number[]
  readonly before: readonly number[]
  readonly counts: Float64Array
}

/** @param candidate with the rows, labels and classes of `baseline`, both without a fault */
export function jointCells(candidate: ClassPredictions, baseline: ClassPredictions): JointCells {
  const classes = classCount(candidate)
  const indexOf = new Map<number, number>()
  const label: number[] = []
  const guess: number[] = []
  const before: number[] = []
  const counts: number[] = []
  for (let i = 0; i < candidate.rows; i++) {
    const one = candidate.predicted![i]!
    const other = baseline.predicted![i]!
    const key = (candidate.labels[i]! * classes + one) * classes + other
    const cell = indexOf.get(key)
    if (cell !== undefined) {
      counts[cell]! += 1
      continue
    }
    indexOf.set(key, counts.length)
    label.push(candidate.labels[i]!)
    guess.push(one)
    before.push(other)
    counts.push(1)
  }
  return { classes, label, guess, before, counts: Float64Array.from(counts) }
}

/** Margins and diagonal of the confusion table of one of the two, for counts of the cells. */
export function totalsOf(
  { classes, label }: JointCells,
  guess: readonly number[],
  counts: Float64Array,
): ClassTotals {
  const correct = new Float64Array(classes)
  const actual = new Float64Array(classes)
  const predicted = new Float64Array(classes)
  let allCorrect = 0
  let all = 0
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!
    actual[label[cell]!]! += count
    predicted[guess[cell]!]! += count
    all += count
    if (label[cell] === guess[cell]) {
      correct[label[cell]!]! += count
      allCorrect += count
    }
  }
  return { correct, actual, predicted, allCorrect, all }
}
