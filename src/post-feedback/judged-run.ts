import type { Forge } from '../forge/forge.ts'
import type { PullRequest } from '../forge/pulls.ts'
import type { WorkflowRun } from '../forge/workflows.ts'

/** A run that judged a pull request, as GitHub tells it: nothing here is the run's own word. */
export interface JudgedRun {
  readonly run: WorkflowRun
  readonly pull: PullRequest & { readonly baseSha: string }
  /** from another repository: its code, its data and its predictions are a stranger's */
  readonly fork: boolean
}

/**
 * The run, and the one open pull request whose head it ran on.
 * @returns a sentence of why there is nothing to post, where there is none
 */
export async function judgedRun(
  id: string,
  { workflows, pulls, repository }: Pick<Forge, 'workflows' | 'pulls' | 'repository'>,
): Promise<JudgedRun | string> {
  const run = await workflows.run(id)
  if (run.repositoryId !== repository.id) return `Run ${id} is not of this repository: nothing is posted.`
  if (run.event !== 'pull_request')
    return `Run ${id} was started by ${run.event}, not by a pull request: nothing is posted.`
  const short = run.headSha.slice(0, 7)
  if (run.headOwner === '' || run.headRepositoryId === '')
    return `The repository that run ${id} is of is gone: nothing is posted.`
  const open = (await pulls.ofHead(run.headOwner, run.headBranch)).filter(
    ({ state, headSha, headRepositoryId }) =>
      state === 'open' && headSha === run.headSha && headRepositoryId === run.headRepositoryId,
  )
  const [pull, second] = open
  if (pull?.baseSha === undefined || second !== undefined)
    return `${open.length === 0 ? 'No' : 'More than one'} open pull request has the head ${short} now (it may have moved on, or be closed): nothing is posted.`
  return {
    run,
    pull: { ...pull, baseSha: pull.baseSha },
    fork: run.headRepositoryId !== run.repositoryId,
  }
}
