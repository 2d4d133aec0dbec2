import { outsideError } from '../../errors.ts'
import type { GitObjects } from '../../forge/git.ts'
import { testMergeEvents } from '../pull-request-events.ts'
import type { Checkout } from './checkout.ts'
import type { Event, PullOfEvent } from './event.ts'

/** What GitHub tells of history that a shallow checkout does not have. */
export type History = Pick<GitObjects, 'commit' | 'compare'>

export interface Triggered {
  /** as GITHUB_EVENT_NAME has it */
  readonly event: string
  /** GITHUB_SHA */
  readonly sha: string
  readonly payload: Event
  readonly checkout: Checkout
  readonly history: History | undefined
}

/**
 * The commit from which on the base baseline is looked for.
 * @returns undefined for a push of a commit without a parent
 * @throws AssayError outside `history-unknown`; what the forge throws
 */
export async function baseOf(triggered: Triggered): Promise<string | undefined> {
  const { event, sha, payload } = triggered
  if (payload.merge_group) return payload.merge_group.base_sha
  if (payload.pull_request) return baseOfPull(payload.pull_request, triggered)
  // `before` of the payload is not the parent when several commits or a rewritten branch are pushed
  if (event === 'push') return (await parentsOf(sha, triggered))[0]
  return sha
}

/**
 * The tested tree is the test merge's, whose first parent it was merged onto, or the head's own. What is checked out is
 * what code that ran before this step has left there, so another merge counts only where it was made onto the base
 * branch, and nothing else counts at all.
 */
async function baseOfPull(pull: PullOfEvent, triggered: Triggered): Promise<string> {
  const { event, sha, checkout } = triggered
  const { head } = checkout
  const isTestMerge =
    testMergeEvents.includes(event) && (head === undefined || head.sha === sha) && sha !== pull.head.sha
  if (isTestMerge) {
    const [onto] = await parentsOf(sha, triggered)
    if (onto !== undefined) return onto
  }
  if (head?.sha === pull.base.sha) return pull.base.sha
  const [onto, merged] = head?.parents ?? []
  if (onto !== undefined && merged === pull.head.sha) {
    const shared = await mergeBase(pull.base.ref, onto, triggered)
    if (shared === onto) return onto
  }
  return mergeBase(pull.base.sha, pull.head.sha, triggered)
}

async function parentsOf(sha: string, { checkout, history }: Triggered): Promise<readonly string[]> {
  const commit = checkout.commit(sha) ?? (await history?.commit(sha))
  if (commit) return commit.parents
  throw outsideError('history-unknown', `the parents of commit ${sha} are not known here`, {
    hint: 'Check the repository out at the workspace (actions/checkout without `path`), or leave the input `token` at its default.',
  })
}

async function mergeBase(base: string, head: string, { history }: Triggered): Promise<string> {
  if (base === head) return base
  if (history) return (await history.compare(base, head)).mergeBase
  throw outsideError('history-unknown', `where ${head} left its base branch is not known here`, {
    hint: 'Leave the input `token` at its default and give the job `contents: read`.',
  })
}
