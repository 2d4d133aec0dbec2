import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Outcome } from '../../stage/work.ts'
import type { CheckpointPlaces } from './items.ts'

/** Where the checkpoint of a seed lies when the work is over. */
export interface LeftBySeed {
  readonly seed: number
  readonly folder: string
}

/**
 * What each seed left, the one under way first: it is the one that the next attempt needs most.
 * @param seeds in the order in which they ran
 */
export function leftBySeeds(
  seeds: readonly number[],
  outcomes: readonly Outcome[],
  { place, ended }: CheckpointPlaces,
): readonly LeftBySeed[] {
  const asideOf = (seed: number) => join(ended, String(seed))
  const isDone = (seed: number) =>
    outcomes.some(({ id, status }) => id === `train-${seed}` && status === 'done')
  const aside = seeds.filter((seed) => existsSync(asideOf(seed)))
  // What lies in the folder is of the first seed that has not been set aside: none begins before that.
  const last = seeds.find((seed) => !aside.includes(seed))
  return [
    ...(last === undefined ? [] : [{ seed: last, folder: place }]),
    ...aside.filter(isDone).map((seed) => ({ seed, folder: asideOf(seed) })),
  ]
}
