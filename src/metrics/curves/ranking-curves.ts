import { sharedOrder } from '../../stats/order.ts'
import type { Ranking } from '../ranking.ts'
import { type Point, thinned } from './thinned.ts'

/** Points that a curve is drawn of. */
const most = 100

/** Nearer ones are one point already: of a hundred thousand thresholds most are. */
const near = 1 / 8000

/** A ROC curve from (0, 0) to (1, 1), and precision over recall, both from the highest threshold to the lowest. */
export interface RankingCurves {
  readonly roc: [number, number][]
  readonly precisionRecall: [number, number][]
}

/**
 * The curves of rows of two kinds, a point for each threshold that differs; undefined where one of the kinds has no rows.
 * @see Fawcett 2006, "An introduction to ROC analysis", algorithm 1
 */
export function rankingCurves({ positive, score, weights }: Ranking): RankingCurves | undefined {
  const order = sharedOrder(score)
  const of = (row: number) => (weights === undefined ? 1 : weights[row]!)
  let positives = 0
  let negatives = 0
  for (let row = 0; row < score.length; row++) {
    if (positive[row] === 1) positives += of(row)
    else negatives += of(row)
  }
  if (!(positives > 0) || !(negatives > 0)) return undefined
  const roc: Point[] = [[0, 0]]
  const precisionRecall: Point[] = []
  let hits = 0
  let alarms = 0
  for (let i = order.length - 1; i >= 0; i--) {
    const row = order[i]!
    if (positive[row] === 1) hits += of(row)
    else alarms += of(row)
    if (i > 0 && score[order[i - 1]!] === score[row]) continue
    if (hits + alarms === 0) continue
    const isLast = i === 0
    add(roc, alarms / negatives, hits / positives, isLast)
    add(precisionRecall, hits / positives, hits / (hits + alarms), isLast)
  }
  return { roc: thinned(roc, most), precisionRecall: thinned(precisionRecall, most) }
}

function add(line: Point[], x: number, y: number, isLast: boolean): void {
  const before = line.at(-1)
  if (!isLast && before !== undefined && Math.abs(x - before[0]) + Math.abs(y - before[1]) < near) return
  line.push([x, y])
}
