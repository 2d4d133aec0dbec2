import { studentDifference } from '../../stats/difference.ts'
import { jackknife } from '../../stats/jackknife.ts'
import { type Random, randomFrom } from '../../stats/random.ts'
import { randomizationTails } from '../../stats/randomization-tails.ts'
import type { Predictions } from '../predictions.ts'
import { predictionsAt } from '../predictions-at.ts'
import type { Measured } from '../undefined.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'

/** More make the test no surer, and each of them costs a computation of the metric. */
const mostParts = 50
/** Of fewer, Student's t says little. */
const fewestParts = 10
const flips = 2_000

/**
 * The difference of a metric whose own test counts rows, where rows have weights: Student's t with the standard error of
 * the jackknife over parts into which the rows are dealt at random, and never surer than deciding anew by a fair coin
 * for each part which of the two models predicted it.
 * @param candidate with the rows, labels and weights of `baseline`, both without a fault
 * @param seed any text; the same seed gives the same answer
 * @returns undefined where there are too few rows, or a part leaves no value
 * @see Kott 2001, "The delete-a-group jackknife", Journal of Official Statistics 17, for the error; Pitman 1937 for the
 * exchange
 */
export function weightedDifference<P extends Predictions>(
  compute: (predictions: P) => Measured,
  candidate: P,
  baseline: P,
  seed: string,
): MetricDifference | undefined {
  const { units, unitOf } = unitsOf(candidate)
  const parts = Math.min(mostParts, units)
  if (parts < fewestParts) return undefined
  const random = randomFrom(seed)
  const difference = (at?: Uint32Array) => {
    const [one, other] = [candidate, baseline].map((side) => compute(at ? predictionsAt(side, at) : side))
    return typeof one === 'number' && typeof other === 'number' ? one - other : Number.NaN
  }
  const change = difference()
  const partOf = dealt(units, parts, random)
  const rows = Uint32Array.from({ length: candidate.rows }, (_, row) => row)
  const without = Float64Array.from({ length: parts }, (_, part) =>
    difference(rows.filter((row) => partOf[unitOf(row)] !== part)),
  )
  const spread = jackknife(without)
  const tested = spread && studentDifference(change, spread.standardError, boundAlpha, spread.df)
  if (tested === undefined) return undefined
  const { lower, higher } = exchanged(change, without, random)
  return testedBy('jackknife', {
    ...tested,
    pLower: Math.max(tested.pLower, lower),
    pHigher: Math.max(tested.pHigher, higher),
  })
}

/** What each part adds to the difference by itself, with its sign decided anew. */
function exchanged(change: number, without: Float64Array, random: Random) {
  const parts = without.length
  const values = without.map((value) => change - ((parts - 1) / parts) * value)
  const drawn = Float64Array.from({ length: flips }, () =>
    values.reduce((sum, value) => sum + (random() < 0.5 ? value : -value), 0),
  )
  const moved = values.filter((value) => Math.abs(value) > 1e-12).length
  return randomizationTails(
    values.reduce((sum, value) => sum + value, 0),
    drawn,
    2 ** -moved,
  )
}

/** What chance draws: queries of a ranking, whose rows stay together, else rows. What weighs nothing is none of them. */
function unitsOf(predictions: Predictions) {
  const { rows, weights } = predictions
  const inOrder = (row: number) => row
  const [all, of] =
    predictions.task === 'ranking'
      ? [predictions.queries, (row: number) => predictions.query[row]!]
      : [rows, inOrder]
  const weighs = new Uint8Array(all)
  for (let row = 0; row < rows; row++) if (weights === undefined || weights[row]! > 0) weighs[of(row)] = 1
  let units = 0
  const numbers = Int32Array.from(weighs, (one) => (one === 1 ? units++ : -1))
  return { units, unitOf: (row: number) => numbers[of(row)]! }
}

/** Which part each unit is in: as many in each as can be, at random. */
function dealt(units: number, parts: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: units }, (_, unit) => unit % parts)
  for (let last = units - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const part = order[last]!
    order[last] = order[other]!
    order[other] = part
  }
  return order
}
