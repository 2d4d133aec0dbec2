import { sharedOrder } from '../stats/order.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** Rows of two kinds with a score each. */
export interface Ranking {
  /** 1 marks a positive row */
  readonly positive: Uint8Array
  /** finite */
  readonly score: Float64Array
  readonly weights?: Float64Array | undefined
}

/**
 * Area under the ROC curve: the chance that a positive row scores above a negative one, ties counting half.
 * @see Hanley & McNeil 1982, "The meaning and use of the area under a receiver operating characteristic curve"
 */
export function rocAuc(ranking: Ranking): Measured {
  const { groups, positives, negatives } = tiedGroups(ranking)
  let positivesBelow = 0
  let negativesBelow = 0
  let wins = 0
  for (let g = 0; g < groups; g++) {
    wins += positives[g]! * (negativesBelow + negatives[g]! / 2)
    positivesBelow += positives[g]!
    negativesBelow += negatives[g]!
  }
  if (positivesBelow === 0) return undefinedBecause('no row is positive')
  if (negativesBelow === 0) return undefinedBecause('no row is negative')
  return wins / (positivesBelow * negativesBelow)
}

/** Average precision: the sum over thresholds of the gain in recall times the precision there, not interpolated. */
export function averagePrecision(ranking: Ranking): Measured {
  const { groups, positives, negatives } = tiedGroups(ranking)
  let positivesAbove = 0
  let rowsAbove = 0
  let area = 0
  for (let g = groups - 1; g >= 0; g--) {
    positivesAbove += positives[g]!
    rowsAbove += positives[g]! + negatives[g]!
    if (positives[g]! > 0) area += positives[g]! * (positivesAbove / rowsAbove)
  }
  if (positivesAbove === 0) return undefinedBecause('no row is positive')
  return area / positivesAbove
}

/** Weight of the positive and of the negative rows at each distinct score, ascending. */
interface TiedGroups {
  readonly groups: number
  readonly positives: Float64Array
  readonly negatives: Float64Array
}

const known = new WeakMap<Float64Array, Ranking & { readonly tied: TiedGroups }>()

/** Counted once for all who ask of the same rows. */
function tiedGroups(ranking: Ranking): TiedGroups {
  const before = known.get(ranking.score)
  if (before && before.positive === ranking.positive && before.weights === ranking.weights) return before.tied
  const tied = countTied(ranking)
  known.set(ranking.score, { ...ranking, tied })
  return tied
}

function countTied({ positive, score, weights }: Ranking): TiedGroups {
  const order = sharedOrder(score)
  const positives = new Float64Array(order.length)
  const negatives = new Float64Array(order.length)
  let group = -1
  let last = Number.NaN
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!
    const value = score[row]!
    if (value !== last) group++
    last = value
    const side = positive[row] === 1 ? positives : negatives
    side[group]! += weights === undefined ? 1 : weights[row]!
  }
  return { groups: group + 1, positives, negatives }
}
