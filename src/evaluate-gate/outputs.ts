import type { Comparison } from '../record/comparison.ts'
import type { EvaluateGateRecord } from '../record/evaluate-gate.ts'

/** Windows cannot hold longer environment variables, and outputs end up in them. */
const mostBytes = 30_000

/**
 * Comparisons as JSON, those that decided first; the last ones are left out where all would not fit. The record has all.
 */
export function comparisonsOutput({ comparisons = [], decided_by = [] }: EvaluateGateRecord): string {
  const decided = new Set(decided_by)
  const ordered = [
    ...comparisons.filter((_, i) => decided.has(i)),
    ...comparisons.filter((_, i) => !decided.has(i)),
  ]
  return `[${withinLimit(ordered).join(',')}]`
}

function withinLimit(comparisons: readonly Comparison[]): string[] {
  const taken: string[] = []
  let bytes = 2
  for (const comparison of comparisons) {
    const text = JSON.stringify(comparison)
    bytes += Buffer.byteLength(text) + 1
    if (bytes > mostBytes) break
    taken.push(text)
  }
  return taken
}

export const metricsOutput = ({ metrics }: EvaluateGateRecord) => (metrics ? JSON.stringify(metrics) : '')
