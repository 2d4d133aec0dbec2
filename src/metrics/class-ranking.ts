import { sum } from '../stats/sum.ts'
import type { MulticlassPredictions } from './predictions.ts'
import { averagePrecision, type Ranking, rocAuc } from './ranking.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** What each class, or pair of classes, counts for in a mean over them. */
export type Averaging = 'macro' | 'weighted'

/** Sums of a row's probabilities that scikit-learn still takes for 1, `numpy.allclose`'s tolerance. */
const sumTolerance = 1e-5

/** Mean over the classes of the area under the ROC curve of that class against the rest; `weighted`: by their rows. */
export const rocAucOneVsRest =
  (averaging: Averaging) =>
  (predictions: MulticlassPredictions): Measured =>
    improper(predictions) ?? meanOverClasses(predictions, rocAuc, averaging)

/**
 * Mean over the pairs of classes that have rows of the area under the ROC curve of one against the other; `weighted`:
 * by the pairs' rows.
 * @see Hand & Till 2001, "A simple generalisation of the area under the ROC curve for multiple class problems"
 */
export const rocAucOneVsOne =
  (averaging: Averaging) =>
  (predictions: MulticlassPredictions): Measured => {
    if (predictions.weights !== undefined) return undefinedBecause('pairs of classes take no row weights')
    const fault = improper(predictions)
    if (fault !== undefined) return fault
    const rowsOf = rowsByClass(predictions)
    const present = rowsOf.flatMap((rows, c) => (rows.length > 0 ? [c] : []))
    let total = 0
    let weights = 0
    for (const [i, a] of present.entries()) {
      for (const b of present.slice(i + 1)) {
        const area = pairArea(predictions, [a, b], rowsOf)
        if (typeof area !== 'number') return area
        const weight = averaging === 'macro' ? 1 : rowsOf[a]!.length + rowsOf[b]!.length
        total += weight * area
        weights += weight
      }
    }
    return weights === 0 ? undefinedBecause('the rows are of one class only') : total / weights
  }

/** Mean over the classes of the average precision of that class against the rest. */
export function meanAveragePrecision(predictions: MulticlassPredictions): Measured {
  return meanOverClasses(predictions, averagePrecision, 'macro')
}

function meanOverClasses(
  predictions: MulticlassPredictions,
  metric: (r: Ranking) => Measured,
  averaging: Averaging,
): Measured {
  const { labels, weights } = predictions
  const values: number[] = []
  const shares: number[] = []
  for (const [c, score] of predictions.scores!.entries()) {
    const positive = new Uint8Array(labels.length)
    let rows = 0
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== c) continue
      positive[i] = 1
      rows += weights === undefined ? 1 : weights[i]!
    }
    const value = metric({ positive, score, weights })
    if (typeof value !== 'number')
      return undefinedBecause(`for class ${predictions.classes[c]} ${value.reason}`)
    const share = averaging === 'macro' ? 1 : rows
    values.push(share * value)
    shares.push(share)
  }
  return sum(values) / sum(shares)
}

function improper({ scores, rows }: MulticlassPredictions): Measured | undefined {
  let bad = 0
  for (let i = 0; i < rows; i++) {
    let total = 0
    for (const column of scores!) total += column[i]!
    if (!(Math.abs(total - 1) <= sumTolerance)) bad++
  }
  return bad === 0 ? undefined : undefinedBecause(`the scores of ${bad} of ${rows} rows do not sum to 1`)
}

/** The rows of each class, in their order. */
export function rowsByClass({
  labels,
  classes,
}: Pick<MulticlassPredictions, 'labels' | 'classes'>): Int32Array[] {
  const sizes = new Int32Array(classes.length)
  for (const label of labels) sizes[label]! += 1
  const rows = Array.from(sizes, (size) => new Int32Array(size))
  const filled = new Int32Array(classes.length)
  labels.forEach((label, row) => {
    rows[label]![filled[label]!] = row
    filled[label]! += 1
  })
  return rows
}

/** Every ordered pair of classes that have rows: their rows in order, and which of them are of the first. */
export function pairsOfClasses({ labels, classes }: Pick<MulticlassPredictions, 'labels' | 'classes'>): {
  a: number
  rows: Uint32Array
  positive: Uint8Array
}[] {
  const rowsOf = rowsByClass({ labels, classes })
  const present = rowsOf.flatMap((rows, c) => (rows.length > 0 ? [c] : []))
  return present.flatMap((a) =>
    present
      .filter((b) => b !== a)
      .map((b) => {
        const rows = Uint32Array.from([...rowsOf[a]!, ...rowsOf[b]!]).sort()
        return { a, rows, positive: Uint8Array.from(rows, (row) => (labels[row] === a ? 1 : 0)) }
      }),
  )
}

/** The two areas, each class being the positive one in turn, averaged. */
function pairArea(
  { scores }: MulticlassPredictions,
  [a, b]: readonly [number, number],
  rowsOf: readonly Int32Array[],
): Measured {
  const asA = rocAuc(oneAgainst(rowsOf[a]!, rowsOf[b]!, scores![a]!))
  const asB = rocAuc(oneAgainst(rowsOf[b]!, rowsOf[a]!, scores![b]!))
  if (typeof asA !== 'number') return asA
  if (typeof asB !== 'number') return asB
  return (asA + asB) / 2
}

function oneAgainst(positives: Int32Array, negatives: Int32Array, column: Float64Array): Ranking {
  const count = positives.length
  const score = new Float64Array(count + negatives.length)
  for (let i = 0; i < count; i++) score[i] = column[positives[i]!]!
  for (let i = 0; i < negatives.length; i++) score[count + i] = column[negatives[i]!]!
  return { positive: new Uint8Array(score.length).fill(1, 0, count), score }
}
