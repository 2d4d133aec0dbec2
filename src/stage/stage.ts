import type { Project } from '../config/project.ts'
import type { Config } from '../config/schema.ts'
import type { Forge } from '../forge/forge.ts'
import type { Tracking } from '../mlflow/open-store.ts'
import type { ArtifactKind } from '../record/artifact-name.ts'
import type { BuiltOn } from '../record/built-on.ts'
import type { ReadRecord } from '../record/bundle.ts'
import type { Json } from '../record/canonical-json.ts'
import type { RecordOf } from '../record/record.ts'
import type { StageName } from '../record/stage-name.ts'
import type { Runner } from '../runner/runner.ts'
import type { Trust } from '../trust/trust.ts'
import type { Input } from './inputs.ts'
import type { Outcome, WorkItem } from './work.ts'
import type { Workbench } from './workbench.ts'

/** What a stage may reach while it plans and concludes: steps that hold the job's token and run nothing untrusted. */
export interface Ports {
  readonly runner: Runner
  /** absent on a laptop without a token */
  readonly forge: Forge | undefined
  readonly trust: Trust
  /** what reaches the place where MLflow keeps runs; absent where nobody may */
  readonly tracking?: Pick<Tracking, 'environment' | 'fetch'>
}

/** What `plan` is given. `own` holds the inputs that override no key of the configuration (`gate`, `rollback-to` ...); '' when not given. */
export interface Planning {
  readonly project: Project
  readonly own: Readonly<Record<string, string>>
}

/** `context` is JSON: between plan and conclude it is a file. */
export type Plan<X> = { readonly context: X; readonly work: readonly WorkItem[] } | { readonly skip: string }

export interface Planned<X> extends Planning {
  readonly context: X
  /** folder whose files become the record's evidence; the work writes into it too */
  readonly evidence: string
}

/** The part of a record that a stage decides; the launch adds schema, name, stage, run, observed and evidence. */
export type Finding<S extends StageName> = Omit<
  RecordOf<S>,
  'schema' | 'name' | 'stage' | 'run' | 'observed' | 'evidence' | 'built_on' | 'error'
> & {
  readonly built_on: readonly BuiltOn[]
  readonly error?: RecordOf<S>['error']
  /** joins `observed`: what varies from run to run */
  readonly observed?: Readonly<Record<string, Json | undefined>>
}

/** What telling people came to; nothing here changes a verdict. */
export interface Told {
  readonly outputs: Readonly<Record<string, string>>
}

export interface Permission {
  /** scope of the workflow token, as in `permissions:` */
  readonly scope: string
  readonly level: 'read' | 'write'
  readonly purpose: string
  /** what happens where it is missing */
  readonly without: string
}

/**
 * One of the six stages. `plan` decides what is to be done; the work (commands, and `tasks` by name) touches what is
 * not trusted; `conclude` says what came of it, also after a failure; `tell` lets people know, once the record is stored.
 */
export interface Stage<S extends StageName = StageName, X = unknown> {
  readonly name: S
  readonly title: string
  /** one sentence, for action.yml, --help and the README */
  readonly description: string
  readonly icon: string
  readonly color: 'white' | 'black' | 'yellow' | 'blue' | 'green' | 'orange' | 'red' | 'purple' | 'gray-dark'
  readonly inputs: Readonly<Record<string, Input>>
  readonly outputs: Readonly<Record<string, Output<S>>>
  readonly permissions: readonly Permission[]
  /** its verdict stands or falls with the base's rules: where those are at fault it is an error */
  readonly judgesByBase?: true
  /** @throws AssayError; the launch turns it into a record of verdict `error` */
  plan(planning: Planning, ports: Ports): Promise<Plan<X>>
  /** @throws AssayError likewise; a bad model or bad data is a verdict, not an error */
  conclude(planned: Planned<X>, outcomes: readonly Outcome[], ports: Ports): Promise<Finding<S>>
  /** whether the step ends red; by default it does when the record does not pass. Only `fail_on` may soften it */
  blocks?(record: RecordOf<S>, config: Config): boolean
  /** as what the record is kept and handed on, where that is not what the stage is there for; by the stage's own inputs */
  keptAs?(own: Readonly<Record<string, string>>): ArtifactKind
  tell?(stored: ReadRecord<RecordOf<S>>, planned: Planned<X>, ports: Ports): Promise<Told>
}

export interface Output<S extends StageName> {
  readonly description: string
  /** value for a record, '' when it has none; absent where `tell` gives it */
  readonly value?: (record: RecordOf<S>) => string
}

/** A task of the work step: JSON in, JSON out. It has no token and no port to the outside. */
export type Task = (params: Json, workbench: Workbench) => Promise<Json>

/** Types a stage's definition; the value is the argument. */
export const defineStage = <S extends StageName, X>(stage: Stage<S, X>): Stage<S, X> => stage
