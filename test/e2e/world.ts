import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commitFiles } from '../github/fixture.ts'
import { type Git, openGit } from '../github/git.ts'
import type { GitHub } from '../github/github.ts'
import { startGitHub } from '../github/server.ts'
import type { Pull, Run } from '../github/state.ts'
import { root } from '../lint/files.ts'
import {
  dispatchEvent,
  pullEvent,
  pushEvent,
  scheduleEvent,
  type WorkflowEvent,
  workflowRunEvent,
} from './events.ts'
import { localActions, usedBy } from './local-actions.ts'
import { type Ran, runWorkflow } from './run-workflow.ts'

export interface WorldOptions {
  /** name of the repository */
  readonly repo: string
  /** its first commit on main, by path */
  readonly files: Readonly<Record<string, string>>
  /** act */
  readonly program: string
  /** what stands in for actions, by repository */
  readonly actions: Readonly<Record<string, string>>
  /** `uses:` inside of those actions */
  readonly nested: readonly string[]
  /** folder of the interpreter that setup-python sets up */
  readonly python?: string
  /** variables of every step, instead of those that a test's have */
  readonly env?: Readonly<Record<string, string>>
}

/** A repository on GitHub with its workflows, which run when they are told to. */
export interface World {
  readonly github: GitHub
  readonly git: Git
  /** a commit on a branch, which starts at main; its sha */
  commit(branch: string, files: Readonly<Record<string, string>>, message: string): Promise<string>
  file(path: string, ref?: string): Promise<string>
  openPull(branch: string, title: string): Promise<Pull>
  /** of a stranger's fork, whose branch of that name holds the commit */
  openForkPull(branch: string, title: string, sha: string): Promise<Pull>
  push(workflow: string): Promise<Ran>
  pull(workflow: string, pull: Pull): Promise<Ran>
  schedule(workflow: string): Promise<Ran>
  /** what runs when another run has ended */
  after(workflow: string, run: Run): Promise<Ran>
  /** runs what was dispatched */
  dispatched(run: Run): Promise<Ran>
  /** runs a workflow on main as a person does who fills in its inputs */
  byHand(workflow: string, inputs: Readonly<Record<string, string>>): Promise<Ran>
  close(): Promise<void>
}

const owner = 'assay'

export async function openWorld(options: WorldOptions): Promise<World> {
  const { repo, program, python, env = {} } = options
  const folder = mkdtempSync(join(tmpdir(), `${repo}-world-`))
  const git = openGit(join(folder, 'origin.git'))
  await git.run(['init', '--bare', '--quiet', '--initial-branch=main', git.dir])
  // as GitHub lets a checkout fetch any commit
  await git.run(['config', 'uploadpack.allowAnySHA1InWant', 'true'])
  await commitFiles(git, 'main', options.files, 'A model of penguins')
  const github = await startGitHub({ owner, repo, gitDir: git.dir })
  const repository = { github, git, fullName: `${owner}/${repo}` }

  async function run(workflow: string, event: WorkflowEvent): Promise<Ran> {
    const path = `.github/workflows/${workflow}`
    const text = await git.text(['show', `${event.sha}:${path}`])
    return runWorkflow({
      program,
      repository,
      actor: owner,
      path,
      text,
      event,
      env,
      actions: localActions([...usedBy(text), ...options.nested], options.actions),
      ...(python === undefined ? {} : { python }),
    })
  }

  return {
    github,
    git,
    commit: (branch, files, message) => commitFiles(git, branch, files, message),
    file: (path, ref = 'main') => git.text(['show', `${ref}:${path}`]).then((text) => `${text}\n`),
    openPull: (branch, title) => github.openPullRequest({ title, head: branch }),
    openForkPull: (head, title, sha) =>
      github.openPullRequest({ title, head, fork: { owner: 'stranger', sha } }),
    push: async (workflow) => run(workflow, await pushEvent(repository)),
    pull: async (workflow, pull) => run(workflow, await pullEvent(repository, pull)),
    schedule: async (workflow) => run(workflow, await scheduleEvent(repository, '17 5 * * *')),
    after: async (workflow, ended) => run(workflow, await workflowRunEvent(repository, ended)),
    dispatched: async (queued) =>
      run(queued.workflow.replace(/^.*\//, ''), await dispatchEvent(repository, queued)),
    async byHand(workflow, inputs) {
      const queued = github.addRun({
        workflow: `.github/workflows/${workflow}`,
        event: 'workflow_dispatch',
        headBranch: 'main',
        headSha: await git.text(['rev-parse', 'main']),
        status: 'queued',
      })
      return run(workflow, await dispatchEvent(repository, queued, inputs))
    },
    async close() {
      await github.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The files of an example as a user's first commit has them: without what git ignores there. */
export function exampleFiles(example: string): Record<string, string> {
  const from = join(root, 'examples', example)
  const args = ['ls-files', '--cached', '--others', '--exclude-standard']
  const paths = execFileSync('git', args, { cwd: from, encoding: 'utf8' }).split('\n').filter(Boolean)
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(from, path), 'utf8')]))
}
