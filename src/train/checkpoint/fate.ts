import type { Outcome } from '../../stage/work.ts'
import { firstFailure } from '../conclude-failure.ts'
import type { SeedCheckpoint } from './manifest.ts'

/**
 * What becomes of the checkpoint when the work is over. `keep`: the next attempt goes on from it. `leave`: it goes on
 * from what this one went on from, which got no further. `end`: it begins anew.
 *
 * A training that goes on and fails by itself without having got any further would do so for ever, and so would one
 * that ends well and whose model is none: these begin anew the next time.
 * @param passes whether the training ended well, with a model
 * @param left what lies in the folders now
 * @param resumed what the training went on from
 */
export function fateOf(
  passes: boolean,
  outcomes: readonly Outcome[],
  left: readonly SeedCheckpoint[],
  resumed: readonly SeedCheckpoint[],
): 'keep' | 'leave' | 'end' {
  const failure = passes ? undefined : firstFailure(outcomes)
  if (!failure) return 'end'
  const further = left.some(({ seed, digest }) => digestOf(resumed, seed) !== digest)
  if (['timed-out', 'cancelled', 'not-run'].includes(failure.status)) return further ? 'keep' : 'leave'
  return further && failure.id.startsWith('train-') ? 'keep' : 'end'
}

const digestOf = (seeds: readonly SeedCheckpoint[], seed: number) =>
  seeds.find((other) => other.seed === seed)?.digest
