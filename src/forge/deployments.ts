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
