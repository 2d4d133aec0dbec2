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

function wilson(successes: number, trials: number): Interval {
  const [low, high] = wilsonInterval(successes, trials, 1 - 2 * boundAlpha)
  return { method: 'wilson', low, high }
}
