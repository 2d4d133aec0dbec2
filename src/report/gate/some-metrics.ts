import type { Comparison } from '../../record/comparison.ts'

/** Names of the metrics that comparisons are of, the first five of them. */
export function someMetrics(comparisons: readonly Comparison[]): string {
  const names = [...new Set(comparisons.map(({ metric }) => metric))]
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')
}
