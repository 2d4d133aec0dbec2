import type { WorkflowJob } from '../forge/forge.ts'
import type { RunOfRecord } from '../record/run.ts'

/**
 * The jobs of a run that may have run a gate: the one whose id the record tells, else those that carry the key's
 * name, which a matrix and a reusable workflow add to.
 */
export function gateJobs(jobs: readonly WorkflowJob[], job: RunOfRecord['job']): readonly WorkflowJob[] {
  if (!job) return []
  if (job.id !== undefined) return jobs.filter(({ id }) => id === job.id)
  return jobs.filter(({ name }) => carriesKey(name, job.key))
}

function carriesKey(name: string, key: string): boolean {
  const own = name.split(' / ').at(-1) ?? name
  return own === key || (own.startsWith(`${key} (`) && own.endsWith(')'))
}
