import { sharedOrder } from '../../stats/order.ts'
import type { Ranking } from '../ranking.ts'
import { type Point, thinned } from './thinned.ts'

/** Points that a curve is drawn of. */
const most = 100

/** Nearer ones are one point already: of a hundred thousand thresholds most are. */
const near = 1 / 8000

/** A ROC curve from (0, 0) to (1, 1), and precision over recall, both from the highest threshold to the lowest. */
interface RankingCurves {
  /** rows of the positive kind, weighted */
  readonly positives: number
  readonly roc: [number, number][]
  readonly precisionRecall: [number, number][]
}

/**
 * The curves of rows of two kinds, a point for each threshold that differs; undefined where one of the kinds has no rows.
 * @see Fawcett 2006, "An introduction to ROC analysis", algorithm 1
 */
export function rankingCurves({ positive, score, weights }: Ranking): RankingCurves | undefined {
  const order = sharedOrder(score)
  let positives = 0
  let negatives = 0
  for (let row = 0; row < score.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!
    if (positive[row] === 1) positives += weight
    else negatives += weight
  }
  if (!(positives > 0) || !(negatives > 0)) return undefined
  const falseRate = new Float64Array(score.length + 1)
  const recall = new Float64Array(score.length + 1)
  const precision = new Float64Array(score.length + 1)
  let points = 1
  let hits = 0
  let alarms = 0
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!
    const weight = weights === undefined ? 1 : weights[row]!
    if (positive[row] === 1) hits += weight
    else alarms += weight
    if (i > 0 && score[order[i - 1]!] === score[row]) continue
    if (hits + alarms === 0) continue
    falseRate[points] = alarms / negatives
    recall[points] = hits / positives
    precision[points] = hits / (hits + alarms)
    points++
  }
  return {
    positives,
    roc: thinned(apart(falseRate.subarray(0, points), recall), most),
    precisionRecall: thinned(apart(recall.subarray(1, points), precision.subarray(1)), most),
  }
}

/** The points of a line without those that are too near to the one before; its end is never left out. */
function apart(xs: Float64Array, ys: Float64Array): Point[] {
  const line: Point[] = []
  let [lastX, lastY] = [Number.POSITIVE_INFINITY, 0]
  for (let i = 0; i < xs.length; i++) {
    const x = xs[i]!
    const y = ys[i]!
    if (i < xs.length - 1 && Math.abs(x - lastX) + Math.abs(y - lastY) < near) continue
    line.push([x, y])
    lastX = x
    lastY = y
  }
  return line
}
