import type { NewComment } from './comments.ts'
import type { Faults } from './faults.ts'
import type { NewIssue } from './issues.ts'
import type { Permissions } from './permissions.ts'
import type { NewReviewOf } from './reviews.ts'
import type { CacheRights } from './runtime.ts'
import type { Violation } from './schema.ts'
import type { NewArtifact, NewJob, NewPull, NewRun } from './seed.ts'
import type {
  Artifact,
  Attempt,
  CacheEntry,
  Comment,
  Conclusion,
  Dispatch,
  Issue,
  Job,
  Pull,
  Review,
  Run,
  State,
} from './state.ts'

export interface GitHubOptions {
  readonly owner: string
  readonly repo: string
  /** a bare repository; branches, tags and commits are read and written there */
  readonly gitDir: string
  /** default `main` */
  readonly defaultBranch?: string
  /** of `token`; default everything */
  readonly permissions?: Permissions
  /** default true: a private repository, where every read needs its scope */
  readonly isPrivate?: boolean
  /** whether a published release is locked; default false */
  readonly immutableReleases?: boolean
  /** requests until the primary rate limit; default 5000 */
  readonly rateLimit?: number
  /** default: the machine's clock */
  readonly now?: () => Date
  /** told of every workflow_dispatch and repository_dispatch */
  readonly onDispatch?: (dispatch: Dispatch) => void
}

export interface LoggedRequest {
  readonly method: string
  /** without the query string */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** parsed JSON; absent for other bodies */
  readonly body?: unknown
  /** absent while it is being answered, and when the connection was cut */
  status?: number
}

export interface NewToken {
  readonly permissions: Permissions
  /** a personal token of this user; the workflow's own token when absent */
  readonly login?: string
}

export interface GitHub {
  /** GITHUB_API_URL; no trailing slash */
  readonly url: string
  /** ACTIONS_RESULTS_URL, with a trailing slash as the runner sets it */
  readonly resultsUrl: string
  /** GITHUB_TOKEN with the options' permissions */
  readonly token: string
  readonly repositoryId: number
  readonly state: State
  readonly faults: Faults
  readonly requests: readonly LoggedRequest[]
  /** whatever was said that GitHub's description does not allow; empty at the end of a good test */
  readonly violations: readonly Violation[]
  issueToken(token: NewToken): string
  /** ACTIONS_RUNTIME_TOKEN of a job; caches of the default branch are readable and writable unless told */
  runtimeToken(run: number, job: number, caches?: CacheRights): string
  openIssue(issue: NewIssue): Issue
  addComment(comment: NewComment): Comment
  openPullRequest(pull: NewPull): Promise<Pull>
  /** merges into the base branch of the git repository; the merge commit's sha */
  mergePullRequest(number: number): Promise<string>
  addReview(review: NewReviewOf): Review
  addRun(run: NewRun): Run
  rerun(run: Run, which: 'failed' | 'all'): Attempt
  finishRun(run: Run, conclusion: Conclusion): void
  addJob(run: Run, job: NewJob): Job
  finishJob(job: Job, conclusion: Conclusion): void
  addArtifact(run: Run, artifact: NewArtifact): Artifact
  artifactBytes(artifact: Artifact): Buffer
  /** @throws Error when it is not a zip archive */
  artifactFiles(artifact: Artifact): Map<string, Buffer>
  /** other bytes under the same digest */
  tamperWith(kept: Artifact | CacheEntry, bytes: Buffer): void
  close(): Promise<void>
}
