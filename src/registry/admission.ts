import type { Runner } from '../runner/runner.ts'

// pull_request, pull_request_target, merge_group and workflow_run are left out: each runs for, or on, what is not merged.
const events: readonly string[] = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']

/**
 * Why this run may not register or deploy, as a sentence; undefined when it may. Off GitHub whoever runs the command
 * decides.
 * @param branches that may besides the default branch
 */
export function inadmissible(
  { kind, run, trigger }: Pick<Runner, 'kind' | 'run' | 'trigger'>,
  branches: readonly string[],
): string | undefined {
  if (kind !== 'github') return undefined
  if (!events.includes(run.event) || trigger.pullRequest)
    return `a run for ${run.event} may neither register nor deploy: only ${events.join(', ')} of a protected branch may`
  const allowed = [trigger.defaultBranch, ...branches]
  if (run.ref && allowed.some((branch) => run.ref === `refs/heads/${branch}`)) return undefined
  return `${run.ref ?? 'a run without a branch'} may neither register nor deploy: only ${allowed.join(', ')} may (register.branches)`
}
