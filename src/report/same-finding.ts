import type { Comparison } from '../record/comparison.ts'

/**
 * What a comparison found, without the metric where that makes no difference: what keeps one metric from having a
 * value keeps the others from it, for every rule and baseline alike, and a baseline that is not there is there for no
 * metric and no slice. Such things are to be said once.
 */
export function findingOf({ zone, metric, explanation }: Comparison): string {
  if (zone === 'undefined' && explanation.startsWith(metric)) return explanation.slice(metric.length)
  const lacking =
    zone === 'no-baseline' ? explanation.lastIndexOf(' has nothing to be compared with in ') : -1
  return lacking === -1 ? explanation : explanation.slice(lacking)
}

/** The comparisons that tell something that none before them told. */
export function toldOnce(comparisons: readonly Comparison[]): Comparison[] {
  const told = new Map<string, Comparison>()
  for (const comparison of comparisons)
    if (!told.has(findingOf(comparison))) told.set(findingOf(comparison), comparison)
  return [...told.values()]
}
