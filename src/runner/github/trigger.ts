import { outsideError } from '../../errors.ts'
import type { Trigger } from '../runner.ts'
import { baseOf, type Triggered } from './base.ts'
import type { Environment } from './environment.ts'
import type { Event, PullOfEvent } from './event.ts'

/** events whose run is of a branch itself, by somebody who may push to it or by the branch's own schedule */
const branchEvents: readonly string[] = ['push', 'schedule', 'workflow_dispatch', 'repository_dispatch']
/** events that run on the default branch alone */
const defaultBranchEvents: readonly string[] = ['schedule', 'repository_dispatch', 'workflow_run']

/**
 * What triggered this run. After a `workflow_run` the pull request is the one that GitHub itself names, which it does
 * not for forks; such a run never counts as one of the branch that it runs on.
 * @throws AssayError outside: `event-unreadable`, `history-unknown`
 */
export async function triggerOf(env: Environment, triggered: Triggered): Promise<Trigger> {
  const { event, payload } = triggered
  const baseSha = await baseOf(triggered)
  const pull = pullOf(payload)
  const isOfBranch = branchEvents.includes(event) && env.GITHUB_REF_TYPE === 'branch'
  return {
    event,
    defaultBranch: defaultBranchOf(env, triggered),
    ...(baseSha === undefined ? {} : { baseSha }),
    ...(pull === undefined ? {} : { pullRequest: pullRequestOf(pull) }),
    ...(isOfBranch && env.GITHUB_REF_NAME ? { branch: env.GITHUB_REF_NAME } : {}),
  }
}

function pullOf({ pull_request, workflow_run }: Event): PullOfEvent | undefined {
  const named = workflow_run?.pull_requests ?? []
  return pull_request ?? (named.length === 1 ? named[0] : undefined)
}

const pullRequestOf = ({ number, head, base }: PullOfEvent) => ({
  number,
  headSha: head.sha,
  baseRef: base.ref,
  baseSha: base.sha,
  fork: head.repo?.id !== base.repo?.id,
})

function defaultBranchOf(env: Environment, { event, payload }: Triggered): string {
  const named =
    payload.repository?.default_branch ??
    (defaultBranchEvents.includes(event) ? env.GITHUB_REF_NAME : undefined)
  if (named) return named
  throw outsideError('event-unreadable', `the payload of ${event} does not name the default branch`, {
    hint: 'Add `repository: {default_branch: …}` to the event file, as GitHub writes it.',
  })
}
