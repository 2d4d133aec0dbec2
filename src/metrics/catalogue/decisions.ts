import { accuracy, balancedAccuracy, cohenKappa, matthews } from '../agreement.ts'
import { type ClassTotals, classTotals } from '../class-totals.ts'
import { confusionDifference } from '../compare/confusions.ts'
import { accuracyDifference, recallDifference } from '../compare/proportions.ts'
import { accuracyInterval, f1Interval, precisionInterval, recallInterval } from '../intervals/proportions.ts'
import { confusionInterval } from '../intervals/resampled.ts'
import { type Details, decision, type Measure, type Metric, ofBinary, ofClasses } from '../metric.ts'
import {
  type ClassRatio,
  fBeta,
  macro,
  ofPositive,
  precision,
  recall,
  weighted,
} from '../precision-recall.ts'
import type { BinaryPredictions, ClassPredictions } from '../predictions.ts'
import type { Measured } from '../undefined.ts'

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

const ratios = {
  precision: { ratio: precision, interval: precisionInterval },
  recall: { ratio: recall, interval: recallInterval },
  f1: { ratio: fBeta(1), interval: f1Interval },
}

/** A ratio of counts by class, over the classes together. */
const averages = (name: string, ratio: ClassRatio): Metric[] => [
  ofClasses(
    `${name}_macro`,
    decision,
    confusion((totals) => macro(ratio, totals)),
  ),
  // With one label and one prediction a row all micro averages are the accuracy.
  ofClasses(`${name}_micro`, decision, share),
  ofClasses(
    `${name}_weighted`,
    decision,
    confusion((totals) => weighted(ratio, totals)),
  ),
]

const ofPositiveClass = (
  name: string,
  ratio: ClassRatio,
  interval?: Measure<BinaryPredictions>['interval'],
): Metric =>
  ofBinary(name, decision, {
    ...confusion((totals) => ofPositive(ratio, totals)),
    ...(ratio === recall && {
      method: 'tango+mcnemar',
      difference: recallDifference,
    }),
    ...(interval && { interval }),
  })

const correlation: Details = { ...decision, range: [-1, 1] }

/** Metrics of predicted classes. */
export const ofDecisions: readonly Metric[] = [
  ofClasses('accuracy', decision, share),
  ofClasses('balanced_accuracy', decision, confusion(balancedAccuracy)),
  ...Object.entries(ratios).flatMap(([name, { ratio, interval }]) => [
    ofPositiveClass(name, ratio, interval),
    ...averages(name, ratio),
  ]),
  ofClasses('mcc', correlation, confusion(matthews)),
  ofClasses('cohen_kappa', correlation, confusion(cohenKappa)),
]

/** F-beta of the positive class, and its averages over the classes. @param beta > 0 */
export const fScores = (name: string, beta: number): readonly Metric[] => [
  ofPositiveClass(name, fBeta(beta)),
  ...averages(name, fBeta(beta)),
]
