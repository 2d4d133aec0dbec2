import type { Comparison } from '../../record/comparison.ts'

/**
 * What a comparison found, without the metric where that makes no difference: what keeps one metric from having a
 * value keeps the others from it, for every rule and baseline alike, and a baseline that is not there, or
 * cannot be compared with, is so for every metric and slice alike. Such things are to be said once.
 */
export function findingOf({ zone, metric, explanation }: Comparison): string {
  if (zone === 'undefined' && explanation.startsWith(metric)) return explanation.slice(metric.length)
  const predicate = predicates[zone]
  const at = predicate === undefined ? -1 : explanation.lastIndexOf(predicate)
  return at === -1 ? explanation : explanation.slice(at)
}

/** What stands between what a comparison is of and why nothing came of it. */
const predicates: Partial<Record<Comparison['zone'], string>> = {
  'no-baseline': ' has nothing to be compared with in ',
  'not-comparable': ' cannot be compared with ',
}

/** The comparisons that tell something that none before them told. */
export function toldOnce(comparisons: readonly Comparison[]): Comparison[] {
  const told = new Map<string, Comparison>()
  for (const comparison of comparisons)
    if (!told.has(findingOf(comparison))) told.set(findingOf(comparison), comparison)
  return [...told.values()]
}
