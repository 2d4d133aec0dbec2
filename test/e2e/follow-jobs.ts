import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GitHub } from '../github/github.ts'
import type { Conclusion, Job, Run } from '../github/state.ts'
import type { ActLine } from './act-log.ts'
import type { JobRoom } from './stand-ins/job.ts'
import type { WorkflowJob } from './workflow-file.ts'

export interface JobsOfRun {
  readonly github: GitHub
  readonly run: Run
  readonly jobs: readonly WorkflowJob[]
  /** the workflow's token: it has the permissions of the job that runs */
  readonly token: string
  /** folder that tells the stand-ins of a job about it */
  readonly room: string
  readonly origin: string
  readonly python?: string
}

/** @returns what to call with every line of act, so that GitHub shows each job as it begins and ends */
export function followJobs(world: JobsOfRun): (line: ActLine) => void {
  const begun = new Map<string, Job>()
  return ({ jobID, jobResult }) => {
    const known = world.jobs.find(({ key }) => key === jobID)
    if (!known) return
    const job = begun.get(known.key) ?? begin(known, world)
    begun.set(known.key, job)
    if (jobResult) world.github.finishJob(job, jobResult as Conclusion)
  }
}

/** Whatever the workflow asks for. */
const readOnly = (permissions: WorkflowJob['permissions']) =>
  Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope, level === 'write' ? 'read' : level]),
  ) as WorkflowJob['permissions']

function begin({ key, name, permissions }: WorkflowJob, world: JobsOfRun): Job {
  const { github, run, room, origin, python } = world
  const job = github.addJob(run, { name, status: 'in_progress' })
  const token = github.state.tokens.get(world.token)
  const fork = run.event === 'pull_request' && run.headOwner !== run.actor
  if (token)
    github.state.tokens.set(world.token, {
      ...token,
      permissions: fork ? readOnly(permissions) : permissions,
    })
  const told: JobRoom = {
    runtimeToken: github.runtimeToken(run.id, job.id),
    resultsUrl: github.resultsUrl,
    origin,
    summary: join(room, 'summary', `${key}.md`),
    ...(python === undefined ? {} : { python }),
  }
  const file = join(room, `${key}.json`)
  writeFileSync(`${file}.part`, JSON.stringify(told))
  // the stand-ins see it whole, or not yet
  renameSync(`${file}.part`, file)
  return job
}
