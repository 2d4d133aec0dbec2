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

/**
 * In the order of their classes: what is drawn from them does not depend on the order of the rows.
 * @param candidate with the rows, labels and classes of `baseline`, both without a fault
 */
export function jointCells(candidate: ClassPredictions, baseline: ClassPredictions): JointCells {
  const classes = classCount(candidate)
  const cells = classes <= fewClasses ? countedOfFew(candidate, baseline) : counted(candidate, baseline)
  return {
    classes,
    label: cells.map(({ label }) => label),
    guess: cells.map(({ guess }) => guess),
    before: cells.map(({ before }) => before),
    counts: Float64Array.from(cells, ({ count }) => count),
  }
}

/** Of so few classes there is room for every combination. */
const fewClasses = 32

function countedOfFew(candidate: ClassPredictions, baseline: ClassPredictions): Cell[] {
  const classes = classCount(candidate)
  const { labels, rows } = candidate
  const [guesses, guessesBefore] = [candidate.predicted!, baseline.predicted!]
  const counts = new Uint32Array(classes ** 3)
  for (let i = 0; i < rows; i++)
    counts[(labels[i]! * classes + guesses[i]!) * classes + guessesBefore[i]!]! += 1
  return Array.from(counts, (count, key) => ({
    label: Math.floor(key / classes ** 2),
    guess: Math.floor(key / classes) % classes,
    before: key % classes,
    count,
  })).filter(({ count }) => count > 0)
}

function counted(candidate: ClassPredictions, baseline: ClassPredictions): Cell[] {
  const classes = classCount(candidate)
  const pairs = new Map<number, number>()
  const found = new Map<number, Cell>()
  for (let i = 0; i < candidate.rows; i++) {
    const label = candidate.labels[i]!
    const guess = candidate.predicted![i]!
    const before = baseline.predicted![i]!
    // In two steps, since three classes of a million do not fit into one double.
    const pair = numberOf(pairs, label * classes + guess)
    const key = pair * classes + before
    const cell = found.get(key)
    if (cell !== undefined) cell.count++
    else found.set(key, { label, guess, before, count: 1 })
  }
  return [...found.values()].sort((a, b) => a.label - b.label || a.guess - b.guess || a.before - b.before)
}

interface Cell {
  readonly label: number
  readonly guess: number
  readonly before: number
  count: number
}

function numberOf(numbers: Map<number, number>, key: number): number {
  const known = numbers.get(key) ?? numbers.size
  numbers.set(key, known)
  return known
}

/**
 * Margins and diagonal of the confusion table of one of the two.
 * @returns a function that takes counts of the cells; what it gives back holds until it is called again
 */
export function totalsOf(
  { classes, label }: JointCells,
  guess: readonly number[],
): (counts: Float64Array) => ClassTotals {
  const correct = new Float64Array(classes)
  const actual = new Float64Array(classes)
  const predicted = new Float64Array(classes)
  return (counts) => {
    correct.fill(0)
    actual.fill(0)
    predicted.fill(0)
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
}
