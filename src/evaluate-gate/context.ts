import type { BuiltOn } from '../record/common.ts'
import type { Digest } from '../record/digest.ts'

/** A baseline that was asked for and is not there. */
export interface MissingBaseline {
  readonly name: string
  /** `never`: there never was one. `lost`: there was, and it cannot be had */
  readonly outcome: 'never' | 'lost'
  readonly reason: string
  readonly hint?: string
}

/** A baseline that the work evaluates again: the items that must have gone well. */
export interface RerunOfContext {
  readonly baseline: string
  readonly modelDigest?: Digest
  readonly evaluation: string
  readonly prepare: string
  readonly commands: readonly string[]
}

/** What `conclude` needs to know of the plan. */
export interface GateContext {
  readonly modelDigest?: Digest
  readonly missing: readonly MissingBaseline[]
  /** names of the baselines in the order asked for */
  readonly asked: readonly string[]
  readonly builtOn: readonly BuiltOn[]
  readonly reruns?: readonly RerunOfContext[]
}
