import type { Comparison } from '../../record/comparison.ts'

/**
 * What a comparison found, without the metric where that makes no difference: what keeps one metric from having a
 * value keeps the others from it, for every rule and baseline alike, and a baseline that is not there, or
 * cannot be compared with, is so for every metric and slice alike. Such things are to be said once.
 */
export function findingOf({ zone, why, explanation, ...of }: Comparison): string {
  if (why === undefined || of.group !== undefined) return explanation
  switch (zone) {
    case 'undefined':
      return JSON.stringify([zone, why, of.evaluation, of.by, of.slice])
    case 'no-baseline':
    case 'not-comparable':
      return JSON.stringify([zone, why, of.baseline?.name])
    default:
      return explanation
  }
}

/** The comparisons that tell something that none before them told. */
export function toldOnce(comparisons: readonly Comparison[]): Comparison[] {
  const told = new Map<string, Comparison>()
  for (const comparison of comparisons)
    if (!told.has(findingOf(comparison))) told.set(findingOf(comparison), comparison)
  return [...told.values()]
}
