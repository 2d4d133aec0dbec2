import { randomBytes } from 'node:crypto'
import { join, resolve, sep } from 'node:path'
import { isAddress } from '../../config/address.ts'
import { isPattern } from '../../config/path-pattern.ts'
import type { Project } from '../../config/project.ts'
import type { Config, EvaluationConfig } from '../../config/schema.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import type { Digest } from '../../record/digest.ts'
import type { Ports } from '../../stage/stage.ts'
import type { CommandItem, WorkItem } from '../../stage/work.ts'
import type { TablePlace } from '../../tables/locate.ts'
import type { RerunOfContext } from '../context.ts'
import { digestAt } from '../digest-at.ts'
import { placeOf, tableOf } from '../evaluation-work.ts'
import type { BaselineSource } from '../find-baselines.ts'
import { memberOf } from '../member-of.ts'
import type { RegisteredVersions } from '../registered-version.ts'
import type { BaselineRequest, RerunOrder } from '../request.ts'
import { fetchBaselineModel } from './baseline-model.ts'
import { configAt } from './old-config.ts'
import type { PrepareRequest } from './prepare-rerun.ts'
import { projectIn } from './worktree.ts'

export interface Reruns {
  readonly baselines: readonly BaselineRequest[]
  readonly work: readonly WorkItem[]
  readonly context: readonly RerunOfContext[]
  readonly worktrees: readonly { readonly root: string; readonly folder: string }[]
}

/** What is known of a commit that is to be evaluated again; a text says why it cannot be. */
type Ground =
  | {
      readonly config: Config
      readonly modelFolder: string
      readonly modelDigest: Digest
      readonly folder: string
    }
  | string

/**
 * Decides which baselines are evaluated again, fetches their models, and plans the commands of their own commits. What
 * cannot be had is no error: the comparison says why it was not made.
 */
export async function planReruns(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  ports: Ports,
  versions: RegisteredVersions,
): Promise<Reruns> {
  const grounds = new Map<string, Ground>()
  const work: WorkItem[] = []
  const context: RerunOfContext[] = []
  const worktrees: { root: string; folder: string }[] = []
  const ordered: BaselineRequest[] = []
  for (const request of baselines) {
    const source = sources.get(request)
    const names = source ? await evaluationsToRerun(project, source) : []
    if (!source || names.length === 0 || request.kind === 'file') {
      ordered.push(request)
      continue
    }
    const { model_digest: modelDigest, run } = source.gate.record
    const key = `${run.sha} ${modelDigest}`
    const isNew = !grounds.has(key)
    if (isNew) grounds.set(key, await groundOf(project, source, ports, versions))
    const ground = grounds.get(key)!
    const plans = names.map((name) => ({ name, plan: planOne(project, name, ground) }))
    const prepare = `prepare ${key}`
    const made = plans.flatMap(({ plan }) => (typeof plan === 'string' ? [] : [plan]))
    if (isNew && typeof ground !== 'string' && made.length > 0) {
      worktrees.push({ root: project.root, folder: ground.folder })
      work.push(
        preparing(prepare, {
          root: project.root,
          sha: run.sha!,
          folder: ground.folder,
          tables: made.flatMap(({ tables }) => [...tables]),
          model: { folder: ground.modelFolder, digest: ground.modelDigest },
        }),
        ...commandsOf(made, key, prepare, ground, project),
      )
    }
    context.push(
      ...plans.flatMap(({ name, plan }) =>
        typeof plan === 'string'
          ? []
          : {
              baseline: request.name,
              ...(modelDigest && { modelDigest }),
              evaluation: name,
              prepare,
              commands: idsOf(key, plan),
            },
      ),
    )
    ordered.push({
      ...request,
      reruns: Object.fromEntries(plans.map(({ name, plan }) => [name, orderOf(project, name, plan)])),
    })
  }
  return { baselines: ordered, work, context, worktrees }
}

/** Evaluations whose stored predictions are not wanted, or are of another test set as far as can be told before the work. */
async function evaluationsToRerun(project: Project, { gate: { record } }: BaselineSource): Promise<string[]> {
  const { config } = project
  const names: string[] = []
  for (const [name, { baseline, judged }] of Object.entries(config.evaluations)) {
    const recorded = record.evaluations?.find((evaluation) => evaluation.name === name)
    if (baseline === 'stored' || !judged || !recorded || recorded.judged === false) continue
    const table = tableOf(config, name)
    const digest = table && (await digestAt(placeOf(project, table.path)))
    if (baseline === 'rerun' || digest === undefined || digest !== recorded.identity.value) names.push(name)
  }
  return names
}

async function groundOf(
  project: Project,
  source: BaselineSource,
  ports: Ports,
  versions: RegisteredVersions,
): Promise<Ground> {
  const { sha } = source.gate.record.run
  if (sha === undefined) return 'its record names no commit'
  if (source.gate.record.run.dirty) return 'its working tree differed from its commit'
  const config = await configAt(sha, project, ports)
  if (typeof config === 'string') return config
  const folder = join(ports.runner.temp, `modelassay-rerun-${randomBytes(6).toString('hex')}`)
  const modelFolder = join(ports.runner.temp, `modelassay-rerun-model-${randomBytes(6).toString('hex')}`)
  const why = await fetchBaselineModel(source, modelFolder, ports, versions)
  return why ?? { config, modelFolder, modelDigest: source.gate.record.model_digest!, folder }
}

