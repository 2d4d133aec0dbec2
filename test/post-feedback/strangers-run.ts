import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gatesOfBase } from '../../src/post-feedback/gates-of-base.ts'
import type { JudgedRun } from '../../src/post-feedback/judged-run.ts'
import { type Posted, postFeedback } from '../../src/post-feedback/post.ts'
import { canonicalJson } from '../../src/record/canonical-json.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import type { Runner } from '../../src/runner/runner.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { githubHistory } from '../../src/trust/github-history.ts'
import type { ForgeFixture } from '../forge/github/forge-on-localhost.ts'
import type { Pull, Run } from '../github/state.ts'
import { gateRecord } from '../report/gate-records.ts'

export const workflow = '.github/workflows/model.yml'
export const rules = `name: penguins
evaluate:
  predictions: predictions.csv
  task: binary
  columns: { id: penguin, label: sick, prediction: guess }
gate:
  baselines: [base]
  rules: { accuracy: { min: 0.9, max_worsening: 0.02 } }
`

/** Predictions of 200 rows as a gate keeps them, so many of them wrong. */
export const predictions = (wrong: number, label = (i: number) => i % 2) =>
  `id,label,prediction\n${Array.from({ length: 200 }, (_, i) => `p${i},${label(i)},${i < wrong ? 1 - label(i) : label(i)}`).join('\n')}\n`

/** The files of a gate's artifact: what it says of itself, and the predictions that it kept. */
export function gateFiles(run: Run, kept: string, changes: Partial<EvaluateGateRecord> = {}) {
  const whole = gateRecord()
  const record: EvaluateGateRecord = {
    ...whole,
    comparisons: [],
    baselines: [],
    evaluations: [
      {
        name: 'test',
        identity: { kind: 'content', value: sha256('test set') },
        rows: 200,
        task: 'binary',
        positive: '1',
        metrics: { accuracy: 1 },
        undefined: [],
      },
    ],
    metrics: { accuracy: 1 },
    evidence: [{ path: 'predictions-test.csv', digest: sha256(kept), bytes: kept.length }],
    run: {
      id: String(run.id),
      attempt: run.attempts.length,
      event: run.event,
      repository: 'assay/penguins',
      workflow,
      sha: run.headSha,
      job: { key: 'model' },
    },
    ...changes,
  }
  return { 'record.json': canonicalJson(record), 'predictions-test.csv': kept }
}

/** What is special about the repository that a stranger comes to. */
export interface Base {
  readonly rules?: string
  /** further files of its main */
  readonly files?: Readonly<Record<string, string>>
}

/** A repository whose main has a gate that passed, and what a stranger does to it. */
export interface Strangers {
  readonly base: string
  /** @param of workflow that the stranger's run is of */
  fork(of?: string): Promise<{ pull: Pull; run: Run }>
  post(
    run: Run,
    event?: string,
  ): Promise<Posted & { readonly log: readonly string[]; readonly summary: string }>
}

export async function strangers(
  fixture: ForgeFixture,
  { rules: judging = rules, files = {} }: Base = {},
): Promise<Strangers> {
  const { github, forge } = fixture
  const base = await fixture.commit('main', { ...files, 'modelassay.yml': judging }, 'Rules')
  const accepted = github.addRun({ workflow, event: 'push', headBranch: 'main', headSha: base })
  github.addJob(accepted, { name: 'model' })
  github.addArtifact(accepted, {
    name: 'modelassay-penguins-evaluate-gate-1',
    files: gateFiles(accepted, predictions(10)),
  })
  let count = 0
  return {
    base,
    async fork(of = workflow) {
      count += 1
      const sha = await fixture.commit(
        `of-stranger-${count}`,
        { 'modelassay.yml': rules.replace('min: 0.9', 'min: 0.1') },
        'Trust me',
      )
      const fork = { owner: 'stranger', sha }
      const pull = await github.openPullRequest({ title: 'Trust me', head: `better-${count}`, fork })
      const run = github.addRun({
        workflow: of,
        event: 'pull_request',
        headBranch: `better-${count}`,
        headSha: sha,
        headOwner: 'stranger',
      })
      return { pull, run }
    },
    async post(run, event = 'workflow_run') {
      const temp = join(fixture.scratch, `post-${run.id}-${github.requests.length}`)
      await mkdir(temp, { recursive: true })
      const log: string[] = []
      let summary = ''
      const said = {
        info: (line: string) => log.push(line),
        warning: (line: string) => log.push(`warning: ${line}`),
      }
      const now = () => new Date()
      const runnerOf = ({ pull, fork }: JudgedRun, of: Runner['run'], folder: string) =>
        ({
          kind: 'github',
          run: of,
          trigger: {
            event: 'pull_request',
            defaultBranch: 'main',
            baseSha: pull.baseSha,
            pullRequest: { ...pull, fork },
          },
          workspace: folder,
          temp: folder,
          log: said,
          now,
        }) as unknown as Runner
      const portsOf = (judged: JudgedRun, of: Runner['run'], folder: string) => {
        const runner = runnerOf(judged, of, folder)
        return { runner, forge, trust: createTrust({ runner, history: githubHistory({ forge, runner }) }) }
      }
      const posted = await postFeedback({
        runId: String(run.id),
        event,
        forge,
        here: {
          log: said as unknown as Runner['log'],
          temp,
          now,
          summary: async (markdown) => {
            summary += markdown
          },
        },
        portsOf,
        gatesOfBase: (judged) => {
          const { id, attempt, path, event: of } = judged.run
          const runner = runnerOf(judged, { id, attempt, workflow: path, event: of }, temp)
          return gatesOfBase(githubHistory({ forge, runner }), judged.pull.baseSha)
        },
        pause: async () => {},
      })
      return { ...posted, log, summary }
    },
  }
}
