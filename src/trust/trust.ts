import type { ReadRecord } from '../record/bundle.ts'
import type { StageName } from '../record/common.ts'
import type { RecordOf } from '../record/record.ts'

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

/** Which earlier runs and records may be believed. */
export interface Trust {
  /**
   * The record that a stage of this run wrote for this model: handed on by the same job, else found among this run's
   * artifacts by name, newest attempt first. Consistency, not origin: enough for what the run judges, not for what it registers.
   */
  ofThisRun<S extends StageName>(name: string, stage: S): Promise<ReadRecord<RecordOf<S>> | undefined>
  /**
   * The gate record that register-model was handed, by an output of the job or by this very job.
   * @throws AssayError `gate-missing`, `record-digest`, `artifact-lost`
   */
  handedGate(name: string, handed: string): Promise<Trusted<'evaluate-gate'>>
  /** The newest accepted run's gate record from the baseline commit of this event on. */
  base(name: string): Promise<Lookup<Trusted<'evaluate-gate'>>>
  /** Gate record kept with a registered version: its folder was fetched from the registry by the caller. */
  registered(name: string, version: string, folder: string): Promise<Trusted<'evaluate-gate'>>
}
