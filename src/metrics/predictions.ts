import type { Partition } from './dependence.ts'

/** What a model was asked: one of two classes, one of several, a number, or an order of each query's rows. */
export type Task = 'binary' | 'multiclass' | 'regression' | 'ranking'

interface Rows {
  readonly rows: number
  /** what messages tell a row by: its id, or its place in the file; absent where these rows are some of a file's */
  readonly named?: readonly string[] | 'by-place'
  /** one a row, finite, >= 0, not all 0 */
  readonly weights?: Float64Array
  /** columns of numbers that metrics of the user's own are made of, NaN where missing */
  readonly values?: Readonly<Record<string, Float64Array>>
  /** how rows depend on each other; absent: every row counts for itself */
  readonly dependence?: readonly Partition[]
}

/** 1 is the positive class, 0 the other; every column has `rows` values. */
export interface BinaryPredictions extends Rows {
  readonly task: 'binary'
  readonly labels: Uint8Array
  readonly predicted?: Uint8Array
  /** what the labels call the two, where they hold both */
  readonly classes?: readonly [negative: string, positive: string]
  /** where a prediction is neither class: the classes that the labels have, and the texts that are none of them */
  readonly strange?: { readonly labels: readonly string[]; readonly predicted: readonly string[] }
  /** probability of the positive class; ranking metrics take any finite score */
  readonly score?: Float64Array
}

/** Labels and predictions are indices into `classes`. */
export interface MulticlassPredictions extends Rows {
  readonly task: 'multiclass'
  readonly classes: readonly string[]
  readonly labels: Int32Array
  readonly predicted?: Int32Array
  /** a column of probabilities for each class, in the order of `classes` */
  readonly scores?: readonly Float64Array[]
}

export interface RegressionPredictions extends Rows {
  readonly task: 'regression'
  readonly labels: Float64Array
  readonly predicted: Float64Array
}

export interface RankingPredictions extends Rows {
  readonly task: 'ranking'
  /** relevance, >= 0; above 0 is relevant */
  readonly labels: Float64Array
  /** the highest of a query comes first */
  readonly score: Float64Array
  /** which query a row belongs to, 0 to `queries` - 1; some may have no rows */
  readonly query: Uint32Array
  readonly queries: number
}

export type ClassPredictions = BinaryPredictions | MulticlassPredictions

/** A test set's labels beside what a model made of its rows, in the same order. */
export type Predictions = ClassPredictions | RegressionPredictions | RankingPredictions

/** 2 for a binary task; multiclass counts the declared classes, whether or not a row has them. */
export function classCount(predictions: ClassPredictions): number {
  return predictions.task === 'binary' ? 2 : predictions.classes.length
}
