import type { Role } from './collaborators.ts'
import type { Permissions, Token } from './permissions.ts'

/** What this GitHub holds. Commits, trees, branches and tags are not here: they are in the git repository. */
export interface State {
  readonly tokens: Map<string, Token>
  readonly users: Map<string, User>
  /** of collaborators, by login; whoever is not among them is a stranger */
  readonly roles: Map<string, Role>
  readonly labels: Map<string, Label>
  /** issues and pull requests by their common number */
  readonly issues: Map<number, Issue>
  readonly comments: Map<number, Comment>
  readonly pulls: Map<number, Pull>
  readonly reviews: Map<number, Review>
  readonly checkRuns: Map<number, CheckRun>
  readonly statuses: Status[]
  readonly deployments: Map<number, Deployment>
  readonly releases: Map<number, Release>
  readonly assets: Map<number, Asset>
  /** tags that an immutable release has claimed for good */
  readonly immutableTags: Set<string>
  readonly workflows: Map<string, Workflow>
  readonly runs: Map<number, Run>
  readonly jobs: Map<number, Job>
  readonly artifacts: Map<number, Artifact>
  readonly caches: Map<number, CacheEntry>
  readonly dispatches: Dispatch[]
  readonly rate: { limit: number; used: number }
  /** a number that no other object has */
  id(): number
  /** artifact ids are unique, but not in the order of creation */
  artifactId(): number
}

export interface User {
  readonly id: number
  readonly login: string
  readonly type: 'User' | 'Bot' | 'Organization'
}

export interface Label {
  readonly id: number
  readonly name: string
  readonly color: string
  readonly description?: string
}

export interface Issue {
  readonly id: number
  readonly number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  stateReason?: 'completed' | 'reopened' | 'not_planned' | 'duplicate'
  labels: string[]
  assignees: string[]
  readonly author: string
  readonly createdAt: Date
  updatedAt: Date
  closedAt?: Date
}

export interface Comment {
  readonly id: number
  readonly issue: number
  body: string
  readonly author: string
  /** whether an app (the workflow's token) wrote it */
  readonly byApp: boolean
  readonly createdAt: Date
  updatedAt: Date
}

export interface Pull {
  readonly number: number
  readonly headRef: string
  headSha: string
  /** owner of the repository that the head branch is in; another one than the base's for a fork */
  readonly headOwner: string
  baseRef: string
  /** test merge while open, the merge itself afterwards; absent while there are conflicts */
  mergeSha?: string
  mergedAt?: Date
  readonly draft: boolean
}

export interface Review {
  readonly id: number
  readonly pull: number
  readonly author: string
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'
  readonly body: string
  readonly commitId: string
  readonly submittedAt: Date
}

export type Conclusion =
  | 'success'
  | 'failure'
  | 'neutral'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'

export interface Annotation {
  readonly path: string
  readonly start_line: number
  readonly end_line: number
  readonly start_column?: number
  readonly end_column?: number
  readonly annotation_level: 'notice' | 'warning' | 'failure'
  readonly message: string
  readonly title?: string
  readonly raw_details?: string
}

export interface CheckRun {
  readonly id: number
  readonly suite: number
  name: string
  readonly headSha: string
  status: 'queued' | 'in_progress' | 'completed'
  conclusion?: Conclusion
  startedAt: Date
  completedAt?: Date
  externalId?: string
  detailsUrl?: string
  title?: string
  summary?: string
  text?: string
  annotations: Annotation[]
}

export interface Status {
  readonly id: number
  readonly sha: string
  readonly state: 'error' | 'failure' | 'pending' | 'success'
  readonly context: string
  readonly description?: string
  readonly targetUrl?: string
  readonly creator: string
  readonly createdAt: Date
}

export type DeploymentState =
  | 'error'
  | 'failure'
  | 'inactive'
  | 'in_progress'
  | 'queued'
  | 'pending'
  | 'success'

export interface DeploymentStatus {
  readonly id: number
  readonly state: DeploymentState
  readonly description: string
  readonly environment: string
  readonly environmentUrl: string
  readonly logUrl: string
  readonly creator: string
  readonly createdAt: Date
}

