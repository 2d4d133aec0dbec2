import type { Annotation } from '../runner/log.ts'

/**
 * The place where people work on the repository. Each group is the small port that one consumer is handed. Answers
 * that a token may not have are AssayErrors of kind outside, code `permission-denied`, whose hint names the permission.
 */
export interface Forge {
  readonly repository: {
    readonly owner: string
    readonly name: string
    readonly id: string
    readonly url: string
  }
  readonly contents: Contents
  readonly comments: Comments
  readonly checks: Checks
  readonly pulls: Pulls
  readonly collaborators: Collaborators
  readonly issues: Issues
  readonly git: GitObjects
  readonly releases: Releases
  readonly deployments: Deployments
  readonly workflows: Workflows
}

export interface Contents {
  /** bytes of a file at a commit; undefined when there is none */
  file(path: string, sha: string): Promise<Buffer | undefined>
  /** paths that differ between two commits */
  changedFiles(baseSha: string, headSha: string): Promise<readonly string[]>
}

export interface Comment {
  readonly id: number
  readonly body: string
  readonly url: string
  readonly author: string
  readonly createdAt: Date
}

export interface Comments {
  /** login that this token writes as */
  viewer(): Promise<string>
  /** all pages, oldest first */
  list(issue: number): Promise<readonly Comment[]>
  create(issue: number, body: string): Promise<Comment>
  update(id: number, body: string): Promise<Comment>
  delete(id: number): Promise<void>
}

/** A pull request as it is now, which may be other than when the run began. */
export interface PullRequest {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly merged: boolean
  readonly headSha: string
  readonly baseRef: string
  /** head of the base branch; absent where it was not told */
  readonly baseSha?: string
  /** absent where it is gone */
  readonly headRepositoryId?: string
  /** login; '' where the account is gone */
  readonly author: string
  /** the commit that it became on the base branch; while it is open that of the test merge */
  readonly mergeSha?: string
}

/** A review as it stands now; its text is anybody's. */
export interface Review {
  readonly id: number
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING'
  readonly body: string
  /** login; '' where the account is gone */
  readonly author: string
  /** a person's account, not an app's */
  readonly byPerson: boolean
  /** the commit that was reviewed; absent where it is gone */
  readonly commitSha?: string
  readonly url: string
}

export interface Pulls {
  get(number: number): Promise<PullRequest>
  /** the open ones of a branch of this repository or of a fork, whose owner is a login */
  ofHead(owner: string, branch: string): Promise<readonly PullRequest[]>
  /** the merged pull request that brought a commit to the default branch, else the open ones that have it */
  ofCommit(sha: string): Promise<readonly PullRequest[]>
  /** all pages, oldest first */
  reviews(number: number): Promise<readonly Review[]>
}

export interface Collaborators {
  /** what a user may do here, teams and organisation counted; `none` for strangers */
  permission(login: string): Promise<'admin' | 'write' | 'read' | 'none'>
}

export interface NewCheck {
  readonly name: string
  readonly headSha: string
  readonly conclusion: 'success' | 'neutral' | 'failure'
  readonly title: string
  /** at most 65,535 bytes */
  readonly summary: string
  readonly annotations: readonly Annotation[]
  readonly detailsUrl?: string
}

export interface Checks {
  /** made only when completed; more than 50 annotations go in further requests */
  create(check: NewCheck): Promise<{ readonly url: string }>
}

export interface Issue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly state: 'open' | 'closed'
  readonly url: string
  readonly author: string
}

export interface Issues {
  /** issues (never pull requests) that carry all of these labels, all pages, oldest first */
  labelled(labels: readonly string[], state: 'open' | 'all'): Promise<readonly Issue[]>
  create(issue: { title: string; body: string; labels: readonly string[] }): Promise<Issue>
  update(number: number, change: { title?: string; body?: string; state?: 'open' | 'closed' }): Promise<Issue>
  comment(number: number, body: string): Promise<void>
}

export interface Ref {
  /** with `refs/` */
  readonly ref: string
  readonly sha: string
  readonly type: 'commit' | 'tag'
}

