import type { Git } from '../github/git.ts'
import type { GitHub } from '../github/github.ts'
import type { Pull, Run } from '../github/state.ts'

/** What makes a workflow run, with all that differs between events. */
export interface WorkflowEvent {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
  /** GITHUB_REF */
  readonly ref: string
  /** GITHUB_SHA: the tested commit */
  readonly sha: string
  /** as the run shows them, which for a pull request are those of its head */
  readonly headBranch: string
  readonly headSha: string
  /** of the head's repository, where it is a fork: its runs get a token that can only read */
  readonly headOwner?: string
  /** a run that is queued already */
  readonly run?: Run
}

interface Repository {
  readonly github: GitHub
  readonly git: Git
  readonly fullName: string
}

/** JSON of the REST API, as a person with every right gets it: payloads are made of the same objects. */
async function api({ github, fullName }: Repository, path = ''): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${github.token}` }
  const answer = await fetch(`${github.url}/repos/${fullName}${path}`, { headers })
  if (!answer.ok) throw new Error(`GET ${path} was answered with ${answer.status}`)
  return (await answer.json()) as Record<string, unknown>
}

/** What every payload has: the repository and who did it. */
async function common(repository: Repository) {
  const json = await api(repository)
  return { repository: json, sender: json.owner }
}

const main = 'main'
const ofMain = { ref: `refs/heads/${main}`, headBranch: main }

async function head({ git }: Repository): Promise<string> {
  const sha = await git.commit(main)
  if (sha === undefined) throw new Error('there is no main')
  return sha
}

export async function pushEvent(repository: Repository): Promise<WorkflowEvent> {
  const sha = await head(repository)
  const before = await repository.git.commit(`${sha}~1`).catch(() => undefined)
  const payload = {
    ...(await common(repository)),
    ref: ofMain.ref,
    before: before ?? '0'.repeat(40),
    after: sha,
    created: before === undefined,
    deleted: false,
    forced: false,
  }
  return { event: 'push', payload, ...ofMain, sha, headSha: sha }
}

/** @throws Error when it conflicts with its base: GitHub then runs nothing */
export async function pullEvent(
  repository: Repository,
  pull: Pull,
  action = 'opened',
): Promise<WorkflowEvent> {
  const json = await api(repository, `/pulls/${pull.number}`)
  if (pull.mergeSha === undefined) throw new Error(`#${pull.number} has conflicts`)
  return {
    event: 'pull_request',
    payload: { ...(await common(repository)), action, number: pull.number, pull_request: json },
    ref: `refs/pull/${pull.number}/merge`,
    sha: pull.mergeSha,
    headBranch: pull.headRef,
    headSha: pull.headSha,
    headOwner: pull.headOwner,
  }
}

export async function scheduleEvent(repository: Repository, cron: string): Promise<WorkflowEvent> {
  const sha = await head(repository)
  const payload = { repository: await api(repository), schedule: cron }
  return { event: 'schedule', payload, ...ofMain, sha, headSha: sha }
}

/** That another run has ended: what it starts runs on the default branch, whoever the other was of. */
export async function workflowRunEvent(repository: Repository, run: Run): Promise<WorkflowEvent> {
  const sha = await head(repository)
  const payload = {
    ...(await common(repository)),
    action: 'completed',
    workflow_run: await api(repository, `/actions/runs/${run.id}`),
  }
  return { event: 'workflow_run', payload, ...ofMain, sha, headSha: sha }
}

/** The run that a dispatch has queued. */
export async function dispatchEvent(
  repository: Repository,
  run: Run,
  inputs: Readonly<Record<string, string>> = {},
): Promise<WorkflowEvent> {
  const payload = { ...(await common(repository)), inputs, ref: `refs/heads/${run.headBranch}` }
  return {
    event: 'workflow_dispatch',
    payload: { ...payload, workflow: run.workflow },
    ref: `refs/heads/${run.headBranch}`,
    sha: run.headSha,
    headBranch: run.headBranch,
    headSha: run.headSha,
    run,
  }
}
