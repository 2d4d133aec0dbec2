import type { Comparison } from '../../record/comparison.ts'

/** By how much a model is better, below 0 where it is worse; of a metric whose direction is not known, more is better. */
export const betterBy = ({ change, direction }: Pick<Comparison, 'change' | 'direction'>) =>
  change === undefined ? undefined : direction === 'lower' ? -change : change
