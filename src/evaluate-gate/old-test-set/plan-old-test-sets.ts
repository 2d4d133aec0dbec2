import { randomBytes } from 'node:crypto'
import { join, resolve, sep } from 'node:path'
import { isAddress } from '../../config/address.ts'
import { isPattern } from '../../config/path-pattern.ts'
import type { Project } from '../../config/project.ts'
import type { EvaluationConfig } from '../../config/schema.ts'
import { writtenFiles } from '../../config/written-files.ts'
import { canonicalJson, type Json } from '../../record/canonical-json.ts'
import { type Digest, digestSchema } from '../../record/digest.ts'
import type { Ports } from '../../stage/stage.ts'
import type { CommandItem, WorkItem } from '../../stage/work.ts'
import type { TablePlace } from '../../tables/locate.ts'
import { digestAt } from '../digest-at.ts'
import { placeOf, tableOf, writtenBy } from '../evaluation-work.ts'
import type { BaselineSource } from '../find-baselines.ts'
import { memberOf } from '../member-of.ts'
import type { BaselineRequest, EvaluationRequest } from '../request.ts'
import { configAt } from '../rerun/old-config.ts'
import { projectIn } from '../rerun/worktree.ts'
import type { OldTestSetOfContext, OldTestSetOrder } from './order.ts'
import type { PrepareOldRequest } from './prepare-old-test-set.ts'

export interface OldTestSets {
  readonly orders: readonly OldTestSetOrder[]
  /** to be done before any command of the candidate's runs */
  readonly first: readonly WorkItem[]
  readonly commands: readonly CommandItem[]
  readonly context: readonly OldTestSetOfContext[]
  readonly worktrees: readonly { readonly root: string; readonly folder: string }[]
}

/** What the candidate's own evaluations are asked, and which model they are of. */
export interface Judged {
  readonly evaluations: readonly EvaluationRequest[]
  readonly modelFolder?: string
}

/**
 * Finds the test sets that baselines were judged on and that are others by now, and plans the candidate's own evaluation on
 * each: its code, its model, and nothing but the test table of before. Where it cannot be, that is told and blocks nothing.
 */
export async function planOldTestSets(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  judged: Judged,
  ports: Ports,
): Promise<OldTestSets> {
  const orders: OldTestSetOrder[] = []
  const first: WorkItem[] = []
  const commands: CommandItem[] = []
  const context: OldTestSetOfContext[] = []
  const worktrees: { root: string; folder: string }[] = []
  for (const found of await changedTestSets(project, baselines, sources)) {
    const name = nameOf(found, baselines, orders)
    const order = { name, of: found.of, baselines: found.baselines, digest: found.digest }
    const ground = await groundOf(project, found, baselines, sources, judged, ports)
    if (typeof ground === 'string') {
      orders.push({ ...order, why: ground })
      continue
    }
    const { folder, into, table, request } = ground
    const prepare = `prepare ${name}`
    const made = commandsOf(project, { name, of: found.of, prepare, folder, request }, judged.modelFolder!)
    orders.push({ ...order, request })
    worktrees.push({ root: project.root, folder })
    first.push(
      preparing(prepare, name, {
        root: project.root,
        folder,
        into,
        sources: ground.sources,
        table,
        digest: found.digest,
        written: writtenFiles(project),
      }),
    )
    commands.push(...made)
    context.push({ name, prepare, commands: made.map(({ id }) => id) })
  }
  return { orders, first, commands, context, worktrees }
}

interface Changed {
  readonly of: string
  readonly digest: Digest
  readonly baselines: readonly number[]
}

/** As far as can be told before the work: a table that is not there yet may turn out to be the same. */
async function changedTestSets(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
): Promise<Changed[]> {
  const { config } = project
  const all: Changed[] = []
  if (sources.size === 0) return all
  for (const [of, { baseline, judged }] of Object.entries(config.evaluations)) {
    if (baseline === 'stored' || !judged) continue
    const table = tableOf(config, of)
    const now = table && (await digestAt(placeOf(project, table.path)))
    const byDigest = new Map<Digest, number[]>()
    for (const [i, request] of baselines.entries()) {
      const recorded = sources.get(request)?.gate.record.evaluations?.find(({ name }) => name === of)
      if (!recorded || recorded.judged === false || recorded.identity.kind !== 'content') continue
      const digest = digestSchema.parse(recorded.identity.value)
      if (digest !== now) byDigest.set(digest, [...(byDigest.get(digest) ?? []), i])
    }
    for (const [digest, places] of byDigest) all.push({ of, digest, baselines: places })
  }
  return all
}

function nameOf(
  { of, baselines }: Changed,
  requests: readonly BaselineRequest[],
  known: readonly OldTestSetOrder[],
): string {
  const names = [...new Set(baselines.map((i) => requests[i]!.name))]
  const name = `old ${of} of ${names.join(', ')}`
  const same = known.filter((one) => one.name === name || one.name.startsWith(`${name} (`)).length
  return same === 0 ? name : `${name} (${same + 1})`
}

interface Ground {
  readonly folder: string
  readonly into: string
  readonly table: TablePlace['path']
  readonly sources: PrepareOldRequest['sources']
  readonly request: EvaluationRequest
}

