import type { RunOfRecord } from '../record/run.ts'
import type { BundleRef } from '../runner/runner.ts'

/** An earlier run that the host vouches for: its repository, workflow, event, branch and commit are right. */
export interface EarlierRun {
  readonly id: string
  readonly sha: string
  /** its newest attempt */
  readonly attempt: number
  /** for people: `run 123 of main at abc1234` */
  readonly description: string
  readonly url?: string
  bundles(): Promise<readonly BundleRef[]>
  /** why the host does not vouch for the job that wrote this; undefined when it does */
  refusal(
    written: { readonly run: RunOfRecord },
    stored: Pick<BundleRef, 'createdAt'>,
  ): Promise<string | undefined>
}

/** What a commit has of runs that may be baselines. */
export interface RunsAtCommit {
  /** newest first */
  readonly runs: readonly EarlierRun[]
  /** one of them is still going */
  readonly pending: boolean
}

/** Where the model's configuration is, for telling whether there was a gate at all. */
export interface Traces {
  readonly name: string
  readonly config: string
}

/** Earlier runs as the host tells them. Nothing here is a run's own word but what its records say. */
export interface History {
  /** commits from this one on that a baseline may lie at, newest first */
  line(from: string): Promise<readonly string[]>
  at(sha: string): Promise<RunsAtCommit>
  /** earlier runs of the same pull request, newest first; its gates need not have passed */
  ofPullRequest(): Promise<readonly EarlierRun[]>
  /** this run as its earlier attempts left it, where it is of the default branch */
  earlierAttempts(): Promise<EarlierRun | undefined>
  /**
   * A run of this workflow for the same branch, tag or pull request, this run included, whatever came of it. Its refusal
   * asks only whether the job that is said to have stored something was running then.
   * @throws AssayError what asking the host throws
   */
  ofSameBranch(id: string): Promise<EarlierRun | undefined>
  /** why there must have been a passing gate once, as a clause; undefined when there never was one */
  trace(traces: Traces): Promise<{ readonly reason: string; readonly hint: string } | undefined>
  bundlesOf(runId: string): Promise<readonly BundleRef[]>
  /** @throws AssayError outside: `artifact-lost`, `artifact-digest` */
  fetch(bundle: BundleRef, into: string): Promise<void>
}
