import type { Digest } from '../record/digest.ts'
import type { ModelRef } from '../record/refs.ts'
import type { TrainRecord } from '../record/train.ts'
import type { CheckpointContext } from './checkpoint/settle-checkpoint.ts'
import type { Places } from './places.ts'
import type { Gathered, Refused } from './seeds/gathered.ts'
import type { Choice } from './seeds/seed-plan.ts'

/** A model that was trained already, and may be taken where nothing that decides the result has changed. */
export interface Candidate {
  /** for people: `run 123 of main at abc1234` */
  readonly from: string
  readonly runId: string
  readonly digest: Digest
  readonly fingerprint: Digest
  readonly model: ModelRef
  /** folder of this job that holds the model from the cache or the registry, where its artifact is gone */
  readonly held?: string
  /** folder of its train record, with the evidence that the record vouches for */
  readonly folder: string
  readonly found: Pick<
    TrainRecord,
    | 'metrics'
    | 'undefined_metrics'
    | 'command'
    | 'params'
    | 'spread'
    | 'shipped'
    | 'seed_predictions'
    | 'judged_files'
    | 'curves'
    | 'resumed'
  >
}

/** A training that is done again, to see whether the same comes of it. */
export interface Repeated {
  /** for people: `run 123 of main at abc1234` */
  readonly from: string
  readonly record: Pick<TrainRecord, 'metrics' | 'spread' | 'environment' | 'tables' | 'resumed'> & {
    readonly model_digest: Digest
  }
  /** folder of this job with its model, where that can still be had */
  readonly folder?: string
}

/** What `conclude` needs to know of the plan. */
export interface TrainContext {
  readonly places: Places
  readonly candidates: readonly Candidate[]
  /** the training that this one is to repeat */
  readonly repeats?: Repeated
  /** where the command keeps checkpoints, where it does */
  readonly checkpoint?: CheckpointContext
  /** those that this job trains, or gathers; the first is the one whose model counts, unless one is chosen */
  readonly seeds: readonly number[]
  /** where it trains some of several, for another job to gather */
  readonly part?: {
    /** all seeds of the training, the first one first */
    readonly of: readonly number[]
    /** whether a model of its own may come to count */
    readonly ships: boolean
    readonly choice?: Choice
  }
  /** what other jobs trained, where it gathers that */
  readonly gathered?: Gathered | Refused
  /** the command logs to MLflow */
  readonly mlflow?: true
  /** it runs a DVC pipeline */
  readonly dvc?: true
  /** reported metric by which the seed is chosen */
  readonly shipBy?: string
  /** files of the evidence with each seed's predictions for the test set of an evaluation */
  readonly predictions?: { readonly evaluation: string; readonly files: Readonly<Record<string, string>> }
}
