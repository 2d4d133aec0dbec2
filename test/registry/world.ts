import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { configSchema } from '../../src/config/schema.ts'
import { concludeStage } from '../../src/launch/conclude.ts'
import { planStage } from '../../src/launch/plan.ts'
import { readOutcomes, writeOutcomes, writePlan } from '../../src/launch/plan-file.ts'
import { loadStage, loadTasks } from '../../src/launch/stages.ts'
import { doWork } from '../../src/launch/work.ts'
import { modelDigest } from '../../src/models/digest.ts'
import { artifactModel } from '../../src/models/store.ts'
import { artifactName } from '../../src/record/artifact-name.ts'
import { evidenceOf, writeBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { findingDigest } from '../../src/record/finding.ts'
import type { RecordOf, StageRecord } from '../../src/record/record.ts'
import type { RunOfRecord } from '../../src/record/run.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import { openRegistry } from '../../src/registry/open.ts'
import type { Registry } from '../../src/registry/registry.ts'
import type { Runner, Trigger } from '../../src/runner/runner.ts'
import type { Ports } from '../../src/stage/stage.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { expectClean, type ForgeFixture, newForgeFixture } from '../forge/github/forge-on-localhost.ts'
import { type MemoryRunner, memoryRunner } from '../ports/memory-runner.ts'

const observed = {
  started_at: '2026-01-02T03:04:05Z',
  finished_at: '2026-01-02T03:04:06Z',
  suite_version: '0.1.0',
}

/** What a test says of a run that is not as it should be. */
export interface Oddities {
  readonly gate?: Partial<EvaluateGateRecord>
  readonly train?: Partial<TrainRecord>
  /** profile of the training data, as JSON */
  readonly profile?: string
  /** contract of the training data, as JSON */
  readonly contract?: string
  /** what is in the model's artifact instead of what was trained */
  readonly modelFiles?: Readonly<Record<string, string>>
}

/** A run of the workflow at one commit: what the stages before registration left, and the stages to test. */
export interface RunInTest {
  readonly runner: MemoryRunner
  readonly ports: Ports
  /** leaves the records of data-validate, train and evaluate-gate for a model with these weights */
  judged(weights: string, oddities?: Oddities): Promise<void>
  launch<S extends 'register-model' | 'deploy-model'>(
    stage: S,
    own?: Readonly<Record<string, string>>,
    options?: { config?: Readonly<Record<string, unknown>>; signal?: AbortSignal; token?: string },
  ): Promise<{ record: RecordOf<S>; exitCode: number; outputs: Readonly<Record<string, string>> }>
}

export interface World {
  readonly root: string
  readonly fixture?: ForgeFixture
  readonly registry: Registry
  /** commits on the default branch; with `branch` elsewhere, from the first commit on */
  commit(files?: Readonly<Record<string, string>>, branch?: string): Promise<string>
  run(sha: string, changes?: { run?: Partial<RunOfRecord>; trigger?: Partial<Trigger> }): Promise<RunInTest>
  close(): Promise<void>
}

const config = { name: 'churn' }

/** A laptop: a git repository with the local registry in it. */
export async function localWorld(): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'laptop-'))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  git('init', '--quiet', '--initial-branch=main')
  git('commit', '--quiet', '--allow-empty', '-m', 'First')
  const first = git('rev-parse', 'HEAD')
  let commits = 0
  const runnerAt = (run: Partial<RunOfRecord>, trigger: Partial<Trigger>) =>
    memoryRunner({
      kind: 'local',
      workspace: root,
      home: join(root, '.modelassay'),
      run: { id: '1', attempt: 1, event: 'local', dirty: false, ...run },
      trigger: { event: 'local', defaultBranch: 'main', ...trigger },
    })
  const { runner } = { runner: await runnerAt({}, {}) }
  return {
    root,
    registry: await openRegistry(
      { config: configSchema.parse(config) },
      { runner, forge: undefined, trust: noTrust },
    ),
    async commit(files = {}, branch = 'main') {
      git('checkout', '--quiet', ...(branch === 'main' ? ['main'] : ['-B', branch, first]))
      commits += 1
      await write(root, { 'train.py': `print(${commits})\n`, ...files })
      git('add', '--all', '.')
      git('commit', '--quiet', '-m', `Change ${commits}`)
      return git('rev-parse', 'HEAD')
    },
    run: async (sha, { run = {}, trigger = {} } = {}) =>
      runInTest(root, await runnerAt({ sha, ...run }, trigger), undefined),
    close: async () => {},
  }
}