export interface Deployment {
  readonly id: number
  readonly sha: string
  readonly ref: string
  readonly task: string
  readonly environment: string
  readonly description?: string
  readonly payload: unknown
  readonly transient: boolean
  readonly production: boolean
  readonly creator: string
  readonly createdAt: Date
  updatedAt: Date
  readonly statuses: DeploymentStatus[]
}

export interface Release {
  readonly id: number
  tagName: string
  targetCommitish: string
  name: string | null
  body: string | null
  draft: boolean
  prerelease: boolean
  immutable: boolean
  readonly author: string
  readonly createdAt: Date
  updatedAt: Date
  publishedAt?: Date
}

export interface Asset {
  readonly id: number
  readonly release: number
  name: string
  label: string | null
  readonly contentType: string
  readonly bytes: Buffer
  /** sha256, hex */
  readonly sha256: string
  readonly uploader: string
  readonly createdAt: Date
}

export interface Workflow {
  readonly id: number
  /** `.github/workflows/model.yml` */
  readonly path: string
  name: string
}

export interface Run {
  readonly id: number
  readonly number: number
  readonly workflow: string
  readonly event: string
  readonly headBranch: string
  readonly headSha: string
  /** another one than the repository's owner for a fork */
  readonly headOwner: string
  readonly actor: string
  readonly title: string
  /** oldest first; the last one is what the run is now */
  readonly attempts: Attempt[]
  readonly createdAt: Date
}

export type RunStatus = 'queued' | 'in_progress' | 'completed' | 'waiting'

export interface Attempt {
  readonly attempt: number
  status: RunStatus
  conclusion?: Conclusion
  readonly startedAt: Date
  updatedAt: Date
  /** attempts of one plan see each other's artifacts: a re-run of failed jobs keeps it, a whole re-run does not */
  readonly plan: number
}

export interface Job {
  readonly id: number
  readonly run: number
  readonly attempt: number
  readonly name: string
  status: RunStatus
  conclusion?: Conclusion
  readonly startedAt: Date
  completedAt?: Date
  readonly steps: readonly { readonly name: string; readonly conclusion: Conclusion }[]
}

export interface Artifact {
  readonly id: number
  readonly name: string
  readonly run: number
  readonly attempt: number
  readonly job: string
  readonly contentType: string
  /** where its bytes are in the blob store */
  readonly blob: string
  size: number
  /** `sha256:` and hex, as the uploading client told it */
  digest?: string
  finalized: boolean
  expired: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface CacheEntry {
  readonly id: number
  readonly key: string
  readonly version: string
  /** the ref that wrote it; it is readable from there and, on the default branch, from everywhere */
  readonly scope: string
  readonly blob: string
  finalized: boolean
  readonly createdAt: Date
}

export type Dispatch =
  | {
      readonly kind: 'workflow_dispatch'
      readonly workflow: string
      readonly ref: string
      readonly inputs: Readonly<Record<string, string>>
      readonly run: number
    }
  | { readonly kind: 'repository_dispatch'; readonly eventType: string; readonly payload: unknown }

export const workflowBot = 'github-actions[bot]'

/** ids that look like GitHub's, but are the same in every test */
const firstId = 4_100_000
const artifactModulus = 1_000_003
const artifactStep = 611_953

export function emptyState(rateLimit: number): State {
  let ids = firstId
  let artifacts = 0
  return {
    tokens: new Map(),
    users: new Map([[workflowBot, { id: 41_898_282, login: workflowBot, type: 'Bot' }]]),
    roles: new Map(),
    labels: new Map(),
    issues: new Map(),
    comments: new Map(),
    pulls: new Map(),
    reviews: new Map(),
    checkRuns: new Map(),
    statuses: [],
    deployments: new Map(),
    releases: new Map(),
    assets: new Map(),
    immutableTags: new Set(),
    workflows: new Map(),
    runs: new Map(),
    jobs: new Map(),
    artifacts: new Map(),
    caches: new Map(),
    dispatches: [],
    rate: { limit: rateLimit, used: 0 },
    id: () => {
      ids += 1
      return ids
    },
    artifactId: () => {
      artifacts += 1
      return 2_000_000_000 + ((artifacts * artifactStep) % artifactModulus)
    },
  }
}

/** Everything, as `permissions: write-all` gives it. */
export const writeAll: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  deployments: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
}
