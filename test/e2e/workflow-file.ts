import { parse } from 'yaml'
import type { Permissions } from '../github/permissions.ts'

interface WorkflowDocument {
  readonly permissions?: Permissions
  readonly jobs: Readonly<Record<string, { readonly name?: string; readonly permissions?: Permissions }>>
}

export interface WorkflowJob {
  readonly key: string
  readonly name: string
  /** of the job's token; naming any scope takes all others away */
  readonly permissions: Permissions
}

/** The jobs of a workflow file. */
export function jobsOf(text: string): WorkflowJob[] {
  const { permissions = {}, jobs } = parse(text) as WorkflowDocument
  return Object.entries(jobs).map(([key, job]) => ({
    key,
    name: job.name ?? key,
    permissions: job.permissions ?? permissions,
  }))
}
