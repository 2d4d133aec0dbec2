import { basename } from 'node:path'
import type { WorkflowArtifact, WorkflowRun, Workflows } from '../workflows.ts'
import { downloadArtifact } from './artifact-download.ts'
import type { Client } from './client.ts'
import type { Purpose } from './errors.ts'
import { hasStatus } from './failure.ts'
import { shortlyBefore } from './just-made.ts'

interface RunAnswer {
  readonly id: number
  readonly run_attempt?: number
  readonly event: string
  readonly head_sha: string
  readonly head_branch: string | null
  readonly path: string
  readonly repository: { readonly id: number }
  readonly head_repository: { readonly id: number; readonly owner?: { readonly login: string } | null } | null
  readonly status: string | null
  readonly conclusion: string | null
  readonly created_at: string
  readonly html_url: string
}

const runOf = (run: RunAnswer): WorkflowRun => ({
  id: String(run.id),
  attempt: run.run_attempt ?? 1,
  event: run.event,
  headSha: run.head_sha,
  headBranch: run.head_branch ?? '',
  path: run.path.replace(/@.*$/, ''),
  repositoryId: String(run.repository.id),
  // a fork that was deleted has none, and equals no repository
  headRepositoryId: run.head_repository === null ? '' : String(run.head_repository.id),
  headOwner: run.head_repository?.owner?.login ?? '',
  status: run.status ?? 'unknown',
  ...(run.conclusion === null ? {} : { conclusion: run.conclusion }),
  createdAt: new Date(run.created_at),
  url: run.html_url,
})

interface ArtifactAnswer {
  readonly id: number
  readonly name: string
  readonly expired: boolean
  readonly created_at: string | null
  readonly digest?: string | null
}

const artifactOf = ({ id, name, expired, created_at, digest }: ArtifactAnswer): WorkflowArtifact => ({
  id: String(id),
  name,
  expired,
  createdAt: new Date(created_at ?? 0),
  ...(digest ? { digest } : {}),
})

const needsRead = 'actions: read'

export function workflowsOf(client: Client): Workflows {
  const { rest, at } = client

  /** The same answer means "no such workflow" and "no permission": only where the list shows, it is missing. */
  const isMissing = async (file: string) => {
    const all = await client.paginate(rest.actions.listRepoWorkflows, { ...at, per_page: 100 })
    return !all.some(({ path }) => basename(path) === file)
  }

  return {
    runs(workflow, { headSha, branch, event }, limit) {
      const file = basename(workflow)
      return client.ask({ to: `list the runs of ${file}`, needs: needsRead }, async () => {
        const found: WorkflowRun[] = []
        try {
          const pages = client.paginate.iterator(rest.actions.listWorkflowRuns, {
            ...at,
            workflow_id: file,
            per_page: Math.min(100, limit),
            ...(headSha === undefined ? {} : { head_sha: headSha }),
            ...(branch === undefined ? {} : { branch }),
            ...(event === undefined ? {} : { event }),
          })
          for await (const { data } of pages) {
            found.push(...data.map(runOf))
            if (found.length >= limit) break
          }
        } catch (error) {
          if (!hasStatus(error, 404) || !(await isMissing(file))) throw error
        }
        return found.slice(0, limit)
      })
    },

    run: (id) =>
      client.ask({ to: `read the run ${id}`, needs: needsRead }, async () =>
        runOf((await rest.actions.getWorkflowRun({ ...at, run_id: Number(id) })).data),
      ),

    jobs: (runId, attempt) =>
      client.ask({ to: `list the jobs of run ${runId}`, needs: needsRead }, async () => {
        const jobs = await client.paginate(rest.actions.listJobsForWorkflowRunAttempt, {
          ...at,
          run_id: Number(runId),
          attempt_number: attempt,
          per_page: 100,
        })
        return jobs.map(({ id, name, status, conclusion, started_at, completed_at }) => ({
          id: String(id),
          name,
          status,
          ...(conclusion === null ? {} : { conclusion }),
          startedAt: new Date(started_at),
          ...(completed_at ? { completedAt: new Date(completed_at) } : {}),
        }))
      }),

    artifacts: (runId) =>
      client.ask({ to: `list the artifacts of run ${runId}`, needs: needsRead }, async () => {
        const every = { ...at, run_id: Number(runId), per_page: 100 }
        return (await client.paginate(rest.actions.listWorkflowRunArtifacts, every)).map(artifactOf)
      }),

    downloadArtifact: (artifact, into, mostBytes) => downloadArtifact(client, artifact, into, mostBytes),

    dispatch(workflow, ref, inputs) {
      const file = basename(workflow)
      const purpose: Purpose = { to: `start the workflow ${file}`, needs: 'actions: write' }
      const since = shortlyBefore(client.now())
      const started = client.make<true>(
        purpose,
        async () => {
          await rest.actions.createWorkflowDispatch({ ...at, workflow_id: file, ref, inputs: { ...inputs } })
          return true
        },
        async () => {
          const { data } = await rest.actions.listWorkflowRuns({
            ...at,
            workflow_id: file,
            event: 'workflow_dispatch',
            per_page: 100,
          })
          const found = data.workflow_runs.some(({ created_at }) => new Date(created_at) >= since)
          return found ? true : undefined
        },
      )
      return started.then(() => undefined)
    },
  }
}
