import { multinomialDraw } from '../../stats/multinomial-draw.ts'
import { randomFrom } from '../../stats/random.ts'
import { resampledDifference } from '../../stats/resampled-difference.ts'
import type { ClassTotals } from '../class-totals.ts'
import type { ClassPredictions } from '../predictions.ts'
import type { Measured } from '../undefined.ts'
import { boundAlpha, type MetricDifference, testedBy } from './difference.ts'
import { jointCells, resamplesOf, totalsOf } from './joint-cells.ts'

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
  const difference = (counts: Float64Array) =>
    numberOf(metric(totalsOf(cells, cells.guess, counts))) -
    numberOf(metric(totalsOf(cells, cells.before, counts)))
  const random = randomFrom(seed)
  const drawn = new Float64Array(cells.counts.length)
  const resampled = new Float64Array(resamplesOf(cells))
  for (let i = 0; i < resampled.length; i++) {
    multinomialDraw(cells.counts, random, drawn)
    resampled[i] = difference(drawn)
  }
  return testedBy('multinomial', resampledDifference(difference(cells.counts), resampled, boundAlpha))
}

const numberOf = (measured: Measured) => (typeof measured === 'number' ? measured : Number.NaN)
