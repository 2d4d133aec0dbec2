import type { Method, MetricDifference } from './compare/difference.ts'
import { weightedDifference } from './compare/weighted-rows.ts'
import type { Needs } from './faults.ts'
import type { Interval } from './intervals/interval.ts'
import type {
  BinaryPredictions,
  ClassPredictions,
  MulticlassPredictions,
  Predictions,
  RankingPredictions,
  RegressionPredictions,
  Task,
} from './predictions.ts'
import type { Measured } from './undefined.ts'

export type Direction = 'higher' | 'lower'

/** A metric by scikit-learn's name, with scikit-learn's value wherever it has one. */
export interface Metric {
  readonly name: string
  readonly tasks: readonly Task[]
  /** which way is better */
  readonly direction: Direction
  readonly needs: Needs
  /** the values that it can have; an end that there is not is infinite */
  readonly range?: readonly [low: number, high: number]
  /** columns of the user's that it is made of */
  readonly columns?: readonly string[]
  /** how two models' values on the same rows are tested; `estimate`: not at all */
  readonly method: Method | 'estimate'
  /** @param predictions of one of `tasks`, without a fault for `needs` */
  readonly compute: (predictions: Predictions) => Measured
  /**
   * @param candidate as for `compute`; with the rows, labels, classes and weights of `baseline`
   * @param seed of what is drawn, where something is
   * @returns undefined where these rows allow no test
   */
  readonly difference: (
    candidate: Predictions,
    baseline: Predictions,
    seed: string,
  ) => MetricDifference | undefined
  /**
   * Bounds of the true value.
   * @param predictions as for `compute`
   * @returns undefined where these rows allow none
   */
  readonly interval: (predictions: Predictions, seed: string) => Interval | undefined
}

export type Details = Pick<Metric, 'direction' | 'needs' | 'range'>

/** A value of some predictions, and the test of two of them. */
export interface Measure<P extends Predictions> {
  readonly method: Metric['method']
  /** the test and the bounds take rows of unequal weight; else {@link weightedDifference} tests, and nothing bounds */
  readonly weighted?: true
  readonly compute: (predictions: P) => Measured
  readonly difference: (candidate: P, baseline: P, seed: string) => MetricDifference | undefined
  readonly interval: (predictions: P, seed: string) => Interval | undefined
}

/** What reads predicted classes, more being better. */
export const decision: Details = { direction: 'higher', needs: 'predicted', range: [0, 1] }
/** What reads scores by their order. */
export const ranking: Details = { direction: 'higher', needs: 'score', range: [0, 1] }
/** What reads scores as probabilities, less being better. */
export const probability: Details = {
  direction: 'lower',
  needs: 'score',
  range: [0, Number.POSITIVE_INFINITY],
}
/** What reads predicted values, less being better. */
export const error: Details = {
  direction: 'lower',
  needs: 'predicted',
  range: [0, Number.POSITIVE_INFINITY],
}

export function ofBinary(name: string, details: Details, measure: Measure<BinaryPredictions>): Metric {
  return metric(name, ['binary'], details, measure, (p) => (p.task === 'binary' ? p : undefined))
}

export function ofMulticlass(
  name: string,
  details: Details,
  measure: Measure<MulticlassPredictions>,
): Metric {
  return metric(name, ['multiclass'], details, measure, (p) => (p.task === 'multiclass' ? p : undefined))
}

export function ofClasses(name: string, details: Details, measure: Measure<ClassPredictions>): Metric {
  return metric(name, ['binary', 'multiclass'], details, measure, (p) =>
    p.task === 'binary' || p.task === 'multiclass' ? p : undefined,
  )
}

export function ofRanking(name: string, details: Details, measure: Measure<RankingPredictions>): Metric {
  return metric(name, ['ranking'], details, measure, (p) => (p.task === 'ranking' ? p : undefined))
}

export function ofNumbers(name: string, details: Details, measure: Measure<RegressionPredictions>): Metric {
  return metric(name, ['regression'], details, measure, (p) => (p.task === 'regression' ? p : undefined))
}

function metric<P extends Predictions>(
  name: string,
  tasks: readonly Task[],
  details: Details,
  { method, weighted: takesWeights, compute, difference, interval }: Measure<P>,
  narrow: (predictions: Predictions) => P | undefined,
): Metric {
  const own = (predictions: Predictions): P => {
    const narrowed = narrow(predictions)
    if (narrowed === undefined) throw new RangeError(`a ${predictions.task} task has no ${name}`)
    return narrowed
  }
  return {
    name,
    tasks,
    ...details,
    method,
    compute: (predictions) => compute(own(predictions)),
    difference(candidate, baseline, seed) {
      const [one, other] = [own(candidate), own(baseline)]
      if (candidate.weights === undefined || takesWeights) return difference(one, other, seed)
      return method === 'estimate' ? undefined : weightedDifference(compute, one, other, seed)
    },
    interval: (predictions, seed) =>
      predictions.weights !== undefined && !takesWeights ? undefined : interval(own(predictions), seed),
  }
}
