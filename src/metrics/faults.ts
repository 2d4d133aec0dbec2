import { grouped } from '../report/number.ts'
import { someClasses } from './class-list.ts'
import {
  type ClassPredictions,
  classCount,
  type Predictions,
  type RankingPredictions,
} from './predictions.ts'
import { usualColumns } from './read/prediction-columns.ts'
import { firstAtFault } from './row-named.ts'

/** What a metric reads besides the labels; `values`: columns of its own, which it looks at itself. */
export type Needs = 'predicted' | 'score' | 'values'

/**
 * Why no metric that needs a column can be computed from these predictions.
 * @returns one clause that names the cause, or undefined if all is well
 */
export function fault(predictions: Predictions, needs: Needs): string | undefined {
  const known = found.get(predictions) ?? new Map<Needs, string | undefined>()
  found.set(predictions, known)
  if (!known.has(needs)) known.set(needs, faultOf(predictions, needs))
  return known.get(needs)
}

/** Every metric, test and curve of the same predictions asks. */
const found = new WeakMap<Predictions, Map<Needs, string | undefined>>()

function faultOf(predictions: Predictions, needs: Needs): string | undefined {
  if (predictions.rows === 0) return 'there are no rows'
  return labelFault(predictions) ?? weightFault(predictions) ?? columnFault(predictions, needs)
}

function labelFault(predictions: Predictions): string | undefined {
  if (predictions.task === 'ranking') return relevanceFault(predictions)
  return predictions.task === 'regression'
    ? numbersFault('labels', predictions.labels, predictions)
    : classesFault('labels', predictions.labels, predictions.rows, classCount(predictions))
}

function relevanceFault(predictions: RankingPredictions): string | undefined {
  const { labels, query, weights } = predictions
  const faulty = numbersFault('labels', labels, predictions)
  if (faulty !== undefined) return faulty
  if (labels.some((label) => label < 0)) return 'a label, the relevance of a row, is negative'
  return weights === undefined || weighAlike(weights, query)
    ? undefined
    : 'rows of one query differ in weight'
}

function weighAlike(weights: Float64Array, query: Uint32Array): boolean {
  const known = new Map<number, number>()
  return weights.every((weight, row) => {
    const first = known.get(query[row]!) ?? weight
    known.set(query[row]!, first)
    return Object.is(first, weight)
  })
}

function weightFault(predictions: Predictions): string | undefined {
  const { weights } = predictions
  if (weights === undefined) return undefined
  const faulty = numbersFault('weights', weights, predictions)
  if (faulty !== undefined) return faulty
  if (weights.some((weight) => weight < 0)) return 'a weight is negative'
  if (!weights.some((weight) => weight > 0)) return 'all weights are 0'
  // Effective numbers of rows are made of squares.
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0)
  return squares > smallestSquares && squares < largestSquares
    ? undefined
    : 'the weights are too large or too small to be summed'
}

const smallestSquares = 1e-150
const largestSquares = 1e150

function columnFault(predictions: Predictions, needs: Needs): string | undefined {
  const { rows } = predictions
  if (needs === 'values') return undefined
  if (predictions.task === 'regression')
    return numbersFault('predicted values', predictions.predicted, predictions)
  if (predictions.task === 'ranking') return numbersFault('scores', predictions.score, predictions)
  if (needs === 'predicted') {
    if (predictions.predicted === undefined) return 'the predictions have no predicted class'
    return classesFault(
      'predicted classes',
      predictions.predicted,
      rows,
      classCount(predictions),
      predictions,
    )
  }
  if (predictions.task === 'binary') {
    if (predictions.score === undefined)
      return `the predictions have no score: evaluate.columns.score names no column, and none is called ${some(usualColumns.score)}`
    return numbersFault('scores', predictions.score, predictions)
  }
  if (predictions.scores === undefined) return 'the predictions have no scores'
  if (predictions.classes.length < 2) return 'there are fewer than two classes'
  if (predictions.scores.length !== predictions.classes.length) {
    return `there are ${predictions.scores.length} columns of scores for ${predictions.classes.length} classes`
  }
  for (const column of predictions.scores) {
    const faulty = numbersFault('scores', column, predictions)
    if (faulty !== undefined) return faulty
  }
  return undefined
}

const some = (names: readonly string[]) => `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`

function numbersFault(
  what: string,
  values: Float64Array,
  { rows, named }: Pick<Predictions, 'rows' | 'named'>,
): string | undefined {
  if (values.length !== rows) return `there are ${values.length} ${what} for ${rows} rows`
  let bad = 0
  let first = 0
  for (let i = rows - 1; i >= 0; i--)
    if (!Number.isFinite(values[i])) {
      bad++
      first = i
    }
  if (bad === 0) return undefined
  return `${grouped(bad)} of ${grouped(rows)} ${what} are missing or not finite${firstAtFault(named, first, values[first]!)}`
}

function classesFault(
  what: string,
  values: Uint8Array | Int32Array,
  rows: number,
  classes: number,
  of?: ClassPredictions,
): string | undefined {
  if (values.length !== rows) return `there are ${values.length} ${what} for ${rows} rows`
  let bad = 0
  for (let i = 0; i < rows; i++) if (!(values[i]! >= 0 && values[i]! < classes)) bad++
  if (bad === 0) return undefined
  const strange = of?.task === 'binary' ? of.strange : undefined
  return strange
    ? `${grouped(bad)} of ${grouped(rows)} ${what} are missing or none of the labels ${someClasses(strange.labels)}: the predictions hold ${someClasses(strange.predicted)}`
    : `${grouped(bad)} of ${grouped(rows)} ${what} are missing or of no declared class`
}
