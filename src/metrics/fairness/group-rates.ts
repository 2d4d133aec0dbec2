import type { Proportion } from '../../stats/two-proportions.ts'
import type { Partition } from '../dependence.ts'
import type { BinaryPredictions } from '../predictions.ts'

/** The shares of a group's rows that disparities are made of. */
export const rates = ['selection_rate', 'true_positive_rate', 'false_positive_rate'] as const
export type Rate = (typeof rates)[number]

/** A rate is absent where the group has no row that it is a share of. */
export type GroupRates = Readonly<Partial<Record<Rate, Proportion>>>

/**
 * How often a group's rows are predicted positive: of all, of the positive ones, of the negative ones. With weights
 * the trials are Kish's effective number, by which the share varies as one of so many rows of equal weight would; where
 * rows depend on each other, the number by which it varies from part to part, if that is less.
 * @param predictions with predicted classes and without a fault
 * @param at rows of the group
 * @see Kish 1965, "Survey Sampling", section 11.7; Rao & Scott 1992, "A simple method for the analysis of clustered binary data"
 */
export function groupRates(predictions: BinaryPredictions, at: Uint32Array): GroupRates {
  const { labels, weights, dependence = [] } = predictions
  if (weights === undefined && dependence.length === 0) return countedRates(predictions, at)
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

/** The same of rows that each count for one, in one pass. */
function countedRates({ labels, predicted }: BinaryPredictions, at: Uint32Array): GroupRates {
  const rows = [0, 0]
  const selected = [0, 0]
  for (let i = 0; i < at.length; i++) {
    const row = at[i]!
    const label = labels[row]!
    rows[label]! += 1
    if (predicted![row] === 1) selected[label]! += 1
  }
  const of = (rate: Rate, hits: number, trials: number) => (trials === 0 ? {} : { [rate]: { hits, trials } })
  return {
    ...of('selection_rate', selected[0]! + selected[1]!, at.length),
    ...of('true_positive_rate', selected[1]!, rows[1]!),
    ...of('false_positive_rate', selected[0]!, rows[0]!),
  }
}

function shareOf(
  predictions: BinaryPredictions,
  at: Uint32Array,
  counts: (row: number) => boolean,
): Proportion | undefined {
  const { predicted, weights, dependence = [] } = predictions
  const weight = (row: number) => (weights === undefined ? 1 : weights[row]!)
  const rows = at.filter(counts)
  let all = 0
  let selected = 0
  let squares = 0
  for (const row of rows) {
    all += weight(row)
    squares += weight(row) ** 2
    if (predicted![row] === 1) selected += weight(row)
  }
  if (all === 0) return undefined
  const share = selected / all
  const alone = (all * all) / squares
  const trials = Math.min(
    alone,
    ...dependence.map((partition) => effectiveTrials(predictions, rows, share, all, partition)),
  )
  const asTheyAre = weights === undefined && trials === rows.length
  return { hits: asTheyAre ? selected : share * trials, trials }
}

/**
 * Rows that vary as much as the share does from one part of dependent rows to another. Where all rows of the group are
 * predicted alike that variance says nothing: then each part counts as one row.
 */
function effectiveTrials(
  { predicted, weights }: BinaryPredictions,
  rows: Uint32Array,
  share: number,
  all: number,
  { part, parts }: Partition,
): number {
  const deviation = new Float64Array(parts)
  const present = new Set<number>()
  for (const row of rows) {
    const weight = weights === undefined ? 1 : weights[row]!
    if (weight === 0) continue
    deviation[part[row]!]! += weight * ((predicted![row] === 1 ? 1 : 0) - share)
    present.add(part[row]!)
  }
  const count = present.size
  const squares = deviation.reduce((sum, one) => sum + one * one, 0)
  if (count < 2 || !(squares > 0)) return count
  return (share * (1 - share) * all * all * (count - 1)) / (count * squares)
}
