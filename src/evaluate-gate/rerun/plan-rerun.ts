import { resolve, sep } from 'node:path'
import { isAddress } from '../../config/address.ts'
import { isPattern } from '../../config/path-pattern.ts'
import type { Project } from '../../config/project.ts'
import type { EvaluationConfig } from '../../config/schema.ts'
import { canonicalJson } from '../../record/canonical-json.ts'
import { memberOf } from '../../rules/member-of.ts'
import type { TablePlace } from '../../tables/locate.ts'
import { placeOf, tableOf, testTableName } from '../evaluation-work.ts'
import type { RerunOrder } from '../request.ts'
import type { PrepareRequest } from './prepare-rerun.ts'
import type { RerunGround } from './rerun-ground.ts'
import { projectIn } from './worktree.ts'

/** One evaluation by the code of another commit: where its table goes, and where it writes what. */
export interface RerunPlan {
  readonly name: string
  readonly evaluation: EvaluationConfig & { readonly run: string }
  readonly tables: PrepareRequest['tables']
  readonly files: NonNullable<RerunOrder['files']>
}

/** One evaluation by the code of a baseline's commit, or why there is none, as a clause. */
export function planRerun(project: Project, name: string, ground: RerunGround): RerunPlan | string {
  if (typeof ground === 'string') return ground
  const evaluation = memberOf(ground.config.evaluations, name)
  if (evaluation?.run === undefined) return `its commit has no command that evaluates ${name}`
  const table = tableOf(project.config, name)
  if (!table) return 'no table says which the test set is; name it in data.tables, with role test'
  const tables: PrepareRequest['tables'] = []
  for (const one of [table, ...besideTruth(project.config, name, table)]) {
    const placed = placementOf(one, project, ground)
    if (typeof placed === 'string') return placed
    tables.push(placed)
  }
  const root = projectIn(ground.folder)
  const written = { predictions: evaluation.predictions, metrics: evaluation.metrics }
  for (const path of [...tables.flatMap(({ to }) => to), ...Object.values(written)])
    if (path !== undefined && !resolve(root, path).startsWith(root + sep))
      return `its commit names ${path}, which lies outside of its folder`
  const { columns } = project.config.evaluations[name]!
  const { prediction: _p, score: _s, scores: _c, ...judging } = columns
  const { prediction, score, scores } = evaluation.columns
  const named = (path: string) => ({ path: resolve(root, path), label: `${path} of the baseline` })
  return {
    name,
    evaluation: { ...evaluation, run: evaluation.run },
    tables,
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

/** Where labels are a table of their own, the table whose rows are predicted. One of the web is the code's to fetch. */
function besideTruth(config: Project['config'], evaluation: string, { name: truth }: Named): Named[] {
  const name = testTableName(config, evaluation)
  const found = name === undefined || name === truth ? undefined : memberOf(config.data.tables, name)
  if (name === undefined || found === undefined || [found.path].flat().some(isAddress)) return []
  return [{ name, path: found.path }]
}

type Named = NonNullable<ReturnType<typeof tableOf>>

/** Where a table of the candidate goes, or why it cannot stand in for that of the commit, as a clause. */
function placementOf(
  { name, path }: Named,
  project: Project,
  { config }: Exclude<RerunGround, string>,
): PrepareRequest['tables'][number] | string {
  const to = memberOf(config.data.tables, name)?.path ?? path
  if ([path, to].flat().some(isAddress)) return `the table ${name} is not of files`
  if (!(isPlain(path) && isPlain(to)) && canonicalJson(path) !== canonicalJson(to))
    return `the table ${name} is of several files, and its commit looks for them elsewhere`
  return { place: placeOf(project, path), to }
}

const isPlain = (path: TablePlace['path']) => typeof path === 'string' && !isPattern(path)
