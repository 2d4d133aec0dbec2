import type { Choice } from './seed-plan.ts'

/** A seed with the value that it is chosen by. */
export interface Valued {
  readonly seed: number
  readonly value: number
}

/** The best of several; of equal ones the first. */
export const bestOf = <T extends Valued>(
  candidates: readonly T[],
  direction: Choice['direction'],
): T | undefined =>
  candidates.reduce<T | undefined>(
    (best, one) =>
      best === undefined || (direction === 'higher' ? one.value > best.value : one.value < best.value)
        ? one
        : best,
    undefined,
  )