export interface GitObjects {
  /** refs whose name starts with this, e.g. `tags/penguins@` */
  refs(prefix: string): Promise<readonly Ref[]>
  tag(sha: string): Promise<{ name: string; message: string; target: string; taggedAt: Date; tagger: string }>
  commit(sha: string): Promise<{ sha: string; tree: string; parents: readonly string[] }>
  createTree(base: string, files: readonly { path: string; text: string }[]): Promise<string>
  createCommit(commit: { message: string; tree: string; parents: readonly string[] }): Promise<string>
  /** an annotated tag object; no ref yet */
  createTag(tag: { name: string; message: string; target: string; now: Date }): Promise<string>
  /** create-only. False when a ref of that name exists */
  createRef(ref: string, sha: string): Promise<boolean>
  /** how `head` stands to `base` */
  compare(
    base: string,
    head: string,
  ): Promise<{
    status: 'ahead' | 'behind' | 'identical' | 'diverged'
    mergeBase: string
    aheadBy: number
    behindBy: number
  }>
  /** the commit and its first-parent ancestors, newest first, at most `limit` */
  firstParents(sha: string, limit: number): Promise<readonly string[]>
  /** head commit of a branch */
  branchHead(branch: string): Promise<string | undefined>
}

export interface ReleaseAsset {
  readonly id: number
  readonly name: string
  readonly bytes: number
  readonly digest?: string
}

export interface Release {
  readonly id: number
  readonly tag: string
  readonly name: string
  readonly draft: boolean
  readonly url: string
  readonly uploadUrl: string
  readonly assets: readonly ReleaseAsset[]
}

export interface Releases {
  /** all pages, drafts included: a draft cannot be found by tag */
  list(): Promise<readonly Release[]>
  byTag(tag: string): Promise<Release | undefined>
  createDraft(release: { tag: string; name: string; body: string }): Promise<Release>
  /** streamed from the file; the asset as the server stored it, name and digest read back */
  upload(release: Release, name: string, file: string): Promise<ReleaseAsset>
  deleteAsset(id: number): Promise<void>
  publish(id: number): Promise<Release>
  /** deletes a release that was never published; no error when it is gone already */
  deleteDraft(id: number): Promise<void>
  /** streamed into the file */
  download(asset: ReleaseAsset, into: string): Promise<void>
}

export interface Deployment {
  readonly id: number
  readonly environment: string
  readonly sha: string
  readonly task: string
  readonly payload: unknown
  readonly createdAt: Date
}

export type DeploymentState = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

export interface Deployments {
  /** newest first */
  list(environment: string): Promise<readonly Deployment[]>
  create(deployment: {
    ref: string
    environment: string
    task: string
    description: string
    payload: unknown
    production: boolean
  }): Promise<Deployment>
  setState(id: number, state: DeploymentState, description: string, logUrl?: string): Promise<void>
  latestState(id: number): Promise<DeploymentState | undefined>
}

/** A workflow run as the API tells it; none of it is the run's own word. */
export interface WorkflowRun {
  readonly id: string
  readonly attempt: number
  readonly event: string
  readonly headSha: string
  readonly headBranch: string
  /** path of the workflow file in the repository, without `@ref` */
  readonly path: string
  readonly repositoryId: string
  readonly headRepositoryId: string
  /** login of who owns the head's repository; '' where it is gone */
  readonly headOwner: string
  readonly status: string
  readonly conclusion?: string
  readonly createdAt: Date
  readonly url: string
}

export interface WorkflowJob {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly conclusion?: string
  readonly startedAt: Date
  /** absent while it is going */
  readonly completedAt?: Date
}

export interface WorkflowArtifact {
  readonly id: string
  readonly name: string
  readonly expired: boolean
  readonly createdAt: Date
  readonly digest?: string
}

export interface Workflows {
  /** all pages, newest first. `workflow` is the file's name or path; false answers as none */
  runs(
    workflow: string,
    filter: { headSha?: string; branch?: string; event?: string },
    limit: number,
  ): Promise<readonly WorkflowRun[]>
  run(id: string): Promise<WorkflowRun>
  jobs(runId: string, attempt: number): Promise<readonly WorkflowJob[]>
  artifacts(runId: string): Promise<readonly WorkflowArtifact[]>
  /**
   * Fetches and unpacks an artifact of any run of this repository, checking its digest.
   * @param mostBytes of the archive, and of what it unpacks to
   */
  downloadArtifact(artifact: WorkflowArtifact, into: string, mostBytes?: number): Promise<void>
  dispatch(workflow: string, ref: string, inputs: Readonly<Record<string, string>>): Promise<void>
}
