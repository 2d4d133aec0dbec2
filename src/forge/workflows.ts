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
