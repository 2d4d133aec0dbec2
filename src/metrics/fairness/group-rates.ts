import type { Proportion } from '../../stats/two-proportions.ts'
import type { BinaryPredictions } from '../predictions.ts'

/** The shares of a group's rows that disparities are made of. */
export const rates = ['selection_rate', 'true_positive_rate', 'false_positive_rate'] as const
export type Rate = (typeof rates)[number]

/** A rate is absent where the group has no row that it is a share of. */
export type GroupRates = Readonly<Partial<Record<Rate, Proportion>>>

/**
 * How often a group's rows are predicted positive: of all, of the positive ones, of the negative ones. With weights
 * the trials are Kish's effective number, by which the share varies as one of so many rows of equal weight would.
 * @param predictions with predicted classes and without a fault
 * @param at rows of the group
 * @see Kish 1965, "Survey Sampling", section 11.7; Rao & Scott 1992, "A simple method for the analysis of clustered binary data"
 */
export function groupRates(predictions: BinaryPredictions, at: Uint32Array): GroupRates {
  const { labels } = predictions
  const of = (rate: Rate, counts: (row: number) => boolean) => {
    const share = shareOf(predictions, at, counts)
    return share === undefined ? {} : { [rate]: share }
  }
  return {
    ...of('selection_rate', () => true),
    ...of('true_positive_rate', (row) => labels[row] === 1),
    ...of('false_positive_rate', (row) => labels[row] === 0),
  }
}

function shareOf(
  { predicted, weights }: BinaryPredictions,
  at: Uint32Array,
  counts: (row: number) => boolean,
): Proportion | undefined {
  let all = 0
  let selected = 0
  let squares = 0
  for (const row of at) {
    if (!counts(row)) continue
    const weight = weights === undefined ? 1 : weights[row]!
    all += weight
    squares += weight * weight
    if (predicted![row] === 1) selected += weight
  }
  if (all === 0) return undefined
  const trials = (all * all) / squares
  return { hits: weights === undefined ? selected : (selected / all) * trials, trials }
}
