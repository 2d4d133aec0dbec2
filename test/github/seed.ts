import { sha256 } from './assets.ts'
import { addIssue } from './issues.ts'
import { refresh } from './merging.ts'
import type { Artifact, Attempt, Conclusion, Job, Pull, Run, RunStatus } from './state.ts'
import { knowWorkflow } from './workflows.ts'
import type { World } from './world.ts'
import { packZip } from './zip.ts'

export interface NewPull {
  readonly title: string
  /** branch of the repository, or of the fork */
  readonly head: string
  readonly base?: string
  readonly body?: string
  readonly author?: string
  readonly labels?: readonly string[]
  readonly draft?: boolean
  /** where the head is in a fork; its commit must be among the objects of the repository */
  readonly fork?: { readonly owner: string; readonly sha: string }
}

/** @throws Error when there is no such branch */
export async function openPull(world: World, given: NewPull): Promise<Pull> {
  const headSha = given.fork?.sha ?? (await world.git.ref(`refs/heads/${given.head}`))
  if (!headSha) throw new Error(`There is no branch ${given.head} in ${world.git.dir}`)
  const issue = addIssue(world, {
    title: given.title,
    author: given.author ?? world.owner,
    labels: given.labels ?? [],
    ...(given.body === undefined ? {} : { body: given.body }),
  })
  const pull: Pull = {
    number: issue.number,
    headRef: given.head,
    headSha,
    headOwner: given.fork?.owner ?? world.owner,
    baseRef: given.base ?? world.defaultBranch,
    draft: given.draft ?? false,
  }
  world.state.pulls.set(pull.number, pull)
  await refresh(world, pull, true)
  return pull
}

export interface NewRun {
  /** `.github/workflows/model.yml` */
  readonly workflow: string
  readonly event: string
  readonly headBranch: string
  readonly headSha: string
  readonly headOwner?: string
  readonly actor?: string
  readonly title?: string
  /** default `completed` */
  readonly status?: RunStatus
  /** default `success` once completed */
  readonly conclusion?: Conclusion
  readonly createdAt?: Date
  readonly id?: number
}

export function addRun(world: World, given: NewRun): Run {
  const workflow = knowWorkflow(world, given.workflow)
  const createdAt = given.createdAt ?? world.now()
  const earlier = [...world.state.runs.values()].filter((run) => run.workflow === workflow.path)
  const run: Run = {
    id: given.id ?? world.state.id(),
    number: earlier.length + 1,
    workflow: workflow.path,
    event: given.event,
    headBranch: given.headBranch,
    headSha: given.headSha,
    headOwner: given.headOwner ?? world.owner,
    actor: given.actor ?? world.owner,
    title: given.title ?? workflow.name,
    attempts: [],
    createdAt,
  }
  run.attempts.push(newAttempt(run, createdAt, given.status ?? 'completed', given.conclusion))
  world.state.runs.set(run.id, run)
  return run
}

const ended = (status: RunStatus, conclusion: Conclusion = 'success') =>
  status === 'completed' ? { status, conclusion } : { status }

function newAttempt(run: Run, at: Date, status: RunStatus, conclusion?: Conclusion): Attempt {
  const attempt = run.attempts.length + 1
  return { attempt, ...ended(status, conclusion), startedAt: at, updatedAt: at, plan: attempt }
}

/** Starts the next attempt; a re-run of the failed jobs keeps the plan and so sees earlier artifacts. */
export function rerun(world: World, run: Run, which: 'failed' | 'all'): Attempt {
  const before = run.attempts.at(-1)!
  const attempt = newAttempt(run, world.now(), 'in_progress')
  const planned = which === 'failed' ? { ...attempt, plan: before.plan } : attempt
  run.attempts.push(planned)
  return planned
}

export function finishRun(world: World, run: Run, conclusion: Conclusion): void {
  Object.assign(run.attempts.at(-1)!, { status: 'completed', conclusion, updatedAt: world.now() })
}

export interface NewJob {
  readonly name: string
  readonly status?: RunStatus
  readonly conclusion?: Conclusion
  /** default: the newest */
  readonly attempt?: number
  readonly steps?: Job['steps']
}

export function addJob(world: World, run: Run, given: NewJob): Job {
  const status = given.status ?? 'completed'
  const now = world.now()
  const job: Job = {
    id: world.state.id(),
    run: run.id,
    attempt: given.attempt ?? run.attempts.length,
    name: given.name,
    ...ended(status, given.conclusion),
    startedAt: now,
    ...(status === 'completed' ? { completedAt: now } : {}),
    steps: given.steps ?? [],
  }
  world.state.jobs.set(job.id, job)
  return job
}

export function finishJob(world: World, job: Job, conclusion: Conclusion): void {
  Object.assign(job, { status: 'completed', conclusion, completedAt: world.now() })
}

export interface NewArtifact {
  readonly name: string
  /** packed into a zip archive, as the client does */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** the artifact as it is, where it is not a zip archive */
  readonly bytes?: Buffer
  readonly contentType?: string
  /** default: the newest */
  readonly attempt?: number
  /** id of the job that uploaded it */
  readonly job?: number
  /** default: that of the bytes */
  readonly digest?: string
  readonly expired?: boolean
  readonly createdAt?: Date
}

export function addArtifact(world: World, run: Run, given: NewArtifact): Artifact {
  const bytes = given.bytes ?? packZip(given.files ?? {})
  const contentType = given.contentType ?? (given.bytes ? 'application/octet-stream' : 'application/zip')
  const createdAt = given.createdAt ?? world.now()
  const artifact: Artifact = {
    id: world.state.artifactId(),
    name: given.name,
    run: run.id,
    attempt: given.attempt ?? run.attempts.length,
    job: String(given.job ?? 0),
    contentType,
    blob: world.blobs.keep(bytes, contentType, given.bytes ? given.name : `${given.name}.zip`),
    size: bytes.length,
    digest: given.digest ?? `sha256:${sha256(bytes)}`,
    finalized: true,
    expired: given.expired ?? false,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 90 * 86_400_000),
  }
  world.state.artifacts.set(artifact.id, artifact)
  return artifact
}
