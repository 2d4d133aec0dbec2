import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseDocument } from 'yaml'
import { type Git, openGit } from '../github/git.ts'
import type { GitHub } from '../github/github.ts'
import type { Run } from '../github/state.ts'
import { runAct } from './act.ts'
import type { ActRun } from './act-log.ts'
import type { WorkflowEvent } from './events.ts'
import { followJobs } from './follow-jobs.ts'
import { jobsOf } from './workflow-file.ts'

export interface WorkflowRequest {
  readonly program: string
  readonly repository: { readonly github: GitHub; readonly git: Git; readonly fullName: string }
  readonly actor: string
  /** of the workflow file, and its text at the tested commit */
  readonly path: string
  readonly text: string
  readonly event: WorkflowEvent
  /** folders by `owner/repository@ref` */
  readonly actions: Readonly<Record<string, string>>
  /** folder of the interpreter that setup-python sets up */
  readonly python?: string
  /** variables of every step, instead of those that a test's have */
  readonly env: Readonly<Record<string, string>>
}

/** A workflow run: as GitHub holds it, and what act says of it. */
export interface Ran extends ActRun {
  readonly run: Run
  /** the workflow's GITHUB_TOKEN */
  readonly token: string
  /** what people read on the run's page, by job key */
  readonly summary: Readonly<Record<string, string>>
}

/** Runs a workflow as GitHub would show it: in progress while it runs, job by job, and completed then. */
export async function runWorkflow(request: WorkflowRequest): Promise<Ran> {
  const { program, repository, actor, path, text, event, actions, python } = request
  const { github, git } = repository
  const run = event.run ?? github.addRun({ ...event, workflow: path, actor, status: 'in_progress' })
  run.attempts.at(-1)!.status = 'in_progress'
  const room = await mkdtemp(join(tmpdir(), 'run-'))
  const token = github.issueToken({ permissions: {} })
  try {
    await mkdir(join(room, 'summary'))
    const ran = await runAct({
      program,
      folder: await checkOut(git, event.sha, join(room, 'checkout')),
      workflow: await readable(text, join(room, basename(path))),
      event: event.event,
      payload: event.payload,
      actor,
      token,
      env: { ...variables(request, run, room), ...request.env },
      actions,
      onLine: followJobs({
        github,
        run,
        jobs: jobsOf(text),
        token,
        room,
        origin: git.dir,
        ...(python === undefined ? {} : { python }),
      }),
    })
    github.finishRun(run, ran.exitCode === 0 ? 'success' : 'failure')
    return { ...ran, run, token, summary: await summaries(join(room, 'summary')) }
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

/** act knows no `environment.deployment` and refuses the file; it ignores environments anyway. */
async function readable(text: string, file: string): Promise<string> {
  const document = parseDocument(text)
  for (const key of Object.keys((document.toJS() as { jobs: object }).jobs))
    document.deleteIn(['jobs', key, 'environment'])
  await writeFile(file, document.toString())
  return file
}

/** act takes the tested commit from a checkout. */
async function checkOut(origin: Git, sha: string, folder: string): Promise<string> {
  await mkdir(folder)
  const { run } = openGit(join(folder, '.git'))
  await run(['init', '--quiet'])
  await run(['fetch', '--quiet', '--depth=1', origin.dir, sha])
  await run(['--work-tree', folder, 'checkout', '--quiet', '--detach', sha])
  return folder
}

/** What act does not set, or not as GitHub does. GITHUB_SERVER_URL stays, or the artifact client takes this for GHES. */
const variables = ({ repository, path, event }: WorkflowRequest, run: Run, room: string) => ({
  E2E_JOBS: room,
  NODE_COMPILE_CACHE: join(tmpdir(), 'compiled'),
  PAGER: 'cat',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  GITHUB_API_URL: repository.github.url,
  GITHUB_REF: event.ref,
  GITHUB_REPOSITORY: repository.fullName,
  GITHUB_REPOSITORY_ID: String(repository.github.repositoryId),
  GITHUB_RUN_ID: String(run.id),
  GITHUB_RUN_NUMBER: String(run.number),
  GITHUB_RUN_ATTEMPT: String(run.attempts.length),
  GITHUB_TRIGGERING_ACTOR: run.actor,
  GITHUB_WORKFLOW_REF: `${repository.fullName}/${path}@${event.ref}`,
})

async function summaries(folder: string): Promise<Record<string, string>> {
  const read = async (file: string) =>
    [file.replace(/\.md$/, ''), await readFile(join(folder, file), 'utf8')] as const
  return Object.fromEntries(await Promise.all((await readdir(folder)).map(read)))
}
