import { notFound, ok } from './answer.ts'
import { readCommit } from './commits.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { countedList } from './pagination.ts'
import { userJson } from './people.ts'
import { minimalPullJson } from './pulls.ts'
import { repositoryId, repositoryJson } from './repository.ts'
import type { Attempt, Run } from './state.ts'
import { workflowOf } from './workflows.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

/** Pull requests of this repository alone: those of forks are not listed. */
async function pullsOf(world: World, run: Run): Promise<object[]> {
  const open = [...world.state.pulls.values()].filter(
    (pull) =>
      pull.headOwner === world.owner &&
      run.headOwner === world.owner &&
      pull.headRef === run.headBranch &&
      world.state.issues.get(pull.number)?.state === 'open',
  )
  return Promise.all(
    open.map(async (pull) =>
      minimalPullJson(world, pull, (await world.git.commit(pull.baseRef)) ?? pull.headSha),
    ),
  )
}

async function headCommit(world: World, sha: string): Promise<object | null> {
  if ((await world.git.object(sha))?.type !== 'commit') return null
  const { tree, message, author, committer } = await readCommit(world, sha)
  return {
    id: sha,
    tree_id: tree,
    message,
    timestamp: author.date,
    author: { name: author.name, email: author.email },
    committer: { name: committer.name, email: committer.email },
  }
}

async function runJson(world: World, run: Run, attempt: Attempt): Promise<object> {
  const workflow = world.state.workflows.get(run.workflow)
  const url = `${apiUrl(world)}/actions/runs/${run.id}`
  return {
    id: run.id,
    name: workflow?.name ?? run.workflow,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id + 1,
    check_suite_node_id: nodeId('CheckSuite', run.id + 1),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow,
    display_title: run.title,
    run_number: run.number,
    run_attempt: attempt.attempt,
    referenced_workflows: [],
    event: run.event,
    status: attempt.status,
    conclusion: attempt.conclusion ?? null,
    workflow_id: workflow?.id ?? 0,
    url,
    html_url: `${htmlUrl(world)}/actions/runs/${run.id}`,
    pull_requests: await pullsOf(world, run),
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(attempt.updatedAt),
    run_started_at: timestamp(attempt.startedAt),
    actor: userJson(world, run.actor),
    triggering_actor: userJson(world, run.actor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${apiUrl(world)}/check-suites/${run.id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt.attempt > 1 ? `${url}/attempts/${attempt.attempt - 1}` : null,
    workflow_url: `${apiUrl(world)}/actions/workflows/${workflow?.id ?? 0}`,
    head_commit: await headCommit(world, run.headSha),
    repository: repositoryJson(world),
    head_repository: repositoryJson(world, run.headOwner),
  }
}

/** What an artifact says of its run, and no more: neither event nor path, attempt or conclusion. */
export const runOfArtifactJson = (world: World, run: Run): object => ({
  id: run.id,
  repository_id: world.repositoryId,
  head_repository_id: repositoryId(world, run.headOwner),
  head_branch: run.headBranch,
  head_sha: run.headSha,
})

export const currentAttempt = (run: Run): Attempt => run.attempts.at(-1)!

export function runOf(call: Call): Run {
  const run = call.world.state.runs.get(numberIn(call, 'run_id'))
  if (!run) throw notFound()
  return run
}

function attemptOf(call: Call): Attempt {
  const number = numberIn(call, 'attempt_number')
  const attempt = runOf(call).attempts.find((candidate) => candidate.attempt === number)
  if (!attempt) throw notFound()
  return attempt
}

/** `created` takes a day, a moment or a comparison with one, as GitHub's search does. */
function createdWithin(asked: string | null): (date: Date) => boolean {
  if (asked === null) return () => true
  const [from, to] = asked.split('..')
  if (to !== undefined) {
    return (date) => (from === '*' || date >= new Date(from ?? 0)) && (to === '*' || date <= new Date(to))
  }
  const [, sign = '', moment = ''] = /^(>=|<=|>|<)?(.*)$/.exec(asked) ?? []
  const bound = new Date(moment)
  if (sign === '>=') return (date) => date >= bound
  if (sign === '<=') return (date) => date <= bound
  if (sign === '>') return (date) => date > bound
  if (sign === '<') return (date) => date < bound
  return (date) => date.toISOString().startsWith(moment.replace(/Z$/, ''))
}

/** Newest first; `status` is a status or a conclusion. */
function filtered({ world, url }: Call, workflow?: string): Run[] {
  const asked = (name: string) => url.searchParams.get(name)
  const same = (name: string, value: string) => asked(name) === null || asked(name) === value
  const within = createdWithin(asked('created'))
  return [...world.state.runs.values()]
    .filter((run) => workflow === undefined || run.workflow === workflow)
    .filter((run) => same('head_sha', run.headSha) && same('event', run.event))
    .filter((run) => same('branch', run.headBranch) && same('actor', run.actor))
    .filter((run) => {
      const { status, conclusion = '' } = currentAttempt(run)
      return asked('status') === null || [status, conclusion].includes(asked('status') ?? '')
    })
    .filter((run) => within(run.createdAt))
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
}

const current = (world: World) => (run: Run) => runJson(world, run, currentAttempt(run))

export const runEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/actions/runs', 'actions=read', (call) =>
    countedList(call, 'workflow_runs', filtered(call), current(call.world)),
  ),
  endpoint('GET', '/actions/workflows/{workflow_id}/runs', 'actions=read', async (call) =>
    countedList(
      call,
      'workflow_runs',
      filtered(call, (await workflowOf(call.world, call.path.workflow_id ?? '')).path),
      current(call.world),
    ),
  ),
  endpoint('GET', '/actions/runs/{run_id}', 'actions=read', async (call) =>
    ok(await current(call.world)(runOf(call))),
  ),
  endpoint('GET', '/actions/runs/{run_id}/attempts/{attempt_number}', 'actions=read', async (call) =>
    ok(await runJson(call.world, runOf(call), attemptOf(call))),
  ),
]
