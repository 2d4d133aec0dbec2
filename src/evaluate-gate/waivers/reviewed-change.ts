import type { Pulls } from '../../forge/pulls.ts'
import { pullRequestEvents } from '../../runner/pull-request-events.ts'
import type { Runner } from '../../runner/runner.ts'

/** The pull request whose reviews are about what this run judges. */
export interface ReviewedChange {
  readonly number: number
  readonly author: string
  /** the commit that a review must be of */
  readonly headSha: string
}

/**
 * The pull request that is judged: by its own event, in its merge queue, or as the very commit that it became on the
 * default branch. A later or scheduled run of the branch judges another model, which nobody has reviewed.
 */
export async function reviewedChange(
  { run, trigger }: Pick<Runner, 'run' | 'trigger'>,
  pulls: Pick<Pulls, 'get' | 'ofCommit'>,
): Promise<ReviewedChange | undefined> {
  if (pullRequestEvents.includes(run.event)) {
    if (!trigger.pullRequest) return undefined
    const { number, headSha } = trigger.pullRequest
    return { number, headSha, author: (await pulls.get(number)).author }
  }
  switch (run.event) {
    case 'merge_group': {
      const number = /^refs\/heads\/gh-readonly-queue\/.+\/pr-(\d+)-[0-9a-f]+$/.exec(run.ref ?? '')?.[1]
      return number === undefined ? undefined : await pulls.get(Number(number))
    }
    case 'push': {
      if (trigger.branch !== trigger.defaultBranch || run.sha === undefined) return undefined
      return (await pulls.ofCommit(run.sha)).find(
        ({ merged, mergeSha, baseRef }) =>
          merged && mergeSha === run.sha && baseRef === trigger.defaultBranch,
      )
    }
    default:
      return undefined
  }
}
