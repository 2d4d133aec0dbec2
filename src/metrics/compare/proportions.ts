import { mcNemarWorse } from '../../stats/mcnemar.ts'
import { pairedStandardError } from '../../stats/power.ts'
import { type PairedCounts, tangoInterval } from '../../stats/tango.ts'
import { discordance } from '../paired.ts'
import type { BinaryPredictions, ClassPredictions } from '../predictions.ts'
import { boundAlpha, type MetricDifference } from './difference.ts'

/** Two shares of right answers among all rows. Without weights: weighted rows are no counts. */
export function accuracyDifference(
  candidate: ClassPredictions,
  baseline: ClassPredictions,
): MetricDifference | undefined {
  return ofCounts(discordance(candidate, baseline))
}

/** Two shares of rows that are right by whatever rule: 1 is right, 0 is not. */
export function sharesDifference(candidate: Uint8Array, baseline: Uint8Array): MetricDifference {
  let n10 = 0
  let n01 = 0
  for (let i = 0; i < candidate.length; i++) {
    if (candidate[i]! > baseline[i]!) n10++
    if (candidate[i]! < baseline[i]!) n01++
  }
  return ofCounts({ n10, n01, n: candidate.length })
}

/** Two shares of right answers among the positive rows alone, whose number is the effective one. */
export function recallDifference(
  candidate: BinaryPredictions,
  baseline: BinaryPredictions,
): MetricDifference | undefined {
  const { labels } = candidate
  let n = 0
  let n10 = 0
  let n01 = 0
  for (let i = 0; i < candidate.rows; i++) {
    if (labels[i] !== 1) continue
    n++
    const right = candidate.predicted![i] === 1
    const before = baseline.predicted![i] === 1
    if (right && !before) n10++
    if (before && !right) n01++
  }
  return n === 0 ? undefined : ofCounts({ n10, n01, n })
}

/** Tango's score interval, and McNemar's exact test of each side. */
function ofCounts(counts: PairedCounts): MetricDifference {
  const { n10, n01, n } = counts
  return {
    method: 'tango+mcnemar',
    change: (n10 - n01) / n,
    interval: tangoInterval(counts, 1 - 2 * boundAlpha),
    standardError: pairedStandardError(counts),
    pLower: mcNemarWorse(counts),
    pHigher: mcNemarWorse({ n10: n01, n01: n10, n }),
  }
}
