import type { ReadRecord } from '../record/bundle.ts'
import type { RecordOf } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { Bundles } from '../runner/runner.ts'
import type { Build } from './build-index.ts'
import type { TrainedPart } from './parts-of-this-run.ts'
import type { TrainingFile } from './vouched-file.ts'

declare const trusted: unique symbol

/** A record of another step, job or run that may be believed. Only src/trust makes one. */
export type Trusted<S extends StageName> = ReadRecord<RecordOf<S>> & {
  readonly [trusted]: true
  readonly origin: Origin
}

/** How a trusted record came here, for people. */
export interface Origin {
  /** `run 123 of main at abc1234`, `version 1.2.0`, `this job` */
  readonly description: string
  readonly runId?: string
  readonly sha?: string
  readonly url?: string
  /** commits between where the search began and the run that was found */
  readonly behind?: number
}

/** `never`: there never was one. `lost`: there was, and it cannot be had; `hint` says what to do. */
export type Lookup<T> =
  | ({ readonly outcome: 'found' } & { readonly value: T })
  | { readonly outcome: 'never'; readonly reason: string }
  | { readonly outcome: 'lost'; readonly reason: string; readonly hint: string }

/** What the caller knows that tells "there never was one" from "it is lost". */
export interface KnownOfModel {
  /** a version that is registered says that a gate of this model has passed before */
  readonly registered: boolean
  /** configuration file, relative to the workspace */
  readonly config?: string
  /** how a run that is still going is taken: `wait` (default) for it a stated while, or `pass` it by */
  readonly pending?: 'wait' | 'pass'
}

/** Artifacts of one run. */
export type RunBundles = Pick<Bundles, 'ofThisRun' | 'fetch'>

/** Which earlier runs and records may be believed. */
export interface Trust {
  /**
   * The record that a stage of this run wrote for this model: handed on by the same job, else found among this run's
   * artifacts by name, newest attempt first. Consistency, not origin: enough for what the run judges, not for what it registers.
   */
  ofThisRun<S extends StageName>(name: string, stage: S): Promise<ReadRecord<RecordOf<S>> | undefined>
  /**
   * What jobs of this run kept that each trained some of the seeds of this model, the newest attempt of each. As much
   * their word as a whole training that `ofThisRun` finds.
   * @throws AssayError `part-foreign`, and as reading a record
   */
  partsOfThisRun(name: string): Promise<readonly TrainedPart[]>
  /**
   * The gate record that register-model was handed, by an output of the job or by this very job.
   * @throws AssayError `gate-missing`, `record-digest`, `artifact-lost`
   */
  handedGate(name: string, handed: string): Promise<Trusted<'evaluate-gate'>>
  /** The newest accepted run's gate record from the baseline commit of this event on. */
  base(name: string, known: KnownOfModel): Promise<Lookup<Trusted<'evaluate-gate'>>>
  /** The train record that a trusted gate record was built on, found by its digest; undefined when it cannot be had. */
  trainOf(gate: Trusted<'evaluate-gate'>): Promise<Trusted<'train'> | undefined>
  /**
   * Trainings of this job, of its pull request's earlier runs, or of earlier attempts that a gate let through, whose
   * models may be taken instead of training; newest first.
   */
  ownTrainings(name: string): Promise<readonly Trusted<'train'>[]>
  /** The last accepted training of each model, by name, from a commit on; none of those that never were. */
  builds(names: readonly string[], from: string): Promise<ReadonlyMap<string, Build>>
  /**
   * Why the host does not vouch for a file that a training of this workflow and branch is said to have put beside its
   * record, as a clause; undefined when it does.
   */
  whyUnvouched(file: TrainingFile): Promise<string | undefined>
  /** What an accepted run left: where the model of its train record is. */
  bundlesOf(runId: string): RunBundles
  /** Gate record kept with a registered version: its folder was fetched from the registry by the caller. */
  registered(name: string, version: string, folder: string): Promise<Trusted<'evaluate-gate'>>
}
