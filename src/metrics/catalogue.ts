import { accuracy, balancedAccuracy, cohenKappa, matthews } from './agreement.ts'
import { meanAveragePrecision, rocAucOneVsOne, rocAucOneVsRest } from './class-ranking.ts'
import { type ClassTotals, classTotals } from './class-totals.ts'
import { oneVsOneDifference, oneVsRestDifference, rocAucDifference } from './compare/areas.ts'
import { confusionDifference } from './compare/confusions.ts'
import type { Method, MetricDifference } from './compare/difference.ts'
import {
  averagePrecisionDifference,
  averagePrecisionOf,
  medianErrorDifference,
  medianErrorOf,
} from './compare/draws.ts'
import * as means from './compare/means.ts'
import { accuracyDifference, recallDifference } from './compare/proportions.ts'
import type { Needs } from './faults.ts'
import { oneVsRestInterval, rocAucInterval } from './intervals/areas.ts'
import type { Interval } from './intervals/interval.ts'
import { meanInterval, ofVarianceInterval, rootMeanSquaredInterval } from './intervals/means.ts'
import { accuracyInterval, recallInterval } from './intervals/proportions.ts'
import { confusionInterval, drawnInterval } from './intervals/resampled.ts'
import { f1, macro, ofPositive, precision, recall, weighted } from './precision-recall.ts'
import type {
  BinaryPredictions,
  ClassPredictions,
  MulticlassPredictions,
  Predictions,
  RegressionPredictions,
  Task,
} from './predictions.ts'
import { brier, logLoss, logLossOfRow, squaredDistanceOfRow } from './probability.ts'
import { averagePrecision, type Ranking, rocAuc } from './ranking.ts'
import * as regression from './regression.ts'
import type { Measured } from './undefined.ts'

export type Direction = 'higher' | 'lower'

