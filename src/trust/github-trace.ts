import type { Forge, WorkflowRun } from '../forge/forge.ts'
import type { Runner } from '../runner/runner.ts'
import { gateJobs } from './gate-job.ts'
import type { Traces } from './history.ts'

interface TracePorts {
  readonly forge: Pick<Forge, 'workflows' | 'contents'>
  readonly runner: Pick<Runner, 'run' | 'trigger'>
  readonly workflow: string
  believed(run: WorkflowRun): boolean
}

/** How many runs are asked whether they had a gate. */
const asked = 50

/**
 * Whether a gate ever passed on the default branch. Runs outlive their artifacts, so the jobs are asked; a job of the
 * same key from before the workflow had a gate does not count.
 */
export async function traceOfGate({ config }: Traces, { forge, runner, workflow, believed }: TracePorts) {
  const { run: own, trigger } = runner
  const base = trigger.pullRequest ? trigger.baseSha : undefined
  if (base !== undefined && (await forge.contents.file(config, base)))
    return {
      reason: `${config} is on the base branch already, but no run there has passed its gate`,
      hint: `Run the workflow once on ${trigger.defaultBranch} (by a push or by hand), then run this job again.`,
    }
  const runs = await forge.workflows.runs(workflow, { branch: trigger.defaultBranch }, asked)
  for (const run of runs) {
    if (run.id === own.id || !believed(run)) continue
    const jobs = await forge.workflows.jobs(run.id, run.attempt)
    const candidates = own.job ? gateJobs(jobs, { key: own.job.key }) : jobs
    const passed = candidates.some(({ conclusion }) => conclusion === 'success')
    if (passed && (await hadGate(run, workflow, forge)))
      return {
        reason: `the gate passed in run ${run.id}, but its record cannot be had any more`,
        hint: `Run the workflow on ${trigger.defaultBranch} again (artifacts expire; registered versions keep their records).`,
      }
  }
  return undefined
}

/** False only when the workflow file of that commit is there to say that it had none. */
async function hadGate(run: WorkflowRun, workflow: string, forge: TracePorts['forge']): Promise<boolean> {
  const text = (await forge.contents.file(workflow, run.headSha))?.toString('utf8')
  return text === undefined || /evaluate-gate/.test(text) || /uses:.*\.ya?ml/.test(text)
}
