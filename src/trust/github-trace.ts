import type { Forge } from '../forge/forge.ts'
import type { WorkflowRun } from '../forge/workflows.ts'
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
  const hadGate = gateSeenBy(forge, workflow, own.sha)
  for (const run of runs) {
    if (run.id === own.id || !believed(run)) continue
    const jobs = await forge.workflows.jobs(run.id, run.attempt)
    const candidates = own.job ? gateJobs(jobs, { key: own.job.key }) : jobs
    const passed = candidates.some(({ conclusion }) => conclusion === 'success')
    if (passed && (await hadGate(run.headSha)))
      return {
        reason: `the gate passed in run ${run.id}, but its record cannot be had any more`,
        hint: `Run the workflow on ${trigger.defaultBranch} again (artifacts expire; registered versions keep their records).`,
      }
  }
  const oldest = runs.at(-1)
  // A gate that only fails for long enough would otherwise come to look like a new one, and let the next model pass.
  if (oldest && runs.length >= asked && (await hadGate(oldest.headSha)))
    return {
      reason: `the gate passed in none of the last ${asked} runs of ${trigger.defaultBranch}, and older ones are not looked at`,
      hint: `Mend the model on ${trigger.defaultBranch}; or name a baseline that can be had, such as production or file:<path>.`,
    }
  return undefined
}

/**
 * Whether a workflow had a gate at a commit. Only a file that is there can say that it had none, and only where
 * today's shows its own: elsewhere the gate is inside of what the workflow calls.
 */
function gateSeenBy({ contents }: TracePorts['forge'], workflow: string, now: string | undefined) {
  const textAt = async (sha: string) => (await contents.file(workflow, sha))?.toString('utf8')
  const shows = (text: string) => /evaluate-gate/.test(text)
  let hidden: boolean | undefined
  return async (sha: string): Promise<boolean> => {
    const text = await textAt(sha)
    if (text === undefined || shows(text) || /uses:.*\.ya?ml/.test(text)) return true
    hidden ??= now !== undefined && !shows((await textAt(now)) ?? 'evaluate-gate')
    return hidden
  }
}
