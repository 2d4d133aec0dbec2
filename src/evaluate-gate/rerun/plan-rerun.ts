import { resolve, sep } from 'node:path'
import { isAddress } from '../../config/address.ts'
import { isPattern } from '../../config/path-pattern.ts'
import type { Project } from '../../config/project.ts'
import type { EvaluationConfig } from '../../config/schema.ts'
import { canonicalJson } from '../../record/canonical-json.ts'
import type { TablePlace } from '../../tables/locate.ts'
import { placeOf, tableOf } from '../evaluation-work.ts'
import { memberOf } from '../member-of.ts'
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
