import type { BuiltOn } from '../record/built-on.ts'
import type { Digest } from '../record/digest.ts'
import type { Change } from '../record/training-change.ts'
import type { TrendPoint } from '../record/trend.ts'
import type { EarlierUse } from './baselines/test-set-uses.ts'
import type { OldTestSetOfContext } from './old-test-set/order.ts'
import type { RunRecord } from './report/run-records.ts'
import type { OlderFile } from './stale-predictions.ts'

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
  /** metrics that the training reported */
  readonly trained?: Readonly<Record<string, number>>
  readonly missing: readonly MissingBaseline[]
  /** names of the baselines in the order asked for */
  readonly asked: readonly string[]
  readonly builtOn: readonly BuiltOn[]
  /** what data-validate and train of this run found, for the report */
  readonly ofRun?: readonly RunRecord[]
  /** how the models of baselines were trained, for the report */
  readonly earlier?: readonly (RunRecord & { readonly baseline: string })[]
  readonly reruns?: readonly RerunOfContext[]
  readonly oldTestSets?: readonly OldTestSetOfContext[]
  /** files that are older than the model that is judged */
  readonly older?: readonly OlderFile[]
  /** what else changed since each baseline, where its training is known */
  readonly changes?: readonly ChangesSince[]
  /** the tables of evaluations as an earlier stage of this run found them, by evaluation */
  readonly seen?: Readonly<Record<string, SeenTable>>
  /** test sets that the last accepted run was judged on */
  readonly earlierUses?: readonly EarlierUse[]
  /** what accepted runs of the default branch reached, up to the base */
  readonly trend?: readonly TrendPoint[]
}

/** A table as a stage of this run found it, before what came after could write it. */
export interface SeenTable {
  readonly label: string
  readonly by: 'data-validate' | 'train'
  readonly digest: Digest
}

/** What differs between the training of a baseline and the candidate's. */
export interface ChangesSince {
  readonly baseline: string
  readonly modelDigest?: Digest
  readonly changes: readonly Change[]
}
