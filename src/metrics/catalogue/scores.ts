import { meanAveragePrecision, rocAucOneVsOne, rocAucOneVsRest } from '../class-ranking.ts'
import { oneVsOneDifference, oneVsRestDifference, rocAucDifference } from '../compare/areas.ts'
import { averagePrecisionDifference, averagePrecisionOf } from '../compare/draws.ts'
import { oneVsRestInterval, rocAucInterval } from '../intervals/areas.ts'
import { drawnInterval } from '../intervals/resampled.ts'
import { type Metric, ofBinary, ofClasses, ofMulticlass, probability, ranking } from '../metric.ts'
import type { BinaryPredictions } from '../predictions.ts'
import { brier, logLoss, logLossOfRow, squaredDistanceOfRow } from '../probability.ts'
import { averagePrecision, type Ranking, rocAuc } from '../ranking.ts'
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
]
