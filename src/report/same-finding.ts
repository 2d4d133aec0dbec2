import type { Comparison } from '../record/evaluate-gate.ts'

/**
 * What a comparison found, without the metric where that makes no difference: what keeps one metric from having a
 * value keeps the others from it, for every rule and baseline alike, and is to be said once.
 */
export const findingOf = ({ zone, metric, explanation }: Comparison): string =>
  zone === 'undefined' && explanation.startsWith(metric) ? explanation.slice(metric.length) : explanation

/** The comparisons that tell something that none before them told. */
export function toldOnce(comparisons: readonly Comparison[]): Comparison[] {
  const told = new Map<string, Comparison>()
  for (const comparison of comparisons)
    if (!told.has(findingOf(comparison))) told.set(findingOf(comparison), comparison)
  return [...told.values()]
}
