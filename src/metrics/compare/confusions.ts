import { multinomialDraw } from '../../stats/multinomial-draw.ts'
import { randomFrom } from '../../stats/random.ts'
import { resampledDifference } from '../../stats/resampled-difference.ts'
import type { ClassTotals } from '../class-totals.ts'
import { type ClassPredictions, classCount } from '../predictions.ts'
import type { Measured } from '../undefined.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'

/** Resamples times cells that take a second or so. */
const budget = 2_000_000
const mostResamples = 10_000
const fewestResamples = 2_000

/**
 * A function of two confusion tables on the same rows. Rows with the same label and the same two predictions are
 * interchangeable, so that a resample of rows is a multinomial draw over such cells: exactly the bootstrap's
 * distribution, in time that does not grow with the rows.
 * @param seed any text; the same seed gives the same answer
 */
export function confusionDifference(
  metric: (totals: ClassTotals) => Measured,
  candidate: ClassPredictions,
  baseline: ClassPredictions,
  seed: string,
): MetricDifference | undefined {
  const cells = jointCells(candidate, baseline)
  const difference = (counts: Float64Array) =>
    numberOf(metric(totalsOf(cells, cells.guess, counts))) -
    numberOf(metric(totalsOf(cells, cells.before, counts)))
  const resamples = Math.round(
    Math.min(mostResamples, Math.max(fewestResamples, budget / cells.counts.length)),
  )
  const random = randomFrom(seed)
  const drawn = new Float64Array(cells.counts.length)
  const resampled = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    multinomialDraw(cells.counts, random, drawn)
    resampled[i] = difference(drawn)
  }
  return testedBy('multinomial', resampledDifference(difference(cells.counts), resampled, boundAlpha))
}

const numberOf = (measured: Measured) => (typeof measured === 'number' ? measured : Number.NaN)

/** Rows by label, the candidate's and the baseline's prediction; one entry a combination that occurs. */
interface JointCells {
  readonly classes: number
  readonly label: readonly number[]
  readonly guess: readonly number[]
  readonly before: readonly number[]
  readonly counts: Float64Array
}

function jointCells(candidate: ClassPredictions, baseline: ClassPredictions): JointCells {
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

function totalsOf(
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
