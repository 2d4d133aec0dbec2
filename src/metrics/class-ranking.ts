import { sum } from '../stats/sum.ts'
import type { MulticlassPredictions } from './predictions.ts'
import { averagePrecision, type Ranking, rocAuc } from './ranking.ts'
import { type Measured, undefinedBecause } from './undefined.ts'

/** Sums of a row's probabilities that scikit-learn still takes for 1, `numpy.allclose`'s tolerance. */
const sumTolerance = 1e-5

/** Mean over the classes of the area under the ROC curve of that class against the rest. */
export function rocAucOneVsRest(predictions: MulticlassPredictions): Measured {
  return improper(predictions) ?? meanOverClasses(predictions, rocAuc)
}

/**
 * Mean over the pairs of classes that have rows of the area under the ROC curve of one against the other.
 * @see Hand & Till 2001, "A simple generalisation of the area under the ROC curve for multiple class problems"
 */
export function rocAucOneVsOne(predictions: MulticlassPredictions): Measured {
  if (predictions.weights !== undefined) return undefinedBecause('pairs of classes take no row weights')
  const fault = improper(predictions)
  if (fault !== undefined) return fault
  const rowsOf = rowsByClass(predictions)
  const present = rowsOf.flatMap((rows, c) => (rows.length > 0 ? [c] : []))
  const areas: number[] = []
  for (const [i, a] of present.entries()) {
    for (const b of present.slice(i + 1)) {
      const area = pairArea(predictions, [a, b], rowsOf)
      if (typeof area !== 'number') return area
      areas.push(area)
    }
  }
  return areas.length === 0 ? undefinedBecause('the rows are of one class only') : sum(areas) / areas.length
}

/** Mean over the classes of the average precision of that class against the rest. */
export function meanAveragePrecision(predictions: MulticlassPredictions): Measured {
  return meanOverClasses(predictions, averagePrecision)
}

function meanOverClasses(predictions: MulticlassPredictions, metric: (r: Ranking) => Measured): Measured {
  const { labels, weights } = predictions
  const values: number[] = []
  for (const [c, score] of predictions.scores!.entries()) {
    const positive = new Uint8Array(labels.length)
    for (let i = 0; i < labels.length; i++) positive[i] = labels[i] === c ? 1 : 0
    const value = metric({ positive, score, weights })
    if (typeof value !== 'number')
      return undefinedBecause(`for class ${predictions.classes[c]} ${value.reason}`)
    values.push(value)
  }
  return sum(values) / values.length
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

function rowsByClass({ labels, classes }: MulticlassPredictions): Int32Array[] {
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
