import { multinomialDraw } from '../../stats/multinomial-draw.ts'
import { randomFrom, randomWords } from '../../stats/random.ts'
import type { ClassTotals } from '../class-totals.ts'
import { type JointCells, jointCells, resamplesOf, totalsOf } from '../compare/joint-cells.ts'
import { drawRows, type OfDraws, rowResamples } from '../compare/resampled-rows.ts'
import type { ClassPredictions } from '../predictions.ts'
import type { Measured } from '../undefined.ts'
import { type Interval, percentileInterval } from './interval.ts'

/** A function of the confusion table, by multinomial draws over its cells. */
export function confusionInterval(
  metric: (totals: ClassTotals) => Measured,
  predictions: ClassPredictions,
  seed: string,
): Interval {
  const cells: JointCells = jointCells(predictions, predictions)
  const random = randomFrom(seed)
  const drawn = new Float64Array(cells.counts.length)
  const resampled = Float64Array.from({ length: resamplesOf(cells) }, () => {
    multinomialDraw(cells.counts, random, drawn)
    const value = metric(totalsOf(cells, cells.guess, drawn))
    return typeof value === 'number' ? value : Number.NaN
  })
  return percentileInterval('multinomial', resampled)
}

/** A metric that needs its rows, by drawing them. */
export function drawnInterval(rows: number, metric: OfDraws, seed: string): Interval {
  const word = randomWords(seed)
  const times = new Uint16Array(rows)
  const resampled = Float64Array.from({ length: rowResamples }, () => {
    drawRows(times, word)
    return metric(times)
  })
  return percentileInterval('bootstrap', resampled)
}
