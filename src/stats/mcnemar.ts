import { fairCoinCdf } from './distributions.ts'
import { checkCounts, type PairedCounts } from './tango.ts'

/**
 * Exact conditional McNemar test, one-sided: is the candidate worse? Of the rows on which exactly one model is right,
 * an equal candidate wins each with chance 1/2.
 * @returns P(at most n10 wins among n10 + n01), 1 without discordant rows
 * @throws RangeError if the counts are no counts or there are no rows
 */
export function mcNemarWorse(counts: PairedCounts): number {
  checkCounts(counts)
  return fairCoinCdf(counts.n10, counts.n10 + counts.n01)
}
