import { outsideError } from '../errors.ts'
import type { Forge } from '../forge/forge.ts'
import type { WorkflowArtifact, WorkflowRun } from '../forge/workflows.ts'
import type { Digest } from '../record/digest.ts'
import type { BundleRef, Runner } from '../runner/runner.ts'
import { gateJobs, ranAt } from './gate-job.ts'
import { traceOfGate } from './github-trace.ts'
import type { EarlierRun, History } from './history.ts'
import { otherWorkflow, pullRequestRuns } from './pull-request-runs.ts'

/** Events that run what the branch itself holds. Any other may run a stranger's code, or for a stranger. */
const believedEvents = new Set(['push', 'schedule', 'workflow_dispatch'])

/** How far back along the branch a baseline is looked for, in commits and in runs. */
const reach = { commits: 300, runs: 300 }

export type GithubHistoryPorts = {
  readonly forge: Pick<Forge, 'repository' | 'git' | 'workflows' | 'contents'>
  readonly runner: Pick<Runner, 'run' | 'trigger'>
}

/** Earlier runs of this workflow on the default branch, as GitHub's API tells them. */
export function githubHistory({ forge, runner }: GithubHistoryPorts): History {
  const { run: own, trigger } = runner
  const workflow = workflowPath(own.workflow ?? '')
  if (!workflow)
    throw outsideError('workflow-unknown', 'the host does not tell which workflow this run is of', {
      hint: 'Run the action on a runner that sets GITHUB_WORKFLOW_REF.',
    })
  const believed = believing(forge.repository.id, workflow, trigger.defaultBranch)
  const artifacts = new Map<string, WorkflowArtifact>()
  let branch: ReadonlySet<string> = new Set()
  let ofBranch: Promise<readonly WorkflowRun[]> | undefined
  let first: string | undefined

  // What an attempt's jobs came to does not change once the run is over, and many records may be of one.
  const ended = new Map<string, ReturnType<Forge['workflows']['jobs']>>()
  const jobsOf = ({ id, status }: WorkflowRun, attempt: number) => {
    const key = `${id} ${attempt}`
    const asked = ended.get(key) ?? forge.workflows.jobs(id, attempt)
    if (status === 'completed') ended.set(key, asked)
    return asked
  }

  const bundlesOf = async (runId: string) =>
    (await forge.workflows.artifacts(runId)).map((artifact): BundleRef => {
      artifacts.set(artifact.id, artifact)
      const { id, name, createdAt, expired, digest } = artifact
      return { id, name, runId, createdAt, expired, ...(digest && { digest: digest as Digest }) }
    })

  const told = (run: WorkflowRun) => ({
    id: run.id,
    sha: run.headSha,
    attempt: run.attempt,
    description: `run ${run.id} of ${run.headBranch} at ${run.headSha.slice(0, 7)}`,
    url: run.url,
    bundles: () => bundlesOf(run.id),
  })

  const earlierRun = (run: WorkflowRun): EarlierRun => ({
    ...told(run),
    async refusal(record, { createdAt }) {
      const jobs = gateJobs(await jobsOf(run, record.run.attempt), record.run.job)
      if (jobs.length === 0) return `it has no job ${record.run.job?.key ?? ''} that ran a gate`
      const other = jobs.find(({ conclusion }) => conclusion !== 'success')
      if (other) return `its job ${other.name} ended as ${other.conclusion ?? other.status}`
      if (jobs.some((job) => ranAt(job, createdAt))) return undefined
      return `its record was stored at ${createdAt.toISOString()}, when its job ${jobs[0]!.name} was not running`
    },
  })

  /** Its gate may have failed: a pull request's training is nobody's but its own. */
  const runOfPull = (run: WorkflowRun): EarlierRun => ({
    ...told(run),
    description: `run ${run.id} of this pull request at ${run.headSha.slice(0, 7)}`,
    async refusal(record, { createdAt }) {
      const jobs = gateJobs(await jobsOf(run, record.run.attempt), record.run.job)
      if (!jobs.some((job) => ranAt(job, createdAt)))
        return 'no job that trained was running when it was stored'
      return otherWorkflow(run, { forge, runner, workflow })
    },
  })

  const runThatTrained = (run: WorkflowRun): EarlierRun => ({
    ...told(run),
    async refusal(record, { createdAt }) {
      const jobs = gateJobs(await jobsOf(run, record.run.attempt), record.run.job)
      return jobs.some((job) => ranAt(job, createdAt))
        ? undefined
        : 'no job that trained was running when it was stored'
    },
  })

  // The first commit is asked for by itself, because its run may end at any moment; the rest come in one list.
  const runsOf = async (sha: string): Promise<readonly WorkflowRun[]> => {
    if (sha === first) return forge.workflows.runs(workflow, { headSha: sha }, 50)
    ofBranch ??= forge.workflows.runs(workflow, { branch: trigger.defaultBranch }, reach.runs)
    return ofBranch
  }

  return {
    async line(from) {
      first = from
      const head = await forge.git.branchHead(trigger.defaultBranch)
      const commits = head ? await forge.git.firstParents(head, 2 * reach.commits) : []
      branch = new Set(commits)
      return branch.has(from)
        ? commits.slice(commits.indexOf(from)).slice(0, reach.commits)
        : forge.git.firstParents(from, reach.commits)
    },
    async at(sha) {
      // A commit that was pushed to the branch once need not lie on it any more.
      if (!branch.has(sha)) return { runs: [], pending: false }
      const runs = (await runsOf(sha)).filter(
        (run) => run.headSha === sha && run.id !== own.id && believed(run),
      )
      return {
        runs: runs.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).map(earlierRun),
        pending: runs.some(({ status }) => status !== 'completed'),
      }
    },
    ofPullRequest: async () => (await pullRequestRuns({ forge, runner, workflow })).map(runOfPull),
    async earlierAttempts() {
      if (own.attempt < 2) return undefined
      const run = await forge.workflows.run(own.id)
      if (!believed(run) || trigger.branch !== trigger.defaultBranch) return undefined
      return earlierRun({ ...run, attempt: own.attempt - 1 })
    },
    async ofSameBranch(id) {
      const here = await forge.workflows.run(own.id)
      const run = id === own.id ? here : await forge.workflows.run(id)
      const same =
        workflowPath(here.path) === workflow &&
        workflowPath(run.path) === workflow &&
        run.repositoryId === forge.repository.id &&
        run.headRepositoryId === here.headRepositoryId &&
        run.headBranch === here.headBranch &&
        (run.event === here.event || (believedEvents.has(run.event) && believedEvents.has(here.event)))
      return same && run.headRepositoryId !== '' ? runThatTrained(run) : undefined
    },
    trace: (traces) => traceOfGate(traces, { forge, runner, workflow, believed }),
    bundlesOf,
    async fetch(bundle, into) {
      const artifact = artifacts.get(bundle.id) ?? {
        ...bundle,
        expired: bundle.expired ?? false,
      }
      await forge.workflows.downloadArtifact(artifact, into)
    },
  }
}

/** Everything about a run itself that the API tells and a run cannot choose. */
const believing = (repositoryId: string, workflow: string, branch: string) => (run: WorkflowRun) =>
  run.repositoryId === repositoryId &&
  run.headRepositoryId === repositoryId &&
  workflowPath(run.path) === workflow &&
  believedEvents.has(run.event) &&
  run.headBranch === branch

/** `owner/name/.github/workflows/x.yml@ref` and the bare path alike, as the bare path. */
const workflowPath = (text: string) =>
  text.replace(/@.*$/, '').replace(/^(?:[^/]+\/[^/]+\/)(?=\.github\/)/, '')
