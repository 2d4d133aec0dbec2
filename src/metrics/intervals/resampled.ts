import { gammaDraw } from '../../stats/gamma-draw.ts'
import { multinomialDraw } from '../../stats/multinomial-draw.ts'
import { randomFrom } from '../../stats/random.ts'
import { studentTQuantile } from '../../stats/student-t.ts'
import type { ClassTotals } from '../class-totals.ts'
import { boundAlpha } from '../compare/difference.ts'
import { type JointCells, jointCells, resamplesOf, totalsOf } from '../compare/joint-cells.ts'
import { type OfDraws, rowDraws, rowResamples } from '../compare/resampled-rows.ts'
import type { ClassPredictions } from '../predictions.ts'
import type { Measured } from '../undefined.ts'
import { type Interval, percentileInterval, reach } from './interval.ts'
import { withPrior } from './prior-cells.ts'

/**
 * A function of the confusion table, by draws over its cells: the wider of multinomial ones, which are the bootstrap's,
 * and of those from Dirichlet's distribution with half a row more in some cells. Near a perfect score a bootstrap alone
 * sees too few errors to know how many more there could have been.
 */
export function confusionInterval(
  metric: (totals: ClassTotals) => Measured,
  predictions: ClassPredictions,
  seed: string,
): Interval | undefined {
  const cells = jointCells(predictions, predictions)
  const random = randomFrom(seed)
  const seen = cellsInterval(metric, cells, (drawn) => multinomialDraw(cells.counts, random, drawn))
  const prior = withPrior(cells)
  const believed = cellsInterval(metric, prior, (drawn) => {
    for (let i = 0; i < drawn.length; i++) drawn[i] = gammaDraw(prior.counts[i]!, random)
  })
  const value = metric(totalsOf(cells, cells.guess)(cells.counts))
  const known = [seen, believed].filter((interval) => interval !== undefined)
  if (known.length === 0 || typeof value !== 'number') return undefined
  return {
    method: 'multinomial',
    low: Math.min(value, ...known.map(({ low }) => low)),
    high: Math.max(value, ...known.map(({ high }) => high)),
  }
}

function cellsInterval(
  metric: (totals: ClassTotals) => Measured,
  cells: JointCells,
  draw: (drawn: Float64Array) => void,
): Interval | undefined {
  const totals = totalsOf(cells, cells.guess)
  const drawn = new Float64Array(cells.counts.length)
  const resampled = Float64Array.from({ length: resamplesOf(cells) }, () => {
    draw(drawn)
    const value = metric(totals(drawn))
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

/**
 * A metric between 0 and 1 that reads higher the fewer rows there are: the wider of the resamples' own bounds and of
 * those with their spread on the logit's scale, of which of 50 rows the percentiles alone miss the truth three times too
 * often.
 */
export function rankingInterval(rows: number, metric: OfDraws, seed: string): Interval | undefined {
  const value = metric(new Uint16Array(rows).fill(1))
  const drawn = drawnInterval(rows, metric, seed)
  if (drawn === undefined || !(value > 0 && value < 1)) return drawn
  const spread = (drawn.high - drawn.low) / (2 * reach())
  const logit = Math.log(value / (1 - value))
  const distance = (studentTQuantile(1 - boundAlpha, Math.max(1, rows - 1)) * spread) / (value * (1 - value))
  const back = (x: number) => 1 / (1 + Math.exp(-x))
  return {
    ...drawn,
    low: Math.min(drawn.low, back(logit - distance)),
    high: Math.max(drawn.high, back(logit + distance)),
  }
}

/** A metric that needs its rows, by drawing them. */
export function drawnInterval(rows: number, metric: OfDraws, seed: string): Interval | undefined {
  const draw = rowDraws(rows, seed)
  const resampled = Float64Array.from({ length: rowResamples }, () => metric(draw()))
  return percentileInterval('bootstrap', resampled)
}
