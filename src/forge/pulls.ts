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
