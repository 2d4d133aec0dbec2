import type { Digest } from '../record/digest.ts'
import type { ModelRef } from '../record/refs.ts'

/** A registered version. It never changes; aliases move. */
export interface Version {
  readonly name: string
  /** semantic version, without `v` */
  readonly version: string
  readonly modelDigest: Digest
  /** commit that the model was made from */
  readonly sourceSha: string
  /** of the training that made the model, where it is known */
  readonly fingerprint?: Digest
  /** page or folder for people */
  readonly uri: string
  readonly registeredAt: Date
}

/** A move of an alias, oldest first in a history; `version` is absent where the alias was taken away. */
export interface AliasMove {
  readonly alias: string
  readonly version?: string
  readonly at: Date
  readonly by?: string
}

export interface NewVersion {
  readonly name: string
  readonly version: string
  readonly sourceSha: string
  readonly fingerprint?: Digest
  readonly model: Pick<ModelRef, 'digest' | 'bytes' | 'files'>
  /** folder that holds the model's files */
  readonly modelFolder: string
  /** the run record: a folder a stage, each with record.json and its evidence */
  readonly recordsFolder: string
  /** Markdown, for people */
  readonly notes: string
}

/** Where versions live. Both implementations keep the records and predictions of a version for good. */
export interface Registry {
  readonly kind: 'github' | 'local'
  /** by semantic version, newest first */
  versions(name: string): Promise<readonly Version[]>
  /** which version each alias names now */
  aliases(name: string): Promise<Readonly<Record<string, string>>>
  history(name: string, alias: string): Promise<readonly AliasMove[]>
  /**
   * Registers, or finishes what an interrupted call began. Nothing is visible before it is whole.
   * @throws AssayError `version-taken` when the version names another model
   */
  register(version: NewVersion): Promise<Version>
  /** Fetches the run record into `<into>/records/<stage>/` and checks it against what was registered. */
  fetchRecords(name: string, version: string, into: string): Promise<void>
  /** Fetches the model into a folder that does not exist yet and checks it against the version's digest. */
  fetchModel(name: string, version: string, into: string): Promise<void>
  /**
   * No-op when the alias names the version already.
   * @throws AssayError `no-version`
   */
  moveAlias(name: string, alias: string, version: string): Promise<void>
}
