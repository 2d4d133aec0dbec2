import type { Checks } from './checks.ts'
import type { Collaborators } from './collaborators.ts'
import type { Comments } from './comments.ts'
import type { Contents } from './contents.ts'
import type { Deployments } from './deployments.ts'
import type { GitObjects } from './git.ts'
import type { Issues } from './issues.ts'
import type { Pulls } from './pulls.ts'
import type { Releases } from './releases.ts'
import type { Workflows } from './workflows.ts'

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
