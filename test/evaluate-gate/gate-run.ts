import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Project } from '../../src/config/project.ts'
import { configSchema } from '../../src/config/schema.ts'
import { type JudgedAgain, judgeAgain } from '../../src/evaluate-gate/again/judge-again.ts'
import { evaluateGate } from '../../src/evaluate-gate/stage.ts'
import { tasks } from '../../src/evaluate-gate/tasks.ts'
import type { Forge } from '../../src/forge/forge.ts'
import type { PullRequest, Review } from '../../src/forge/pulls.ts'
import { carry } from '../../src/launch/carry.ts'
import { evidenceOf, type ReadRecord, readBundle, writeBundle } from '../../src/record/bundle.ts'
import { sha256 } from '../../src/record/digest.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { recordFormat } from '../../src/record/every-record.ts'
import type { Ports } from '../../src/stage/stage.ts'
import type { Outcome } from '../../src/stage/work.ts'
import type { Lookup, Trust, Trusted } from '../../src/trust/trust.ts'
import { engineCache } from '../tables/engine-for-tests.ts'

/** A repository folder of one test, and the gate run in it as the launch would. */
export interface Bench {
  readonly root: string
  write(path: string, text: string): Promise<void>
  gate(config: object, options?: GateOptions): Promise<GateRun>
  /** judges what a gate kept once more, as a job does that may run nothing of it */
  again(of: GateRun, config: object, options?: GateOptions): Promise<JudgedAgain>
}

export interface GateOptions {
  readonly base?: Lookup<ReadRecord<EvaluateGateRecord>>
  /** content of the model that this run trained */
  readonly model?: string
  /** of its files; default: 1 */
  readonly modelBytes?: number
  /** what its training reported */
  readonly trained?: Readonly<Record<string, number>>
  /** predictions of each seed that its training kept, and the baseline's */
  readonly seeds?: readonly string[]
  readonly baseSeeds?: readonly string[]
  readonly runId?: string
  /** evaluations that the base does not have */
  readonly added?: readonly string[]
  /** the pull request that is judged on GitHub, as its run sees it */
  readonly pull?: {
    readonly author: string
    readonly headSha: string
    reviews(): Promise<readonly Review[]>
    readonly permissions: Readonly<Record<string, 'admin' | 'write' | 'read'>>
  }
}

export interface GateRun {
  readonly record: EvaluateGateRecord
  readonly read: ReadRecord<EvaluateGateRecord>
  readonly log: readonly string[]
}

export async function bench(): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'modelassay-gate-'))
  let runs = 0
  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return {
    root,
    write,
    gate: (config, options = {}) => {
      const { policy, ...project } = projectOf(root, config)
      const { added } = options
      const judged = { ...project, policy: { ...policy, ...(added && { added }) } }
      return run(judged, { runId: `run-${++runs}`, ...options })
    },
    again: ({ read }, config, options = {}) => judgedAgain(read, projectOf(root, config), options),
  }
}

/** A project as the configuration loads it, without a file. */
export function projectOf(root: string, config: object): Project {
  return {
    root,
    config: configSchema.parse({ name: 'penguins', ...config }),
    policy: { digest: sha256('policy'), protected: true, notes: [] },
    lines: {},
    contracts: {},
  }
}

const now = new Date('2026-11-21T10:00:00Z')

async function run(project: Project, options: GateOptions & { readonly runId: string }): Promise<GateRun> {
  const log: string[] = []
  const ports = portsFor(project, options, log)
  const { model, modelBytes, trained: reported, seeds, baseSeeds } = options
  const ofThisRun = model === undefined ? undefined : await trained(model, modelBytes, reported, seeds)
  const ofBase = baseSeeds && (await trained('base', 1, {}, baseSeeds))
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-gate-run-'))
  const evidence = join(folder, 'record')
  await mkdir(evidence)
  const trust: Trust = {
    ...ports.trust,
    ofThisRun: async (_name, stage) => (stage === 'train' ? (ofThisRun as never) : undefined),
    trainOf: async () => ofBase as never,
  }
  const plan = await evaluateGate.plan({ project, own: {} }, { ...ports, trust })
  if ('skip' in plan) throw new Error(plan.skip)
  const outcomes: Outcome[] = []
  for (const item of plan.work) {
    if (item.kind === 'command') throw new Error(`a test has to write the predictions itself: ${item.run}`)
    const scratch = join(folder, 'scratch')
    const workbench = {
      log: ports.runner.log,
      evidence,
      scratch,
      engine: { cache: engineCache },
      environment: {},
    }
    outcomes.push(
      await tasks[item.task]!(item.params, workbench).then(
        (result) => ({ id: item.id, status: 'done' as const, seconds: 0, result }),
        (thrown) => ({ id: item.id, status: 'failed' as const, seconds: 0, error: carry(thrown) }),
      ),
    )
  }
  const planned = { project, own: {}, context: plan.context, evidence }
  const { observed, ...finding } = await evaluateGate.conclude(planned, outcomes, ports)
  const files = await readdir(evidence)
  const record = {
    ...finding,
    schema: recordFormat,
    name: project.config.name,
    stage: 'evaluate-gate' as const,
    built_on: [...finding.built_on],
    run: ports.runner.run,
    evidence: await Promise.all(files.sort().map((file) => evidenceOf(evidence, file))),
    observed: {
      ...observed,
      started_at: now.toISOString(),
      finished_at: now.toISOString(),
      suite_version: '0.0.0',
    },
  } as EvaluateGateRecord
  await writeBundle(evidence, record)
  const read = (await readBundle(evidence)) as ReadRecord<EvaluateGateRecord>
  return { record: read.record, read, log }
}

