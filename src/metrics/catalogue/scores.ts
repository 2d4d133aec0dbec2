import { calibrationError, calibrationErrorOf, usualBins } from '../calibration.ts'
import { type Averaging, meanAveragePrecision, rocAucOneVsOne, rocAucOneVsRest } from '../class-ranking.ts'
import { oneVsOneDifference, oneVsRestDifference, rocAucDifference } from '../compare/areas.ts'
import { averagePrecisionDifference, averagePrecisionOf } from '../compare/draws.ts'
import { sharesDifference } from '../compare/proportions.ts'
import { resampledRowsDifference } from '../compare/resampled-rows.ts'
import { oneVsOneInterval, oneVsRestInterval, rocAucInterval } from '../intervals/areas.ts'
import { shareInterval } from '../intervals/proportions.ts'
import { basicInterval, rankingInterval } from '../intervals/resampled.ts'
import { type Metric, ofBinary, ofClasses, ofMulticlass, probability, ranking } from '../metric.ts'
import type { BinaryPredictions } from '../predictions.ts'
import { brier, logLoss, logLossOfRow, squaredDistanceOfRow } from '../probability.ts'
import { averagePrecision, type Ranking, rocAuc } from '../ranking.ts'
import { foundInTop, topAccuracy } from '../top-k.ts'
import { ofRows } from './of-rows.ts'

const asRanking = ({ labels, score, weights }: BinaryPredictions): Ranking => ({
  positive: labels,
  score: score!,
  weights,
})

/** Metrics of the scores of classes. */
export const ofScores: readonly Metric[] = [
  ofBinary('roc_auc', ranking, {
    method: 'delong',
    compute: (predictions) => rocAuc(asRanking(predictions)),
    difference: rocAucDifference,
    interval: rocAucInterval,
  }),
  oneVsRest('roc_auc_ovr', 'macro'),
  oneVsRest('roc_auc_ovr_weighted', 'weighted'),
  oneVsOne('roc_auc_ovo', 'macro'),
  oneVsOne('roc_auc_ovo_weighted', 'weighted'),
  ofClasses('average_precision', ranking, {
    method: 'bootstrap',
    compute: (predictions) =>
      predictions.task === 'binary'
        ? averagePrecision(asRanking(predictions))
        : meanAveragePrecision(predictions),
    difference: averagePrecisionDifference,
    interval: (predictions, seed) => rankingInterval(predictions.rows, averagePrecisionOf(predictions), seed),
  }),
  ofClasses('log_loss', probability, ofRows(logLoss, logLossOfRow)),
  ofClasses('brier', { ...probability, range: [0, 2] }, ofRows(brier, squaredDistanceOfRow)),
  expectedCalibrationError('ece', usualBins),
]

/** The calibration error over so many bins. */
export function expectedCalibrationError(name: string, bins: number): Metric {
  return ofClasses(
    name,
    { ...probability, range: [0, 1] },
    {
      method: 'bootstrap',
      compute: (predictions) => calibrationError(bins, predictions),
      difference: (candidate, baseline, seed) =>
        resampledRowsDifference(
          candidate.rows,
          calibrationErrorOf(bins, candidate),
          calibrationErrorOf(bins, baseline),
          seed,
        ),
      interval: (predictions, seed) =>
        basicInterval(predictions.rows, calibrationErrorOf(bins, predictions), seed),
    },
  )
}

/** The share of rows whose class is among the `k` of the highest scores. */
export const topShare = (name: string, k: number): Metric =>
  ofMulticlass(name, ranking, {
    method: 'tango+mcnemar',
    compute: (predictions) => topAccuracy(k, predictions),
    difference: (candidate, baseline) => sharesDifference(foundInTop(k, candidate), foundInTop(k, baseline)),
    interval: (predictions) => shareInterval(foundInTop(k, predictions)),
  })

function oneVsRest(name: string, averaging: Averaging): Metric {
  return ofMulticlass(name, ranking, {
    method: 'delong',
    compute: rocAucOneVsRest(averaging),
    difference: oneVsRestDifference(averaging),
    interval: oneVsRestInterval(averaging),
  })
}

function oneVsOne(name: string, averaging: Averaging): Metric {
  return ofMulticlass(name, ranking, {
    method: 'delong',
    compute: rocAucOneVsOne(averaging),
    difference: oneVsOneDifference(averaging),
    interval: oneVsOneInterval(averaging),
  })
}
