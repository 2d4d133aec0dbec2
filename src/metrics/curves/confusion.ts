import type { Curves } from '../../record/curves.ts'
import type { ClassPredictions } from '../predictions.ts'

/** Classes of which a matrix has a row and a column; all beyond share the last. */
const mostClasses = 12

/** Rows by label and prediction, weighted, the most frequent labels first named; a prediction of no class is in none. */
export function confusionOf(predictions: ClassPredictions, names: readonly string[]): Curves['confusion'] {
  const { labels, predicted, weights, rows } = predictions
  if (predicted === undefined || names.length < 2) return undefined
  const shown = frequent(predictions, names.length)
  const rest = names.length > shown.length
  const size = shown.length + (rest ? 1 : 0)
  const place = new Uint8Array(names.length).fill(size - 1)
  for (const [i, index] of shown.entries()) place[index] = i
  const cells = new Float64Array(size * size)
  for (let row = 0; row < rows; row++) {
    const guess = predicted[row]!
    if (guess < 0 || guess >= names.length) continue
    cells[place[labels[row]!]! * size + place[guess]!]! += weights === undefined ? 1 : weights[row]!
  }
  const counts = Array.from({ length: size }, (_, i) => [...cells.subarray(i * size, (i + 1) * size)])
  return { classes: [...shown.map((index) => names[index]!), ...(rest ? ['all others'] : [])], counts }
}

/** In the order of the classes. */
function frequent({ labels }: ClassPredictions, classes: number): number[] {
  const all = Array.from({ length: classes }, (_, index) => index)
  if (classes <= mostClasses) return all
  const counts = new Float64Array(classes)
  for (const label of labels) counts[label]! += 1
  return all
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, mostClasses - 1)
    .sort((a, b) => a - b)
}