/** A metric by scikit-learn's name, with scikit-learn's value wherever it has one. */
export interface Metric {
  readonly name: string
  readonly tasks: readonly Task[]
  /** which way is better */
  readonly direction: Direction
  readonly needs: Needs
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

type Details = Pick<Metric, 'direction' | 'needs'>

/** A value of some predictions, and the test of two of them. */
interface Measure<P extends Predictions> {
  readonly method: Metric['method']
  /** the test takes rows of unequal weight */
  readonly weighted?: true
  readonly compute: (predictions: P) => Measured
  readonly difference: (candidate: P, baseline: P, seed: string) => MetricDifference | undefined
  readonly interval: (predictions: P, seed: string) => Interval | undefined
}

const decision: Details = { direction: 'higher', needs: 'predicted' }
const ranking: Details = { direction: 'higher', needs: 'score' }
const probability: Details = { direction: 'lower', needs: 'score' }
const error: Details = { direction: 'lower', needs: 'predicted' }

const share: Measure<ClassPredictions> = {
  method: 'tango+mcnemar',
  compute: (predictions) => accuracy(classTotals(predictions)),
  difference: accuracyDifference,
  interval: accuracyInterval,
}

const confusion = (compute: (totals: ClassTotals) => Measured): Measure<ClassPredictions> => ({
  method: 'multinomial',
  compute: (predictions) => compute(classTotals(predictions)),
  difference: (candidate, baseline, seed) => confusionDifference(compute, candidate, baseline, seed),
  interval: (predictions, seed) => confusionInterval(compute, predictions, seed),
})

const ofRows = <P extends Predictions>(
  compute: Measure<P>['compute'],
  row: means.RowValue<P>,
): Measure<P> => ({
  method: 'student',
  weighted: true,
  compute,
  difference: (candidate, baseline) => means.meanOfRowsDifference(row, candidate, baseline),
  interval: (predictions) => meanInterval(row, predictions),
})

const student = <P extends Predictions>(
  compute: Measure<P>['compute'],
  difference: Measure<P>['difference'],
  interval: Measure<P>['interval'],
): Measure<P> => ({ method: 'student', weighted: true, compute, difference, interval })

const asRanking = ({ labels, score, weights }: BinaryPredictions): Ranking => ({
  positive: labels,
  score: score!,
  weights,
})

/** In the order in which reports list them. */
export const catalogue: readonly Metric[] = [
  ofClasses('accuracy', decision, share),
  ofClasses('balanced_accuracy', decision, confusion(balancedAccuracy)),
  ...Object.entries({ precision, recall, f1 }).flatMap(([name, ratio]) => [
    ofBinary(name, decision, {
      ...confusion((totals) => ofPositive(ratio, totals)),
      ...(ratio === recall && {
        method: 'tango+mcnemar',
        difference: recallDifference,
        interval: recallInterval,
      }),
    }),
    ofClasses(
      `${name}_macro`,
      decision,
      confusion((totals) => macro(ratio, totals)),
    ),
    // With one label and one prediction a row all three micro averages are the accuracy.
    ofClasses(`${name}_micro`, decision, share),
    ofClasses(
      `${name}_weighted`,
      decision,
      confusion((totals) => weighted(ratio, totals)),
    ),
  ]),
  ofBinary('roc_auc', ranking, {
    method: 'delong',
    compute: (predictions) => rocAuc(asRanking(predictions)),
    difference: rocAucDifference,
    interval: rocAucInterval,
  }),
  ofMulticlass('roc_auc_ovr', ranking, {
    method: 'delong',
    compute: rocAucOneVsRest,
    difference: oneVsRestDifference,
    interval: oneVsRestInterval,
  }),
  ofMulticlass('roc_auc_ovo', ranking, {
    method: 'delong',
    compute: rocAucOneVsOne,
    difference: oneVsOneDifference,
    interval: () => undefined,
  }),
  ofClasses('average_precision', ranking, {
    method: 'bootstrap',
    compute: (predictions) =>
      predictions.task === 'binary'
        ? averagePrecision(asRanking(predictions))
        : meanAveragePrecision(predictions),
    difference: averagePrecisionDifference,
    interval: (predictions, seed) => drawnInterval(predictions.rows, averagePrecisionOf(predictions), seed),
  }),
  ofClasses('log_loss', probability, ofRows(logLoss, logLossOfRow)),
  ofClasses('brier', probability, ofRows(brier, squaredDistanceOfRow)),
  ofClasses('mcc', decision, confusion(matthews)),
  ofClasses('cohen_kappa', decision, confusion(cohenKappa)),
  ofNumbers('mae', error, ofRows(regression.meanAbsoluteError, means.absoluteError)),
  ofNumbers('mse', error, ofRows(regression.meanSquaredError, means.squaredError)),
  ofNumbers(
    'rmse',
    error,
    student(regression.rootMeanSquaredError, means.rootMeanSquaredDifference, rootMeanSquaredInterval),
  ),
  ofNumbers(
    'r2',
    decision,
    student(regression.rSquared, means.rSquaredDifference, (p) => ofVarianceInterval(means.squaredError, p)),
  ),
  ofNumbers('mape', error, ofRows(regression.meanAbsolutePercentageError, means.absolutePercentageError)),
  ofNumbers('median_ae', error, {
    method: 'bootstrap',
    compute: regression.medianAbsoluteError,
    difference: medianErrorDifference,
    interval: (predictions, seed) => drawnInterval(predictions.rows, medianErrorOf(predictions), seed),
  }),
  ofNumbers('max_error', error, {
    method: 'estimate',
    compute: regression.maxError,
    difference: () => undefined,
    interval: () => undefined,
  }),
  ofNumbers(
    'explained_variance',
    decision,
    student(regression.explainedVariance, means.explainedVarianceDifference, (p) =>
      ofVarianceInterval(means.centredSquaredError, p),
    ),
  ),
]

/** The metrics that a task has. */
export function metricsOf(task: Task): readonly Metric[] {
  return catalogue.filter((metric) => metric.tasks.includes(task))
}

/** The metric of that name, or undefined if the catalogue has none. */
export function metricNamed(name: string): Metric | undefined {
  return catalogue.find((metric) => metric.name === name)
}

function ofBinary(name: string, details: Details, measure: Measure<BinaryPredictions>): Metric {
  return metric(name, ['binary'], details, measure, (p) => (p.task === 'binary' ? p : undefined))
}

function ofMulticlass(name: string, details: Details, measure: Measure<MulticlassPredictions>): Metric {
  return metric(name, ['multiclass'], details, measure, (p) => (p.task === 'multiclass' ? p : undefined))
}

function ofClasses(name: string, details: Details, measure: Measure<ClassPredictions>): Metric {
  return metric(name, ['binary', 'multiclass'], details, measure, (p) =>
    p.task === 'regression' ? undefined : p,
  )
}

function ofNumbers(name: string, details: Details, measure: Measure<RegressionPredictions>): Metric {
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
    difference: (candidate, baseline, seed) =>
      candidate.weights !== undefined && !takesWeights
        ? undefined
        : difference(own(candidate), own(baseline), seed),
    interval: (predictions, seed) =>
      predictions.weights !== undefined && !takesWeights ? undefined : interval(own(predictions), seed),
  }
}
