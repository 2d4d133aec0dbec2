import type { WorkflowJob } from '../forge/workflows.ts'
import type { RunOfRecord } from '../record/run.ts'

/** Two services of GitHub need not agree on the second. */
const slackMs = 10_000

/**
 * The jobs of a run that may have run a gate: the one whose id the record tells, else those that carry the key's
 * name, which a matrix and a reusable workflow add to.
 */
export function gateJobs(jobs: readonly WorkflowJob[], job: RunOfRecord['job']): readonly WorkflowJob[] {
  if (!job) return []
  if (job.id !== undefined) return jobs.filter(({ id }) => id === job.id)
  return jobs.filter(({ name }) => carriesKey(name, job.key))
}

/**
 * Whether a job was running at a time: what was stored before or after it is not its work, whatever it says. Any job
 * of a run, also of a later attempt, can store anything under any name.
 */
export function ranAt({ startedAt, completedAt }: WorkflowJob, time: Date): boolean {
  const at = time.getTime()
  return (
    completedAt !== undefined && at >= startedAt.getTime() - slackMs && at <= completedAt.getTime() + slackMs
  )
}

function carriesKey(name: string, key: string): boolean {
  const own = name.split(' / ').at(-1) ?? name
  return own === key || (own.startsWith(`${key} (`) && own.endsWith(')'))
}
