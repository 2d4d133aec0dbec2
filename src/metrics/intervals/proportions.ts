import { wilsonInterval } from '../../stats/wilson.ts'
import { boundAlpha } from '../compare/difference.ts'
import type { BinaryPredictions, ClassPredictions } from '../predictions.ts'
import type { Interval } from './interval.ts'

/** Share of all rows that are right. */
export function accuracyInterval({ labels, predicted, rows }: ClassPredictions): Interval {
  let right = 0
  for (let i = 0; i < rows; i++) if (predicted![i] === labels[i]) right++
  return wilson(right, rows)
}

/** Share of rows that are right by whatever rule: 1 is right, 0 is not. */
export function shareInterval(right: Uint8Array): Interval {
  let count = 0
  for (const one of right) count += one
  return wilson(count, right.length)
}

/** Share of the positive rows that are found; their number is what counts. */
export function recallInterval({ labels, predicted, rows }: BinaryPredictions): Interval | undefined {
  let positives = 0
  let found = 0
  for (let i = 0; i < rows; i++) {
    if (labels[i] !== 1) continue
    positives++
    if (predicted![i] === 1) found++
  }
  return positives === 0 ? undefined : wilson(found, positives)
}

/** Share of the rows predicted positive that are; their number is what counts. */
export function precisionInterval(predictions: BinaryPredictions): Interval | undefined {
  const { found, wrong } = positiveCounts(predictions)
  return found + wrong === 0 ? undefined : wilson(found, found + wrong)
}

/**
 * F1 rises with the share of rows found among all that are positive or predicted so (Jaccard's index, J), of which
 * Wilson's bounds are known: F1 = 2J / (1 + J).
 */
export function f1Interval(predictions: BinaryPredictions): Interval | undefined {
  const { found, missed, wrong } = positiveCounts(predictions)
  const all = found + missed + wrong
  if (all === 0) return undefined
  const { low, high } = wilson(found, all)
  const f1 = (jaccard: number) => (2 * jaccard) / (1 + jaccard)
  return { method: 'wilson', low: f1(low), high: f1(high) }
}

function positiveCounts({ labels, predicted, rows }: BinaryPredictions) {
  let found = 0
  let missed = 0
  let wrong = 0
  for (let i = 0; i < rows; i++) {
    if (labels[i] === 1 && predicted![i] === 1) found++
    else if (labels[i] === 1) missed++
    else if (predicted![i] === 1) wrong++
  }
  return { found, missed, wrong }
}

function wilson(successes: number, trials: number): Interval {
  const [low, high] = wilsonInterval(successes, trials, 1 - 2 * boundAlpha)
  return { method: 'wilson', low, high }
}
