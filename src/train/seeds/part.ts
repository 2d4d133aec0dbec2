import type { Outcome } from '../../stage/work.ts'
import type { TrainedPart } from '../../trust/parts-of-this-run.ts'
import type { Ingredients } from '../explain/ingredients.ts'
import type { Choice } from './seed-plan.ts'

/** A part with what its work came to. */
export interface Part extends TrainedPart {
  readonly outcomes: readonly Outcome[]
  /** what its fingerprint is made of, to say how another one differs */
  readonly ingredients?: Ingredients
}

/** What the parts are to make. */
export interface Wanted {
  /** the seeds of the training, the first one first */
  readonly values: readonly number[]
  readonly choice: Choice | undefined
  /** of the host, for what to do next */
  readonly kind: 'github' | 'local'
}

/** Those that its record names; of one that is an error, the one in its name. */
export const seedsOf = ({ seed, read: { record } }: TrainedPart): readonly number[] => record.seeds ?? [seed]

/** The part that trained a seed, or found that nothing has to be. */
export const partOf = (seed: number, parts: readonly Part[]): Part | undefined =>
  parts.find((part) => seedsOf(part).includes(seed))
