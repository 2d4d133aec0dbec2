import { type Difference, studentDifference } from './difference.ts'
import { sharedOrder } from './order.ts'

/** How much each row adds to an area under the ROC curve. */
interface AreaParts {
  readonly area: number
  /** of a positive row: share of the negative rows that score below it; of a negative row: of the positive rows above it */
  readonly parts: Float64Array
  readonly positives: number
  readonly negatives: number
}

/**
 * The area as a mean over rows, ties counting half, from one sort.
 * @param positive 1 marks a positive row
 * @param score finite
 * @returns undefined where all rows are of one kind
 * @see Sun & Xu 2014, "Fast implementation of DeLong's algorithm", for midranks in place of all pairs
 */
export function areaParts(positive: Uint8Array, score: Float64Array): AreaParts | undefined {
  const before = known.get(score)
  if (before?.positive === positive) return before.parts
  const parts = partsOf(positive, score)
  known.set(score, { positive, parts })
  return parts
}

/** The bounds of a model's area and its difference from another need the same. */
const known = new WeakMap<
  Float64Array,
  { readonly positive: Uint8Array; readonly parts: AreaParts | undefined }
>()

function partsOf(positive: Uint8Array, score: Float64Array): AreaParts | undefined {
  const rows = score.length
  let positives = 0
  for (let i = 0; i < rows; i++) if (positive[i] === 1) positives++
  const negatives = rows - positives
  if (positives === 0 || negatives === 0) return undefined
  const order = sharedOrder(score)
  const parts = new Float64Array(rows)
  let total = 0
  let positivesBelow = 0
  let negativesBelow = 0
  for (let from = 0; from < rows; ) {
    let to = from
    let positivesHere = 0
    while (to < rows && score[order[to]!] === score[order[from]!]) {
      if (positive[order[to]!] === 1) positivesHere++
      to++
    }
    const negativesHere = to - from - positivesHere
    for (let at = from; at < to; at++) {
      const row = order[at]!
      parts[row] =
        positive[row] === 1
          ? (negativesBelow + negativesHere / 2) / negatives
          : 1 - (positivesBelow + positivesHere / 2) / positives
    }
    total += positivesHere * (negativesBelow + negativesHere / 2)
    positivesBelow += positivesHere
    negativesBelow += negativesHere
    from = to
  }
  return { area: total / (positives * negatives), parts, positives, negatives }
}

/** Two models' scores for the rows of one area. */
export interface AreaPair {
  /** which rows these are; absent: all, in their order */
  readonly rows?: Uint32Array
  readonly positive: Uint8Array
  readonly candidate: Float64Array
  readonly baseline: Float64Array
  /** what the area counts for in the mean; default: all the same */
  readonly weight?: number
}

/**
 * DeLong's test of two areas under ROC curves on the same rows, or of two means of such areas (one for each class
 * against the rest, or for each pair of classes): the variance is that of the rows' parts, positives and negatives apart.
 * @param rows how many there are in all
 * @returns undefined where a side of an area has fewer than two rows, and where nothing tells the two models apart
 * @see DeLong, DeLong & Clarke-Pearson 1988, "Comparing the areas under two or more correlated receiver operating
 * characteristic curves: a nonparametric approach"
 */
export function aucDifference(
  rows: number,
  areas: readonly AreaPair[],
  alpha: number,
): Difference | undefined {
  const influence = new Float64Array(rows)
  let change = 0
  const total = areas.reduce((sum, { weight = 1 }) => sum + weight, 0)
  for (const { rows: which, positive, candidate, baseline, weight = 1 } of areas) {
    const one = areaParts(positive, candidate)
    const other = areaParts(positive, baseline)
    if (one === undefined || other === undefined) return undefined
    const { positives, negatives } = one
    if (positives < 2 || negatives < 2) return undefined
    const difference = one.area - other.area
    const share = weight / total
    change += share * difference
    for (let at = 0; at < positive.length; at++) {
      const of = positive[at] === 1 ? positives : negatives
      // n / (n - 1) makes the sum of squares DeLong's unbiased variance when there is one area.
      influence[which === undefined ? at : which[at]!]! +=
        (share * (one.parts[at]! - other.parts[at]! - difference)) / Math.sqrt(of * (of - 1))
    }
  }
  let variance = 0
  for (const part of influence) variance += part * part
  const standardError = Math.sqrt(variance)
  return standardError > 1e-14 ? studentDifference(change, standardError, alpha) : undefined
}
