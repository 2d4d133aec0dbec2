import { cp } from 'node:fs/promises'
import { outsideError } from '../../src/errors.ts'
import type { Forge } from '../../src/forge/forge.ts'
import type { WorkflowArtifact, WorkflowJob, WorkflowRun } from '../../src/forge/workflows.ts'

export interface FakeRun extends WorkflowRun {
  readonly jobs: readonly WorkflowJob[]
  /** folders by artifact */
  readonly artifacts: readonly (WorkflowArtifact & { readonly folder: string })[]
}

/** A job that has ended, in the first minute of time: what the tests' artifacts are stored in. */
export const ended = (id: string, name: string, conclusion = 'success'): WorkflowJob => ({
  id,
  name,
  status: 'completed',
  conclusion,
  startedAt: new Date(0),
  completedAt: new Date(60_000),
})

/** As much of a forge as an earlier run is looked up with, in memory. Answers what it is asked for, and no more. */
export interface FakeForge extends Pick<Forge, 'repository' | 'git' | 'workflows' | 'contents'> {
  /** commits of the default branch, newest first */
  branch: string[]
  /** first-parent lines of commits that are not on it */
  readonly lines: Record<string, string[]>
  runs: FakeRun[]
  /** `<path>@<sha>` */
  readonly files: Record<string, string>
  /** `<base>...<head>` */
  readonly compared: Record<
    string,
    { readonly status: 'ahead' | 'diverged'; readonly changed: readonly string[] }
  >
  readonly asked: string[]
}

const not = (): never => {
  throw new Error('not part of this test')
}

export function fakeForge(branch: readonly string[]): FakeForge {
  const forge: FakeForge = {
    branch: [...branch],
    lines: {},
    runs: [],
    files: {},
    compared: {},
    asked: [],
    repository: { owner: 'team', name: 'churn', id: '1', url: 'https://example.org/team/churn' },
    contents: {
      file: async (path, sha) => {
        const text = forge.files[`${path}@${sha}`]
        return text === undefined ? undefined : Buffer.from(text)
      },
      changedFiles: async (base, head) => forge.compared[`${base}...${head}`]?.changed ?? not(),
    },
    git: {
      refs: not,
      tag: not,
      commit: not,
      createTree: not,
      createCommit: not,
      createTag: not,
      createRef: not,
      compare: async (base, head) => {
        const { status } = forge.compared[`${base}...${head}`] ?? not()
        return { status, mergeBase: base, aheadBy: 1, behindBy: 0 }
      },
      branchHead: async () => forge.branch[0],
      firstParents: async (sha, limit) => {
        const line = forge.lines[sha] ?? forge.branch.slice(forge.branch.indexOf(sha))
        return line.slice(0, limit)
      },
    },
    workflows: {
      // Like the API at its worst: filters by what it is asked for only, so that every other field is the caller's to check.
      runs: async (_workflow, { headSha, branch }, limit) => {
        forge.asked.push(headSha ?? `branch ${branch}`)
        return forge.runs.filter((run) => headSha === undefined || run.headSha === headSha).slice(0, limit)
      },
      run: async (id) => forge.runs.find((run) => run.id === id) ?? not(),
      jobs: async (id) => forge.runs.find((run) => run.id === id)?.jobs ?? [],
      artifacts: async (id) => forge.runs.find((run) => run.id === id)?.artifacts ?? [],
      downloadArtifact: async ({ id }, into) => {
        const artifact = forge.runs.flatMap((run) => run.artifacts).find((one) => one.id === id)
        if (!artifact || artifact.expired)
          throw outsideError('artifact-lost', 'it is gone', { hint: 'Run it again.' })
        await cp(artifact.folder, into, { recursive: true })
      },
      dispatch: not,
    },
  }
  return forge
}
