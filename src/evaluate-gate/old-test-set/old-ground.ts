import { randomBytes } from 'node:crypto'
import { join, resolve, sep } from 'node:path'
import { isAddress } from '../../config/address.ts'
import { isPattern } from '../../config/path-pattern.ts'
import type { Project } from '../../config/project.ts'
import type { EvaluationConfig } from '../../config/schema.ts'
import { canonicalJson } from '../../record/canonical-json.ts'
import { memberOf } from '../../rules/member-of.ts'
import type { Ports } from '../../stage/stage.ts'
import type { TablePlace } from '../../tables/locate.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import { tableOf, writtenBy } from '../evaluation-work.ts'
import type { BaselineRequest, EvaluationRequest } from '../request.ts'
import { configAt } from '../rerun/old-config.ts'
import { projectIn } from '../rerun/worktree.ts'
import type { ChangedTestSet } from './changed-test-sets.ts'
import type { PrepareOldRequest } from './prepare-old-test-set.ts'

/** What the candidate's own evaluations are asked, and which model they are of. */
export interface Judged {
  readonly evaluations: readonly EvaluationRequest[]
  readonly modelFolder?: string
}

interface OldGround {
  readonly folder: string
  readonly into: string
  readonly table: TablePlace['path']
  readonly sources: PrepareOldRequest['sources']
  readonly request: EvaluationRequest
}

/** What is needed to evaluate the candidate on an old test set, or why it cannot be, as a clause. */
export async function oldGroundOf(
  project: Project,
  { of, baselines: places }: ChangedTestSet,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
  { evaluations, modelFolder }: Judged,
  ports: Ports,
): Promise<OldGround | string> {
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
