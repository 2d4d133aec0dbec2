import { changedWorkflow } from '../config/changed-workflow.ts'
import type { Forge } from '../forge/forge.ts'
import type { WorkflowRun } from '../forge/workflows.ts'
import type { Runner } from '../runner/runner.ts'

/** Runs of a branch that are listed to find those of its pull request. */
const listed = 30

interface Ports {
  readonly forge: Pick<Forge, 'repository' | 'git' | 'workflows' | 'contents'>
  readonly runner: Pick<Runner, 'run' | 'trigger'>
  /** path of the workflow file */
  readonly workflow: string
}

/**
 * Earlier runs of this workflow for the same head branch of the same repository, newest first; this run's own earlier
 * attempts count as one. What this run itself is, is the API's word, too.
 */
export async function pullRequestRuns({ forge, runner, workflow }: Ports): Promise<readonly WorkflowRun[]> {
  const { run: own, trigger } = runner
  if (trigger.event !== 'pull_request' || !trigger.pullRequest) return []
  const here = await forge.workflows.run(own.id)
  const isMine = (run: WorkflowRun) =>
    run.event === 'pull_request' &&
    run.path === here.path &&
    run.repositoryId === forge.repository.id &&
    run.headRepositoryId === here.headRepositoryId &&
    run.headBranch === here.headBranch
  if (!isMine(here) || here.headRepositoryId === '' || here.path !== workflow) return []
  const found = await forge.workflows.runs(
    workflow,
    { branch: here.headBranch, event: 'pull_request' },
    listed,
  )
  const before = found.filter((run) => run.id !== own.id && run.createdAt <= here.createdAt && isMine(run))
  const again = own.attempt > 1 ? [{ ...here, attempt: own.attempt - 1 }] : []
  return [...again, ...before.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())]
}

/**
 * Why what an earlier commit of the pull request left may not be taken, as a clause. Its run did what the workflow of
 * its own commit says: only where that is today's, which reviewers see, does the run count. A branch that was rewritten
 * does not show what it was.
 */
export async function otherWorkflow(
  earlier: Pick<WorkflowRun, 'headSha'>,
  { forge, runner, workflow }: Ports,
): Promise<string | undefined> {
  const { headSha: head } = runner.trigger.pullRequest ?? {}
  if (head === undefined) return 'this is no run of a pull request'
  if (head === earlier.headSha) return undefined
  const { status } = await forge.git.compare(earlier.headSha, head)
  if (status !== 'ahead') return 'its commit is not one of this branch any more'
  const changed = await forge.contents.changedFiles(earlier.headSha, head)
  const read = async (path: string) => (await forge.contents.file(path, head))?.toString('utf8')
  const [other] = await changedWorkflow({ workflow, read }, changed)
  return other && `${other} was another then`
}
