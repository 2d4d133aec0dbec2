import type { ArtifactKind } from '../record/artifact-name.ts'
import type { Digest } from '../record/digest.ts'
import type { RunOfRecord } from '../record/run.ts'
import type { Cache } from './cache.ts'
import type { Checkpoints } from './checkpoints.ts'
import type { Log } from './log.ts'

/** An artifact: a folder, kept under a name for as long as its run. */
export interface BundleRef {
  readonly name: string
  /** the host's own address for it */
  readonly id: string
  readonly runId: string
  readonly createdAt: Date
  /** of the stored bytes, where the host tells it */
  readonly digest?: Digest
  readonly expired?: boolean
}

/** Folders that pass between jobs and runs. */
export interface Bundles {
  /** @throws AssayError outside: `artifact-exists`, `artifact-upload` */
  save(name: string, folder: string): Promise<BundleRef>
  /** one file that opens in the browser as it is */
  saveFile(file: string): Promise<BundleRef>
  /** artifacts of this run, over all its attempts that the host still shows */
  ofThisRun(): Promise<readonly BundleRef[]>
  /**
   * Fetches into a folder that does not exist yet.
   * @throws AssayError outside: `artifact-lost`, `artifact-digest`
   */
  fetch(bundle: BundleRef, into: string): Promise<void>
}

/** What triggered the run, as the host tells it. */
export interface Trigger {
  readonly event: string
  readonly defaultBranch: string
  /** where the base baseline starts: see docs/architecture.md; absent when there is no earlier commit */
  readonly baseSha?: string
  readonly pullRequest?: {
    readonly number: number
    readonly headSha: string
    readonly baseRef: string
    readonly baseSha: string
    /** from another repository: its token can only read */
    readonly fork: boolean
  }
  /** the run is of the default (or configured) branch itself */
  readonly branch?: string
}

/** The host that a stage runs on: GitHub's runner, or a folder. */
export interface Runner {
  readonly kind: 'github' | 'local'
  readonly run: RunOfRecord
  readonly trigger: Trigger
  /** paths by which the working tree differs from its commit, where the host tells */
  readonly dirt?: readonly string[]
  /** folder of the checkout */
  readonly workspace: string
  /** folder for this job's own files */
  readonly temp: string
  /** folder that outlasts the run, where the host has one */
  readonly home?: string
  /** where what is installed once is kept; `ready` names a data engine that is there already */
  readonly engine: { readonly cache: string; readonly ready?: string }
  readonly log: Log
  /** text of a file of a commit, by path relative to the workspace, where the host has the commits; undefined when there is none */
  committed?(path: string, sha: string): Promise<string | undefined>
  readonly bundles: Bundles
  /** only where the launch hands it to a stage; a laptop keeps its runs anyway */
  readonly cache?: Cache
  /** only where the launch hands it to a stage, or on a machine of one's own */
  readonly checkpoints?: Checkpoints
  /** the record that an earlier step of this very job wrote, as the runner itself remembers it */
  readonly handed: HandedRecords
  /** attempt to name a new artifact of this kind with: nothing of that name exists yet */
  nextAttempt(name: string, kind: ArtifactKind): Promise<number>
  now(): Date
  /** page where people see the run */
  readonly url?: string
  /** appends to the job's summary; Markdown, escaped by the caller */
  summary(markdown: string): Promise<void>
}

/** What identifies a record across jobs: the artifact that holds it, and the digest of record.json. */
export interface RecordRef {
  readonly artifact: string
  readonly digest: Digest
}

/** Steps of one job hand records on through the runner, where no other job can put one in. */
export interface HandedRecords {
  get(name: string, stage: string): RecordRef | undefined
  set(name: string, stage: string, record: RecordRef): void
}

/** `<artifact>@sha256:<hex>`: the `record` output of every action, and the `gate` input. */
export const recordRefText = ({ artifact, digest }: RecordRef) => `${artifact}@${digest}`

/** Undefined when the text is not one. */
export function parseRecordRef(text: string): RecordRef | undefined {
  const match = /^(modelassay-[A-Za-z0-9._-]+)@(sha256:[0-9a-f]{64})$/.exec(text.trim())
  return match ? { artifact: match[1]!, digest: match[2] as Digest } : undefined
}
