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
  return ({ jobID, jobResult, matrix }) => {
    const known = world.jobs.find(({ key }) => key === jobID)
    if (!known) return
    // jobs of a matrix share the room of their key: let them run one after the other
    const which = `${known.key} ${JSON.stringify(matrix ?? {})}`
    const job = begun.get(which) ?? begin(known, world, matrix)
    begun.set(which, job)
    if (jobResult) world.github.finishJob(job, jobResult as Conclusion)
  }
}

/** Whatever the workflow asks for. */
const readOnly = (permissions: WorkflowJob['permissions']) =>
  Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope, level === 'write' ? 'read' : level]),
  ) as WorkflowJob['permissions']

function begin({ key, name, permissions }: WorkflowJob, world: JobsOfRun, matrix: ActLine['matrix']): Job {
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
    ...(matrix && Object.keys(matrix).length > 0 && { matrix }),
  }
  const file = join(room, `${key}.json`)
  writeFileSync(`${file}.part`, JSON.stringify(told))
  // the stand-ins see it whole, or not yet
  renameSync(`${file}.part`, file)
  return job
}