/** What is needed to evaluate the candidate on an old test set, or why it cannot be, as a clause. */
async function groundOf(
  project: Project,
  { of, baselines: places }: Changed,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  { evaluations, modelFolder }: Judged,
  ports: Ports,
): Promise<Ground | string> {
  const evaluation = project.config.evaluations[of]!
  if (evaluation.run === undefined || modelFolder === undefined)
    return `evaluation ${of} has no command (run) that could predict its rows`
  const table = tableOf(project.config, of)
  if (!table) return 'no table says which the test set is; name it in data.tables, with role test'
  const found: PrepareOldRequest['sources'][number][] = []
  let why: string | undefined
  for (const i of places) {
    const one = await sourceOf(project, table, sources.get(baselines[i]!)!, ports)
    if (typeof one === 'string') why ??= one
    else found.push(one)
  }
  if (found.length === 0) return why ?? 'its commit is not known'
  const { temp } = ports.runner
  const folder = join(temp, `modelassay-old-${randomBytes(6).toString('hex')}`)
  const into = join(folder, 'table')
  const judged = evaluations.find(({ name }) => name === of)!
  const request = requestOf(judged, evaluation, project, { folder, into, table: table.path })
  return typeof request === 'string' ? request : { folder, into, table: table.path, sources: found, request }
}

/** A commit that had the old test set, and under which path; or why it cannot be had from there. */
async function sourceOf(
  project: Project,
  { name, path }: { readonly name: string; readonly path: TablePlace['path'] },
  { gate }: BaselineSource,
  ports: Ports,
): Promise<PrepareOldRequest['sources'][number] | string> {
  const { sha } = gate.record.run
  if (sha === undefined) return 'the record of the baseline names no commit'
  const config = await configAt(sha, project, ports)
  if (typeof config === 'string') return config
  const old = memberOf(config.data.tables, name)?.path ?? path
  if ([path, old].flat().some(isAddress)) return `the table ${name} is not of files`
  if (!(isPlain(path) && isPlain(old)) && canonicalJson(path) !== canonicalJson(old))
    return `the table ${name} is of several files, and they lay elsewhere at the commit ${sha.slice(0, 7)}`
  const outside = [path, old].flat().find((one) => !isInside(project.root, one))
  return outside === undefined ? { sha, path: old } : `${outside} lies outside of the folder of the model`
}

const isPlain = (path: TablePlace['path']) => typeof path === 'string' && !isPattern(path)
const isInside = (root: string, path: string) => resolve(root, path).startsWith(root + sep)

/** The candidate's evaluation, by what its code writes in the worktree, with labels from the old table. */
function requestOf(
  judged: EvaluationRequest,
  evaluation: EvaluationConfig,
  { config }: Project,
  {
    folder,
    into,
    table,
  }: { readonly folder: string; readonly into: string; readonly table: TablePlace['path'] },
): EvaluationRequest | string {
  const root = projectIn(folder)
  const place = { path: table, root: into, workspace: into }
  const { predictions: _p, metrics: _m, truth, testTable, ...rest } = judged
  const written = writtenBy(evaluation, config.train.metrics)
  const outside = written.find(({ path }) => !isInside(root, path))
  if (written.length === 0) return 'its evaluation writes neither predictions nor metrics'
  if (outside) return `${outside.path} lies outside of the folder of the model`
  const files = written.map(({ path, what }) => [what, { path: resolve(root, path), label: path }])
  return {
    ...rest,
    ...Object.fromEntries(files),
    ...(truth && { truth: { ...truth, place } }),
    ...(testTable && { testTable: { ...testTable, place } }),
  }
}

const preparing = (id: string, name: string, request: PrepareOldRequest): WorkItem => ({
  kind: 'task',
  id,
  title: `Worktree for the ${name}`,
  task: 'prepare-old-test-set',
  params: request as unknown as Json,
})

function commandsOf(
  { config }: Project,
  {
    name,
    of,
    prepare,
    folder,
    request,
  }: {
    readonly name: string
    readonly of: string
    readonly prepare: string
    readonly folder: string
    readonly request: EvaluationRequest
  },
  modelFolder: string,
): CommandItem[] {
  const { run, setup, shell, timeout_seconds: timeoutSeconds } = config.evaluations[of]!
  const base = {
    kind: 'command' as const,
    shell,
    cwd: projectIn(folder),
    env: { MODELASSAY_NAME: config.name, MODELASSAY_MODEL_DIR: modelFolder, MODELASSAY_EVALUATION: of },
    timeoutSeconds,
    makes: [],
    unless: prepare,
    mayFail: true,
  }
  const written = (['predictions', 'metrics'] as const).flatMap((what) => {
    const file = request[what]
    return file ? [{ path: file.path, what }] : []
  })
  return [
    ...(setup === undefined
      ? []
      : [
          {
            ...base,
            id: `set up ${name}`,
            title: 'Make ready for the old test set',
            run: setup,
            clears: [],
            produces: [],
          },
        ]),
    {
      ...base,
      id: `evaluate ${name}`,
      title: `Evaluation ${of} on the ${name}`,
      run: run!,
      clears: written.map(({ path }) => path),
      produces: written,
    },
  ]
}
