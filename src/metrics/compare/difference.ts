import type { Difference } from '../../stats/difference.ts'

/** How a difference was tested, as records and messages name it. */
export type Method = 'tango+mcnemar' | 'delong' | 'student' | 'multinomial' | 'bootstrap' | 'jackknife'

/** The same over rows that depend on each other. */
export type DependentMethod = `${string}+clusters` | `${string}+blocks`

/** A metric's difference between two models on the same rows, with what chance can do to it. */
export interface MetricDifference extends Difference {
  readonly method: Method | DependentMethod
}

/** Chance that each of the two bounds of an interval is missed by the true difference. */
export const boundAlpha = 0.05

/** Names the test of a difference where there is one. */
export const testedBy = (method: Method, difference: Difference | undefined): MetricDifference | undefined =>
  difference && { ...difference, method }

/** The test, unless a number of it is beyond a double: then there is none, and the estimate decides. */
export function withinDoubles<T extends Difference>(difference: T | undefined): T | undefined {
  if (difference === undefined) return undefined
  const { change, interval, standardError, pLower, pHigher } = difference
  return [change, ...interval, standardError, pLower, pHigher].every(Number.isFinite) ? difference : undefined
}
