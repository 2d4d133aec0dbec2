import type { PolicyBase } from '../config/policy-base.ts'
import { configurationError, outsideError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import { pullRequestEvents, targetEvent } from '../runner/pull-request-events.ts'
import type { Runner } from '../runner/runner.ts'

/**
 * The commit whose rules judge: where a run is about a pull request or a merge group, the one that the change is merged onto.
 * @throws AssayError configuration `change-not-checked-out`; outside `policy-unreadable`
 */
export function policyBase(
  { run, trigger }: Pick<Runner, 'run' | 'trigger'>,
  forge: Forge | undefined,
): PolicyBase | undefined {
  const sha = trigger.baseSha
  const isOfChange =
    trigger.pullRequest !== undefined || [...pullRequestEvents, 'merge_group'].includes(run.event)
  if (!isOfChange || sha === undefined) return undefined
  requireChange(run)
  if (!forge)
    throw outsideError('policy-unreadable', 'the rules of the base commit cannot be read without a token', {
      hint: 'Leave the input `token` at its default and give the job `contents: read`.',
    })
  return {
    sha,
    read: async (path) => (await forge.contents.file(path, sha))?.toString('utf8'),
    changed: () => forge.contents.changedFiles(sha, run.head_sha ?? run.sha ?? sha),
    ...(run.workflow !== undefined && { workflow: run.workflow }),
  }
}

/** They run on a branch of the repository, whatever pull request they are about. */
const eventsOnBase: readonly string[] = [targetEvent, 'workflow_run']

/** What is found in the tree of the base would be shown as the change's, and pass where it does not. */
function requireChange({ event, sha, head_sha: head }: Runner['run']): void {
  if (!eventsOnBase.includes(event) || sha === head) return
  throw configurationError(
    'change-not-checked-out',
    `a run for ${event} is on the branch that is merged into, and the head of the pull request is not checked out: nothing of the change would be judged`,
    {
      hint: "Let the workflow run on pull_request; those of forks get their comment from post-feedback. Where it is to run on the branch alone: if: github.event.workflow_run.event == 'push'.",
    },
  )
}