interface OnePlan {
  readonly name: string
  readonly evaluation: EvaluationConfig & { readonly run: string }
  readonly tables: PrepareRequest['tables']
  readonly files: NonNullable<RerunOrder['files']>
}

function planOne(project: Project, name: string, ground: Ground): OnePlan | string {
  if (typeof ground === 'string') return ground
  const evaluation = memberOf(ground.config.evaluations, name)
  if (evaluation?.run === undefined) return `its commit has no command that evaluates ${name}`
  const table = tableOf(project.config, name)
  if (!table) return 'no table says which the test set is; name it in data.tables, with role test'
  const old = memberOf(ground.config.data.tables, table.name)
  const to = old === undefined ? table.path : old.path
  if ([table.path, to].flat().some(isAddress)) return `the table ${table.name} is not of files`
  if (!(isPlain(table.path) && isPlain(to)) && canonicalJson(table.path) !== canonicalJson(to))
    return `the table ${table.name} is of several files, and its commit looks for them elsewhere`
  const root = projectIn(ground.folder)
  const written = { predictions: evaluation.predictions, metrics: evaluation.metrics }
  for (const path of [...[to].flat(), ...Object.values(written)])
    if (path !== undefined && !resolve(root, path).startsWith(root + sep))
      return `its commit names ${path}, which lies outside of its folder`
  const { columns } = project.config.evaluations[name]!
  const { prediction: _p, score: _s, scores: _c, ...judging } = columns
  const { prediction, score, scores } = evaluation.columns
  const named = (path: string) => ({ path: resolve(root, path), label: `${path} of the baseline` })
  return {
    name,
    evaluation: { ...evaluation, run: evaluation.run },
    tables: [{ place: placeOf(project, table.path), to }],
    files: {
      ...(written.predictions !== undefined && { predictions: named(written.predictions) }),
      ...(written.metrics !== undefined && { metrics: named(written.metrics) }),
      columns: {
        ...judging,
        ...(prediction !== undefined && { prediction }),
        ...(score !== undefined && { score }),
        ...(scores && { scores }),
      },
    },
  }
}

const isPlain = (path: TablePlace['path']) => typeof path === 'string' && !isPattern(path)

const orderOf = ({ config }: Project, name: string, plan: OnePlan | string): RerunOrder => ({
  always: config.evaluations[name]!.baseline === 'rerun',
  ...(typeof plan === 'string' ? { why: plan } : { files: plan.files }),
})

const preparing = (id: string, request: PrepareRequest): WorkItem => ({
  kind: 'task',
  id,
  title: `Worktree of ${request.sha.slice(0, 7)}`,
  task: 'prepare-rerun',
  params: request as unknown as Json,
})

const idsOf = (key: string, { name, evaluation }: OnePlan) => [
  ...(evaluation.setup === undefined ? [] : [setupId(key, evaluation.setup)]),
  `evaluate ${name} again ${key}`,
]

const setupId = (key: string, setup: string) => `set up ${key} ${setup}`

function commandsOf(
  plans: readonly OnePlan[],
  key: string,
  prepare: string,
  ground: Exclude<Ground, string>,
  { config }: Project,
): CommandItem[] {
  const base = (name: string, { evaluation }: OnePlan) => ({
    kind: 'command' as const,
    shell: evaluation.shell,
    cwd: projectIn(ground.folder),
    env: {
      MODELASSAY_NAME: config.name,
      MODELASSAY_MODEL_DIR: ground.modelFolder,
      MODELASSAY_EVALUATION: name,
    },
    timeoutSeconds: config.evaluations[name]!.timeout_seconds,
    makes: [],
    unless: prepare,
    mayFail: true,
  })
  const setups = new Map(
    plans.flatMap((plan): [string, CommandItem][] => {
      const { setup } = plan.evaluation
      if (setup === undefined) return []
      const id = setupId(key, setup)
      const title = 'Make ready for the code of the baseline'
      return [[id, { ...base(plan.name, plan), id, title, run: setup, clears: [], produces: [] }]]
    }),
  )
  const evaluations = plans.map((plan): CommandItem => {
    const { predictions, metrics } = plan.files
    const written = [
      ...(predictions ? [{ path: predictions.path, what: 'predictions' }] : []),
      ...(metrics ? [{ path: metrics.path, what: 'metrics' }] : []),
    ]
    return {
      ...base(plan.name, plan),
      id: `evaluate ${plan.name} again ${key}`,
      title: `Evaluation ${plan.name} of the baseline`,
      run: plan.evaluation.run,
      clears: written.map(({ path }) => path),
      produces: written,
    }
  })
  return [...setups.values(), ...evaluations]
}
