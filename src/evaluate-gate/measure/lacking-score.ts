import { visible } from '../../report/visible.ts'
import { ruledMetrics } from '../../rules/ruled-metrics.ts'
import { columnsText } from '../../tables/find-column.ts'
import type { JudgeRequest } from '../request.ts'
import type { CandidateSide } from './measure-candidate.ts'

/**
 * What could be named where rules need a score and the predictions have none.
 * @returns one line for the log; undefined where nothing is lacking
 */
export function lackingScore(
  { request, rows, meaning }: CandidateSide,
  { ruled, own }: Pick<JudgeRequest, 'ruled' | 'own'>,
): string | undefined {
  const task = meaning?.task
  if (rows?.header === undefined || (task !== 'binary' && task !== 'multiclass')) return undefined
  const needing = ruledMetrics(ruled, own).filter(
    ({ needs, tasks }) => needs === 'score' && tasks.includes(task),
  )
  if (needing.length === 0) return undefined
  const key = task === 'binary' ? 'score' : 'scores'
  const columns = columnsText(rows.header.map((name) => ({ name: visible(name, 60) })))
  return `${request.predictions?.label} has no ${key}, which ${needing.map(({ name }) => name).join(', ')} ${needing.length === 1 ? 'needs' : 'need'}: name what holds ${key === 'score' ? 'it' : 'them'} as evaluate.columns.${key}. The columns are ${columns}.`
}
