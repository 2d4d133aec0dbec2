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
): Interval | undefined {
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

/**
 * A metric that any noise makes larger, such as a sum of distances: what the resamples add to it the rows have added
 * to the true value, and is taken off. Never without the value itself.
 * @see Davison & Hinkley 1997, "Bootstrap Methods and their Application", 5.2, the basic bootstrap
 */
export function basicInterval(rows: number, metric: OfDraws, seed: string): Interval | undefined {
  const value = metric(new Uint16Array(rows).fill(1))
  const drawn = drawnInterval(rows, metric, seed)
  return (
    drawn && {
      ...drawn,
      low: Math.max(0, Math.min(value, 2 * value - drawn.high)),
      high: Math.max(value, 2 * value - drawn.low),
    }
  )
}

/** A metric that needs its rows, by drawing them. */
export function drawnInterval(rows: number, metric: OfDraws, seed: string): Interval | undefined {
  const word = randomWords(seed)
  const times = new Uint16Array(rows)
  const resampled = Float64Array.from({ length: rowResamples }, () => {
    drawRows(times, word)
    return metric(times)
  })
  return percentileInterval('bootstrap', resampled)
}
