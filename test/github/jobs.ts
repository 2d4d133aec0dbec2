import { notFound, ok } from './answer.ts'
import { type Call, type Endpoint, endpoint, numberIn } from './endpoint.ts'
import { countedList } from './pagination.ts'
import { runOf } from './runs.ts'
import type { Job } from './state.ts'
import { apiUrl, htmlUrl, nodeId, timestamp, type World } from './world.ts'

function jobJson(world: World, job: Job): object {
  const run = world.state.runs.get(job.run)
  return {
    id: job.id,
    run_id: job.run,
    run_url: `${apiUrl(world)}/actions/runs/${job.run}`,
    run_attempt: job.attempt,
    node_id: nodeId('CheckRun', job.id),
    head_sha: run?.headSha ?? '',
    head_branch: run?.headBranch ?? null,
    url: `${apiUrl(world)}/actions/jobs/${job.id}`,
    html_url: `${htmlUrl(world)}/actions/runs/${job.run}/job/${job.id}`,
    status: job.status,
    conclusion: job.conclusion ?? null,
    created_at: timestamp(job.startedAt),
    started_at: timestamp(job.startedAt),
    completed_at: job.completedAt ? timestamp(job.completedAt) : null,
    name: job.name,
    steps: job.steps.map(({ name, conclusion }, index) => ({
      name,
      status: 'completed',
      conclusion,
      number: index + 1,
    })),
    check_run_url: `${apiUrl(world)}/check-runs/${job.id}`,
    labels: ['ubuntu-latest'],
    runner_id: 1,
    runner_name: 'GitHub Actions 1',
    runner_group_id: 0,
    runner_group_name: 'GitHub Actions',
    workflow_name: world.state.workflows.get(run?.workflow ?? '')?.name ?? null,
  }
}

/**
 * Jobs as of an attempt: those of it and, for jobs that were not run again, those of the attempt before, as a
 * re-run of failed jobs leaves them.
 */
function asOf(world: World, run: number, attempt: number): Job[] {
  const jobs = [...world.state.jobs.values()].filter((job) => job.run === run && job.attempt <= attempt)
  return jobs.filter((job) => !jobs.some((other) => other.name === job.name && other.attempt > job.attempt))
}

const listed = (call: Call, jobs: readonly Job[]) =>
  countedList(call, 'jobs', jobs, (job) => jobJson(call.world, job))

function ofRun(call: Call) {
  const run = runOf(call)
  const all = [...call.world.state.jobs.values()].filter((job) => job.run === run.id)
  const every = call.url.searchParams.get('filter') === 'all'
  return listed(call, every ? all : asOf(call.world, run.id, run.attempts.length))
}

function ofAttempt(call: Call) {
  const run = runOf(call)
  const attempt = numberIn(call, 'attempt_number')
  if (attempt < 1 || attempt > run.attempts.length) throw notFound()
  return listed(call, asOf(call.world, run.id, attempt))
}

export const jobEndpoints: readonly Endpoint[] = [
  endpoint('GET', '/actions/runs/{run_id}/jobs', 'actions=read', ofRun),
  endpoint('GET', '/actions/runs/{run_id}/attempts/{attempt_number}/jobs', 'actions=read', ofAttempt),
  endpoint('GET', '/actions/jobs/{job_id}', 'actions=read', (call) => {
    const job = call.world.state.jobs.get(numberIn(call, 'job_id'))
    if (!job) throw notFound()
    return ok(jobJson(call.world, job))
  }),
]