/** A job on GitHub: a push to main, unless the test says otherwise. */
export async function githubWorld(): Promise<World & { fixture: ForgeFixture }> {
  const fixture = await newForgeFixture()
  const root = await mkdtemp(join(tmpdir(), 'checkout-'))
  let commits = 0
  const runnerAt = (run: Partial<RunOfRecord>, trigger: Partial<Trigger>) =>
    memoryRunner({
      kind: 'github',
      workspace: root,
      now: () => new Date(),
      url: 'https://github.com/assay/penguins/actions/runs/1',
      run: { id: '1', attempt: 1, event: 'push', ref: 'refs/heads/main', ...run },
      trigger: { event: 'push', defaultBranch: 'main', branch: 'main', ...trigger },
    })
  const { forge } = fixture
  const first = (await fixture.git.commit('main'))!
  return {
    root,
    fixture,
    registry: await openRegistry(
      { config: configSchema.parse(config) },
      { runner: await runnerAt({}, {}), forge, trust: noTrust },
    ),
    async commit(files = {}, branch = 'main') {
      commits += 1
      const all = { 'train.py': `print(${commits})\n`, ...files }
      await write(root, all)
      if (branch !== 'main') await fixture.git.run(['update-ref', `refs/heads/${branch}`, first])
      return fixture.commit(branch, all, `Change ${commits}`)
    },
    run: async (sha, { run = {}, trigger = {} } = {}) =>
      runInTest(root, await runnerAt({ sha, ...run }, trigger), forge, fixture),
    close: async () => {
      expectClean(fixture)
      await fixture.close()
    },
  }
}

const noTrust = {} as Ports['trust']

function runInTest(
  root: string,
  runner: MemoryRunner,
  forge: Ports['forge'],
  fixture?: ForgeFixture,
): RunInTest {
  const noHistory = { bundlesOf: async () => [], fetch: () => Promise.reject(new Error('no such run')) }
  const trust = createTrust({
    runner,
    history: noHistory as unknown as Parameters<typeof createTrust>[0]['history'],
  })
  const ports: Ports = { runner, forge, trust }
  return {
    runner,
    ports,
    judged: (weights, oddities = {}) => leaveRecords(runner, weights, oddities),
    async launch(
      name,
      own = {},
      { config: changes = {}, signal = new AbortController().signal, token } = {},
    ) {
      const stage = await loadStage(name)
      const project = {
        root,
        config: configSchema.parse({ ...config, ...changes }),
        file: 'modelassay.yml',
        policy: { digest: sha256(''), protected: true, notes: [] },
        lines: {},
        contracts: {},
      }
      const used = token && fixture ? { ...ports, forge: await fixture.forgeOf(token) } : ports
      const plan = await planStage({ stage, ports: used, loadProject: async () => ({ project, own }) })
      const { file } = await writePlan(plan)
      await doWork(plan, {
        log: runner.log,
        env: process.env,
        tasks: await loadTasks(name),
        signal,
        now: () => new Date(),
        keep: (outcomes) => writeOutcomes(file, outcomes),
      })
      const conclusion = await concludeStage(stage, plan, await readOutcomes(file, plan), used)
      return conclusion as typeof conclusion & { record: never }
    },
  }
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
}

async function leaveRecords(
  runner: Runner,
  weights: string,
  { gate, train, profile = '{}\n', contract, modelFiles }: Oddities,
): Promise<void> {
  const { run } = runner
  const common = {
    schema: 'modelassay/v1',
    name: 'churn',
    run,
    observed,
    passes: true,
    reason: 'As it should be.',
  }
  const model = await mkdtemp(join(tmpdir(), 'model-'))
  await write(model, { 'model.json': weights })
  const content = await modelDigest(model)
  if (modelFiles) await write(model, modelFiles)
  const kept = await runner.bundles.save(artifactName('churn', 'model', run), model)

  const validated = await leave(
    runner,
    { ...common, stage: 'data-validate', verdict: 'valid', built_on: [] },
    {},
  )
  const trained = await leave(
    runner,
    {
      ...common,
      stage: 'train',
      verdict: 'trained',
      built_on: [linkTo(validated)],
      fingerprint: sha256(`fingerprint of ${weights}`),
      model_digest: content.digest,
      model: artifactModel(content, kept),
      ...train,
    },
    { 'profile-train.json': profile, ...(contract !== undefined && { 'contract.json': contract }) },
  )
  await leave(
    runner,
    {
      ...common,
      stage: 'evaluate-gate',
      verdict: 'pass',
      built_on: [linkTo(trained)],
      model_digest: content.digest,
      metrics: { 'acc|uracy': 0.9 },
      ...gate,
    },
    { 'predictions.csv': 'id,prediction\n1,a\n' },
  )
}

const linkTo = ({ record, digest }: { record: StageRecord; digest: `sha256:${string}` }) => ({
  kind: 'record' as const,
  name: record.stage,
  digest,
  finding: findingDigest(record),
})

/** Stores a record as the launch does. */
async function leave(runner: Runner, record: StageRecord, evidence: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'bundle-'))
  await write(folder, evidence)
  const entries = await Promise.all(Object.keys(evidence).map((path) => evidenceOf(folder, path)))
  const read = await writeBundle(folder, { ...record, ...(entries.length > 0 && { evidence: entries }) })
  const artifact = artifactName('churn', record.stage, runner.run)
  await runner.bundles.save(artifact, folder)
  runner.handed.set('churn', record.stage, { artifact, digest: read.digest })
  return read
}
