import type { Curves } from '../../record/curves.ts'
import { calibrationBins } from '../calibration.ts'
import { fault } from '../faults.ts'
import type { ClassPredictions, MulticlassPredictions, Predictions } from '../predictions.ts'
import { improperProbabilities } from '../probability.ts'
import { confusionOf } from './confusion.ts'
import { rankingCurves } from './ranking-curves.ts'
import { residualsOf } from './residuals.ts'

/** Classes whose curves are drawn: those with the most rows. */
const mostClasses = 6

const calibrationParts = 10

/**
 * What predictions look like, as drawings of their mistakes need it; undefined of rankings, which have none, and where
 * labels or weights are faulty. Scores with a fault are not drawn.
 * @param positive what a binary task calls its positive class
 * @param beside the curves that these are drawn beside
 */
export function curvesOf(
  predictions: Predictions,
  positive: string | undefined,
  beside?: Curves,
): Curves | undefined {
  if (predictions.task === 'ranking' || fault(predictions, 'values') !== undefined) return undefined
  const { rows } = predictions
  if (predictions.task === 'regression') {
    const residuals = residualsOf(predictions, beside?.residuals?.edges)
    return residuals && { rows, residuals }
  }
  const confusion = confusionOf(predictions, namesOf(predictions, positive))
  const scored = fault(predictions, 'score') === undefined
  const classes = scored ? classCurves(predictions, positive) : []
  const calibration = scored && improperProbabilities(predictions) === undefined
  return {
    rows,
    ...(classes.length > 0 && { classes }),
    ...(calibration && { calibration: calibrationBins(calibrationParts, predictions) }),
    ...(confusion && { confusion }),
  }
}

type OfClass = NonNullable<Curves['classes']>[number]

const namesOf = (predictions: ClassPredictions, positive: string | undefined): readonly string[] =>
  predictions.task === 'multiclass'
    ? predictions.classes
    : (predictions.classes ?? [`not ${positive ?? 'positive'}`, positive ?? 'positive'])

/** @param predictions with scores without a fault */
function classCurves(predictions: ClassPredictions, positive: string | undefined): OfClass[] {
  if (predictions.task === 'multiclass') return ofClasses(predictions)
  return ofClass(positive ?? 'positive', predictions.labels, predictions.score!, predictions.weights)
}

function ofClasses({ labels, scores, weights, classes }: MulticlassPredictions): OfClass[] {
  const counts = new Float64Array(classes.length)
  for (const label of labels) counts[label]! += 1
  const shown = Array.from(classes.keys())
    .sort((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, mostClasses)
    .sort((a, b) => a - b)
  return shown.flatMap((index) => {
    const positive = Uint8Array.from(labels, (label) => (label === index ? 1 : 0))
    return ofClass(classes[index]!, positive, scores![index]!, weights)
  })
}

function ofClass(
  name: string,
  positive: Uint8Array,
  score: Float64Array,
  weights: Float64Array | undefined,
): OfClass[] {
  const curves = rankingCurves({ positive, score, weights })
  if (curves === undefined) return []
  return [{ name, rows: curves.positives, roc: curves.roc, precision_recall: curves.precisionRecall }]
}
