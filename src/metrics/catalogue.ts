import { accuracy, balancedAccuracy, cohenKappa, matthews } from './agreement.ts'
import { meanAveragePrecision, rocAucOneVsOne, rocAucOneVsRest } from './class-ranking.ts'
import { type ClassTotals, classTotals } from './class-totals.ts'
import type { Needs } from './faults.ts'
import { f1, macro, ofPositive, precision, recall, weighted } from './precision-recall.ts'
import type {
  BinaryPredictions,
  ClassPredictions,
  MulticlassPredictions,
  Predictions,
  RegressionPredictions,
  Task,
} from './predictions.ts'
import { brier, logLoss } from './probability.ts'
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
  /** `proportion`: a share of rows that are right, so that two models can be compared row by row */
  readonly method: 'proportion' | 'estimate'
  /** @param predictions of one of `tasks`, without a fault for `needs` */
  readonly compute: (predictions: Predictions) => Measured
}

type Details = Pick<Metric, 'direction' | 'needs'> & Partial<Pick<Metric, 'method'>>

const decision: Details = { direction: 'higher', needs: 'predicted' }
const share: Details = { ...decision, method: 'proportion' }
const ranking: Details = { direction: 'higher', needs: 'score' }
const probability: Details = { direction: 'lower', needs: 'score' }
const error: Details = { direction: 'lower', needs: 'predicted' }

const ofTotals = (compute: (totals: ClassTotals) => Measured) => (predictions: ClassPredictions) =>
  compute(classTotals(predictions))

const asRanking = ({ labels, score, weights }: BinaryPredictions): Ranking => ({
  positive: labels,
  score: score!,
  weights,
})

/** In the order in which reports list them. */
export const catalogue: readonly Metric[] = [
  ofClasses('accuracy', share, ofTotals(accuracy)),
  ofClasses('balanced_accuracy', decision, ofTotals(balancedAccuracy)),
  ...Object.entries({ precision, recall, f1 }).flatMap(([name, ratio]) => [
    ofBinary(
      name,
      decision,
      ofTotals((totals) => ofPositive(ratio, totals)),
    ),
    ofClasses(
      `${name}_macro`,
      decision,
      ofTotals((totals) => macro(ratio, totals)),
    ),
    // With one label and one prediction a row all three micro averages are the accuracy.
    ofClasses(`${name}_micro`, share, ofTotals(accuracy)),
    ofClasses(
      `${name}_weighted`,
      decision,
      ofTotals((totals) => weighted(ratio, totals)),
    ),
  ]),
  ofBinary('roc_auc', ranking, (predictions) => rocAuc(asRanking(predictions))),
  ofMulticlass('roc_auc_ovr', ranking, rocAucOneVsRest),
  ofMulticlass('roc_auc_ovo', ranking, rocAucOneVsOne),
  ofClasses('average_precision', ranking, (predictions) =>
    predictions.task === 'binary'
      ? averagePrecision(asRanking(predictions))
      : meanAveragePrecision(predictions),
  ),
  ofClasses('log_loss', probability, logLoss),
  ofClasses('brier', probability, brier),
  ofClasses('mcc', decision, ofTotals(matthews)),
  ofClasses('cohen_kappa', decision, ofTotals(cohenKappa)),
  ofNumbers('mae', error, regression.meanAbsoluteError),
  ofNumbers('mse', error, regression.meanSquaredError),
  ofNumbers('rmse', error, regression.rootMeanSquaredError),
  ofNumbers('r2', decision, regression.rSquared),
  ofNumbers('mape', error, regression.meanAbsolutePercentageError),
  ofNumbers('median_ae', error, regression.medianAbsoluteError),
  ofNumbers('max_error', error, regression.maxError),
  ofNumbers('explained_variance', decision, regression.explainedVariance),
]

/** The metrics that a task has. */
export function metricsOf(task: Task): readonly Metric[] {
  return catalogue.filter((metric) => metric.tasks.includes(task))
}

/** The metric of that name, or undefined if the catalogue has none. */
export function metricNamed(name: string): Metric | undefined {
  return catalogue.find((metric) => metric.name === name)
}

function ofBinary(name: string, details: Details, compute: (p: BinaryPredictions) => Measured): Metric {
  return metric(name, ['binary'], details, (predictions) => {
    if (predictions.task !== 'binary') throw wrongTask(name, predictions)
    return compute(predictions)
  })
}

function ofMulticlass(
  name: string,
  details: Details,
  compute: (p: MulticlassPredictions) => Measured,
): Metric {
  return metric(name, ['multiclass'], details, (predictions) => {
    if (predictions.task !== 'multiclass') throw wrongTask(name, predictions)
    return compute(predictions)
  })
}

function ofClasses(name: string, details: Details, compute: (p: ClassPredictions) => Measured): Metric {
  return metric(name, ['binary', 'multiclass'], details, (predictions) => {
    if (predictions.task === 'regression') throw wrongTask(name, predictions)
    return compute(predictions)
  })
}

function ofNumbers(name: string, details: Details, compute: (p: RegressionPredictions) => Measured): Metric {
  return metric(name, ['regression'], details, (predictions) => {
    if (predictions.task !== 'regression') throw wrongTask(name, predictions)
    return compute(predictions)
  })
}

function metric(name: string, tasks: readonly Task[], details: Details, compute: Metric['compute']): Metric {
  return { name, tasks, method: 'estimate', ...details, compute }
}

function wrongTask(name: string, { task }: Predictions): RangeError {
  return new RangeError(`a ${task} task has no ${name}`)
}
