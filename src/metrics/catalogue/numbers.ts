import { medianErrorDifference, medianErrorOf } from '../compare/draws.ts'
import * as means from '../compare/means.ts'
import { pinballLoss, symmetricPercentageError } from '../errors-of-rows.ts'
import { ofVarianceInterval, rootMeanSquaredInterval } from '../intervals/means.ts'
import { drawnInterval } from '../intervals/resampled.ts'
import { type Details, error, type Measure, type Metric, ofNumbers } from '../metric.ts'
import type { Predictions } from '../predictions.ts'
import * as regression from '../regression.ts'
import { ofRows } from './of-rows.ts'

const student = <P extends Predictions>(
  compute: Measure<P>['compute'],
  difference: Measure<P>['difference'],
  interval: Measure<P>['interval'],
): Measure<P> => ({ method: 'student', weighted: true, compute, difference, interval })

/** Shares of the variance: below 0 for what is worse than the mean. */
const explained: Details = {
  direction: 'higher',
  needs: 'predicted',
  range: [Number.NEGATIVE_INFINITY, 1],
}

/** Metrics of predicted numbers. */
export const ofPredictedNumbers: readonly Metric[] = [
  ofNumbers('mae', error, ofRows(regression.meanAbsoluteError, means.absoluteError)),
  ofNumbers('mse', error, ofRows(regression.meanSquaredError, means.squaredError)),
  ofNumbers(
    'rmse',
    error,
    student(regression.rootMeanSquaredError, means.rootMeanSquaredDifference, rootMeanSquaredInterval),
  ),
  ofNumbers(
    'r2',
    explained,
    student(regression.rSquared, means.rSquaredDifference, (p) => ofVarianceInterval(means.squaredError, p)),
  ),
  ofNumbers('mape', error, ofRows(regression.meanAbsolutePercentageError, means.absolutePercentageError)),
  ofNumbers(
    'smape',
    { ...error, range: [0, 2] },
    ofRows(regression.symmetricMeanAbsolutePercentageError, symmetricPercentageError),
  ),
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
    explained,
    student(regression.explainedVariance, means.explainedVarianceDifference, (p) =>
      ofVarianceInterval(means.centredSquaredError, p),
    ),
  ),
]

/** The pinball loss of one quantile. @param alpha in (0, 1) */
export const pinball = (name: string, alpha: number): Metric =>
  ofNumbers(
    name,
    error,
    ofRows((predictions) => regression.meanPinballLoss(alpha, predictions), pinballLoss(alpha)),
  )
