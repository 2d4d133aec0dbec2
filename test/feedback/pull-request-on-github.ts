import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { configSchema } from '../../src/config/schema.ts'
import { tellGate } from '../../src/feedback/gate.ts'
import { patient } from '../../src/forge/github/patience.ts'
import { artifactName } from '../../src/record/artifact-name.ts'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { RunOfRecord } from '../../src/record/run.ts'
import { githubBundles } from '../../src/runner/github/bundles.ts'
import type { Runner, Trigger } from '../../src/runner/runner.ts'
import type { Ports } from '../../src/stage/stage.ts'
import type { ForgeFixture } from '../forge/github/forge-on-localhost.ts'
import type { Permissions } from '../github/permissions.ts'
import type { Comment, Pull, Run } from '../github/state.ts'
import { gateRecord } from '../report/gate-records.ts'

export const workflow = '.github/workflows/model.yml'
export const bot = 'github-actions[bot]'

/** A job of a run, and what is special about it. */
export interface Job {
  /** its `run` is the run's own */
  readonly record?: Partial<EvaluateGateRecord>
  /** what its run is besides */
  readonly of?: Partial<Record<keyof RunOfRecord, unknown>>
  readonly gate?: object
  readonly permissions?: Permissions
  readonly trigger?: Trigger
  /** called before each answer of the artifact service */
  turn?(): Promise<void>
}

/** What a job said, and what it gave out. */
export interface Spoken {
  readonly outputs: Readonly<Record<string, string>>
  readonly log: readonly string[]
  readonly summary: string
}

/** A pull request on the GitHub of localhost, and jobs that tell their verdicts there. */
export interface PullOnGitHub extends ForgeFixture {
  readonly pull: Pull
  run(of?: string): Run
  /** uploads its record and tells its verdict */
  job(run: Run, job?: Job): Promise<Spoken>
  /** what a reader of the pull request sees of this suite, oldest first */
  comments(): Comment[]
  checks(): { name: string; conclusion: string | undefined; headSha: string; title: string | undefined }[]
}

/** Another pull request of a repository; what was there of others is gone. */
export async function pullOnGitHub(fixture: ForgeFixture): Promise<PullOnGitHub> {
  const { github, scratch } = fixture
  for (const kind of ['comments', 'checkRuns', 'artifacts', 'runs', 'pulls'] as const)
    github.state[kind].clear()
  await fixture.commit('harmless', { 'params.json': '{"C": 5}' })
  const pull = await github.openPullRequest({ title: 'Train a little differently', head: 'harmless' })
  const baseSha = (await fixture.git.commit('main'))!
  let told = 0

  const trigger: Trigger = {
    event: 'pull_request',
    defaultBranch: 'main',
    pullRequest: { number: pull.number, headSha: pull.headSha, baseRef: 'main', baseSha, fork: false },
  }

  const recordOf = (run: Run, { record = {}, gate = {}, of = {} }: Job): EvaluateGateRecord => {
    const whole = gateRecord(record)
    const comment = (gate as { comment?: EvaluateGateRecord['comment'] }).comment
    return {
      ...whole,
      ...(comment && comment !== 'always' && { comment }),
      run: {
        ...whole.run,
        id: String(run.id),
        attempt: run.attempts.length,
        workflow: run.workflow,
        repository: 'assay/penguins',
        sha: pull.mergeSha ?? pull.headSha,
        head_sha: pull.headSha,
        pull_request: pull.number,
        ...(of as object),
      },
    }
  }

  async function job(run: Run, given: Job = {}): Promise<Spoken> {
    const record = recordOf(run, given)
    const id = told++
    const log: string[] = []
    let summary = ''
    const files = { 'record.json': canonicalJson(record) }
    const kept = github.addArtifact(run, {
      name: artifactName(record.name, 'evaluate-gate', record.run),
      files,
    })
    const env = {
      ACTIONS_RUNTIME_TOKEN: github.runtimeToken(run.id, kept.id),
      ACTIONS_RESULTS_URL: github.resultsUrl,
    }
    const now = () => new Date()
    const patience = { ...patient, now, waiting: () => {}, sleep: async () => {} }
    const bundles = githubBundles({ env, runId: String(run.id), now, patience })
    const runner = {
      kind: 'github',
      run: record.run,
      trigger: given.trigger ?? trigger,
      temp: join(scratch, `job-${run.id}-${id}`),
      bundles: {
        ...bundles,
        ofThisRun: async () => {
          await given.turn?.()
          return bundles.ofThisRun()
        },
        fetch: async ({ id }: { id: string }, into: string) => {
          await mkdir(into, { recursive: true })
          const artifact = github.state.artifacts.get(Number(id))!
          for (const [path, bytes] of github.artifactFiles(artifact)) await writeFile(join(into, path), bytes)
        },
      },
      log: {
        info: (line: string) => log.push(line),
        warning: (line: string) => log.push(`warning: ${line}`),
        annotate: ({ title, file, line }: { title?: string; file?: string; line?: number }) =>
          log.push(`${file}:${line}: ${title}`),
      },
      summary: async (markdown: string) => {
        summary += markdown
      },
    } as unknown as Runner
    const token = given.permissions ? github.issueToken({ permissions: given.permissions }) : github.token
    const config = configSchema.parse({ name: record.name, gate: given.gate ?? {} })
    const lines = { gate: 3, 'gate.rules': 4, 'gate.rules.accuracy': 5 }
    const project = {
      root: '/w',
      file: 'modelassay.yml',
      config,
      lines,
      contracts: {},
      policy: record.policy!,
    }
    const ports = { forge: await fixture.forgeOf(token), runner } as unknown as Ports
    const { outputs } = await tellGate(record, project as never, ports, Promise.resolve())
    return { outputs, log, summary }
  }

  return {
    ...fixture,
    pull,
    run: (of = workflow) =>
      github.addRun({
        workflow: of,
        event: 'pull_request',
        headBranch: 'harmless',
        headSha: pull.headSha,
        status: 'in_progress',
      }),
    job,
    comments: () =>
      [...github.state.comments.values()].filter(
        ({ issue, author }) => issue === pull.number && author === bot,
      ),
    checks: () =>
      [...github.state.checkRuns.values()].map(({ name, conclusion, headSha, title }) => ({
        name,
        conclusion,
        headSha,
        title,
      })),
  }
}