async function judgedAgain(
  gate: ReadRecord<EvaluateGateRecord>,
  project: Project,
  options: GateOptions,
): Promise<JudgedAgain> {
  const ports = portsFor(project, { runId: gate.record.run.id, ...options }, [])
  const { base, model, modelBytes, trained: reported, seeds, baseSeeds } = options
  const training = model === undefined ? undefined : await trained(model, modelBytes, reported, seeds)
  const ofBase = baseSeeds && (await trained('base', 1, {}, baseSeeds))
  const trust: Trust = { ...ports.trust, trainOf: async () => ofBase as never }
  const kept = {
    gate,
    ...(training && { training: training as never }),
    ...(base?.outcome === 'found' && { accepted: base.value }),
  }
  return judgeAgain(kept, project, { ...ports, trust }, await mkdtemp(join(tmpdir(), 'modelassay-again-')))
}

function portsFor(
  { root }: Project,
  { base, runId, pull }: GateOptions & { runId: string },
  log: string[],
): Ports {
  const unused = () => {
    throw new Error('not part of this test')
  }
  const line = (level: string) => (message: string) => void log.push(`${level}: ${message}`)
  const trust: Trust = {
    ofThisRun: async () => undefined,
    partsOfThisRun: async () => [],
    handedGate: unused,
    base: async () =>
      base?.outcome === 'found'
        ? { outcome: 'found', value: trusted(base.value) }
        : (base ?? { outcome: 'never', reason: 'no run of this workflow has passed its gate yet' }),
    trainOf: async () => undefined,
    ownTrainings: unused,
    builds: unused,
    whyUnvouched: unused,
    bundlesOf: unused,
    registered: unused,
  }
  return {
    forge: pull && forgeOf(pull),
    trust,
    runner: {
      kind: pull ? 'github' : 'local',
      run: { id: runId, attempt: 1, event: pull ? 'pull_request' : 'local' },
      trigger: {
        event: pull ? 'pull_request' : 'local',
        defaultBranch: 'main',
        ...(pull && {
          pullRequest: { number: 7, headSha: pull.headSha, baseRef: 'main', baseSha: '', fork: false },
        }),
      },
      workspace: root,
      temp: join(root, '.temp'),
      engine: { cache: engineCache },
      log: {
        info: line('info'),
        warning: line('warning'),
        annotate: ({ message }) => line('annotation')(message),
        group: () => ({ end: () => undefined }),
        raw: () => undefined,
      },
      bundles: { save: unused, saveFile: unused, ofThisRun: unused, fetch: unused },
      handed: { get: () => undefined, set: unused },
      nextAttempt: async () => 1,
      now: () => now,
      summary: async () => undefined,
    },
  }
}

function forgeOf({ author, headSha, reviews, permissions }: NonNullable<GateOptions['pull']>): Forge {
  const pull: PullRequest = {
    number: 7,
    state: 'open',
    merged: false,
    headSha,
    baseRef: 'main',
    author,
  }
  return {
    git: { refs: async () => [] },
    releases: { list: async () => [] },
    pulls: { get: async () => pull, ofCommit: async () => [], reviews },
    collaborators: { permission: async (login: string) => permissions[login] ?? 'none' },
  } as unknown as Forge
}

/** Only the tests make a record trusted without asking; in the suite src/trust does. */
const trusted = (read: ReadRecord<EvaluateGateRecord>) =>
  ({ ...read, origin: { description: `run ${read.record.run.id}` } }) as Trusted<'evaluate-gate'>

async function trained(
  model: string,
  bytes = 1,
  metrics: Readonly<Record<string, number>> = {},
  seeds: readonly string[] = [],
) {
  const digest = sha256(model)
  const folder = await mkdtemp(join(tmpdir(), 'modelassay-gate-train-'))
  for (const [seed, text] of seeds.entries()) await writeFile(join(folder, `seed-${seed}.csv`), text)
  const files = seeds.map((_, seed) => `seed-${seed}.csv`)
  const store = { kind: 'artifact', uri: 'modelassay-penguins-model-1' }
  return {
    digest: sha256(`train ${model}`),
    folder,
    record: {
      schema: recordFormat,
      stage: 'train',
      name: 'penguins',
      verdict: 'trained',
      passes: true,
      reason: 'trained',
      run: { id: 'train', attempt: 1, event: 'local' },
      built_on: [],
      observed: { started_at: '', finished_at: '', suite_version: '' },
      model: { digest, bytes, files: 1, store },
      metrics,
      model_digest: digest,
      ...(seeds.length > 0 && { seeds: [...seeds.keys()] }),
      seed_predictions: files.map((evidence, seed) => ({ seed, evaluation: 'test', evidence })),
      evidence: await Promise.all(files.map((file) => evidenceOf(folder, file))),
    },
  }
}
