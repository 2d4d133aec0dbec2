import { multinomialDraw } from '../../stats/multinomial-draw.ts'
import { type Random, randomFrom } from '../../stats/random.ts'
import { randomizationTails } from '../../stats/randomization-tails.ts'
import { resampledDifference } from '../../stats/resampled-difference.ts'
import type { ClassTotals } from '../class-totals.ts'
import type { ClassPredictions } from '../predictions.ts'
import type { Measured } from '../undefined.ts'
import { boundAlpha, type MetricDifference } from './difference.ts'
import { exchangedCells } from './exchanged-cells.ts'
import { type JointCells, jointCells, resamplesOf, totalsOf } from './joint-cells.ts'

/**
 * A function of two confusion tables on the same rows. Rows with the same label and the same two predictions are
 * interchangeable, so that a resample of rows is a multinomial draw over such cells: exactly the bootstrap's
 * distribution, in time that does not grow with the rows.
 * @param seed any text; the same seed gives the same answer
 */
export function confusionDifference(
  metric: (totals: ClassTotals) => Measured,
  candidate: ClassPredictions,
  baseline: ClassPredictions,
  seed: string,
): MetricDifference | undefined {
  const cells = jointCells(candidate, baseline)
  const difference = differenceOf(metric, cells)
  const random = randomFrom(seed)
  const drawn = new Float64Array(cells.counts.length)
  const resampled = new Float64Array(resamplesOf(cells))
  for (let i = 0; i < resampled.length; i++) {
    multinomialDraw(cells.counts, random, drawn)
    resampled[i] = difference(drawn)
  }
  const change = difference(cells.counts)
  const tested = resampledDifference(change, resampled, boundAlpha)
  if (tested === undefined) return undefined
  const { lower, higher } = exchangeTails(metric, cells, change, random)
  return {
    ...tested,
    method: 'multinomial',
    pLower: Math.max(tested.pLower, lower),
    pHigher: Math.max(tested.pHigher, higher),
  }
}

/**
 * Where two models differ on a handful of rows, a bootstrap draws none of them too often, and calls three rows of chance
 * significant; so its p is never below that of exchanging the two models' predictions.
 */
function exchangeTails(
  metric: (totals: ClassTotals) => Measured,
  cells: JointCells,
  change: number,
  random: Random,
) {
  const { cells: all, differing, draw } = exchangedCells(cells)
  const difference = differenceOf(metric, all)
  const drawn = new Float64Array(all.counts.length)
  const differences = new Float64Array(resamplesOf(all))
  for (let i = 0; i < differences.length; i++) {
    draw(random, drawn)
    differences[i] = difference(drawn)
  }
  return randomizationTails(change, differences, 2 ** -differing)
}

function differenceOf(metric: (totals: ClassTotals) => Measured, cells: JointCells) {
  const [now, before] = [totalsOf(cells, cells.guess), totalsOf(cells, cells.before)]
  return (counts: Float64Array) => numberOf(metric(now(counts))) - numberOf(metric(before(counts)))
}

const numberOf = (measured: Measured) => (typeof measured === 'number' ? measured : Number.NaN)
