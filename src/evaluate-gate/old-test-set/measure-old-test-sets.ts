import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import type { Workbench } from '../../stage/workbench.ts'
import { contentOf } from '../../tables/identity.ts'
import { locateEvaluation } from '../measure/locate-evaluation.ts'
import { type CandidateSide, measureCandidate } from '../measure/measure-candidate.ts'
import type { PredictionsReader } from '../measure/predictions-reader.ts'
import type { OldTestSet } from '../measured.ts'
import type { JudgeRequest, LocatedEvaluation } from '../request.ts'
import type { OldTestSetOrder } from './order.ts'

/** An old test set with its files; without an evaluation the candidate cannot be evaluated on it. */
interface LocatedOld {
  readonly order: OldTestSetOrder
  readonly evaluation?: LocatedEvaluation
}

/** The candidate on an old test set; without a side it is said why not. */
export interface MeasuredOld {
  readonly order: OldTestSetOrder
  readonly side?: CandidateSide
  readonly why?: string
}

/** Looks up the files of old test sets, before anything is read. */
export async function locateOldTestSets({
  oldTestSets = [],
}: Pick<JudgeRequest, 'oldTestSets'>): Promise<LocatedOld[]> {
  const all: LocatedOld[] = []
  for (const order of oldTestSets) {
    const request = order.request && { ...order.request, name: order.name }
    const found = request && (await locateEvaluation(request, undefined).catch(clauseOf))
    if (found === undefined) all.push({ order })
    else if (typeof found === 'string') all.push({ order: { ...order, why: found } })
    else all.push({ order, evaluation: found })
  }
  return all
}

/**
 * Measures the candidate on the test sets that baselines were judged on, those alone that are not its own. Whether its
 * code ended well there is not known here: the outcome of its command decides afterwards.
 * @param sides the candidate on its own test sets
 */
export async function measureOldTestSets(
  located: readonly LocatedOld[],
  sides: readonly CandidateSide[],
  request: JudgeRequest,
  reader: PredictionsReader,
  { scratch, log }: Pick<Workbench, 'scratch' | 'log'>,
): Promise<MeasuredOld[]> {
  const { fairness: _groups, ...asked } = request
  const folder = join(scratch, 'old-test-sets')
  const all: MeasuredOld[] = []
  for (const { order, evaluation } of located) {
    const own = sides.find(({ request: { name } }) => name === order.of)?.evaluation
    if (own?.identity.value === order.digest) continue
    if (!evaluation) {
      all.push({ order, why: order.why ?? 'it is not known how' })
      continue
    }
    log.info(`Measuring ${order.name}`)
    if ((await contentOfTable(evaluation)) !== order.digest) {
      all.push({ order, why: 'its table was written while the model was evaluated on it' })
      continue
    }
    await mkdir(folder, { recursive: true })
    // Only differences are asked for: no bound of it, and nothing beside a naive model.
    const measured = await measureCandidate(
      evaluation,
      { ...asked, confident: [], naive: [] },
      reader,
      folder,
    ).catch(clauseOf)
    all.push(
      typeof measured === 'string'
        ? { order, why: measured }
        : { order, side: withLost(measured, own, request) },
    )
  }
  return all
}

/** A value that its code reports of its own test set, and not there although it could have, is lost: it is asked for. */
function withLost(
  side: CandidateSide,
  own: CandidateSide['evaluation'] | undefined,
  { ruled }: Pick<JudgeRequest, 'ruled'>,
): CandidateSide {
  if (side.request.metrics === undefined) return side
  const { metrics, undefined: none } = side.evaluation
  const known = new Set([...Object.keys(metrics), ...none.map(({ metric }) => metric)])
  const lost = (own?.reported ?? []).filter((metric) => ruled.includes(metric) && !known.has(metric))
  const told = lost.map((metric) => ({ metric, reason: 'its metrics file has none there' }))
  return { ...side, evaluation: { ...side.evaluation, undefined: [...none, ...told] } }
}

const contentOfTable = async ({ truth, testTable }: LocatedEvaluation) => {
  const table = truth ?? testTable
  const content = table && (await contentOf(table).catch(clauseOf))
  return typeof content === 'object' ? content.digest : undefined
}

export const foundOn = (
  { order, side, why }: MeasuredOld,
  { baselines }: Pick<JudgeRequest, 'baselines'>,
): OldTestSet => ({
  name: order.name,
  of: order.of,
  digest: order.digest,
  baselines: [...new Set(order.baselines.flatMap((i) => baselines[i]?.name ?? []))],
  ...(side ? { candidate: side.evaluation } : { why: why ?? 'it is not known how' }),
})

function clauseOf(error: unknown): string {
  if (error instanceof AssayError && error.kind !== 'outside') return error.message.trim().replace(/\.$/, '')
  throw error
}
