import type { Digest } from '../../record/digest.ts'
import type { EvaluationRequest } from '../request.ts'

/** A test set that baselines were judged on and the candidate's evaluation is not made on any more. */
export interface OldTestSetOrder {
  /** what comparisons on it call it; no evaluation of a configuration can be called so */
  readonly name: string
  /** the evaluation whose test set it was */
  readonly of: string
  /** places in the request of those that were judged on it */
  readonly baselines: readonly number[]
  /** content of its table, as their records have it */
  readonly digest: Digest
  /** what the candidate's evaluation writes for it, and the table itself */
  readonly request?: EvaluationRequest
  /** why the candidate cannot be evaluated on it, as a clause */
  readonly why?: string
}

/** The candidate on an old test set: the items that must have gone well. */
export interface OldTestSetOfContext {
  readonly name: string
  readonly prepare: string
  readonly commands: readonly string[]
}
