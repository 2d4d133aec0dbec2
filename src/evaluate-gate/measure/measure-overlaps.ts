import { join } from 'node:path'
import { AssayError } from '../../errors.ts'
import type { Workbench } from '../../stage/workbench.ts'
import type { Engine } from '../../tables/engine/engine.ts'
import type { JudgeRequest, LocatedEvaluation } from '../request.ts'
import type { FoundOverlap, Overlap } from './overlap.ts'

/** Test rows that each model was trained on, by evaluation. */
export interface Overlaps {
  readonly candidate: Readonly<Record<string, Overlap>>
  /** of the candidate, why it cannot be told although its training rows are known */
  readonly why: Readonly<Record<string, string>>
  /** in the order of the request */
  readonly baselines: readonly Readonly<Record<string, Overlap>>[]
}

/** Looks for test rows among those that models were trained on, where there is anything to look at. */
export async function measureOverlaps(
  request: JudgeRequest,
  evaluations: readonly LocatedEvaluation[],
  bench: Workbench,
): Promise<Overlaps> {
  const judged = evaluations.filter(({ truth, predictions }) => truth && predictions)
  const trained = [
    request.trained,
    ...request.baselines.map((one) => ('trained' in one ? one.trained : undefined)),
  ]
  const files = trained.flatMap((rows) => (rows ?? []).map(({ file }) => file))
  const unknown = { candidate: {}, why: {}, baselines: request.baselines.map(() => ({})) }
  if (judged.length === 0 || files.length === 0) return unknown
  const engine = await opened(bench, [
    ...files,
    ...judged.flatMap(({ truth }) => (truth?.files ?? []).map(({ file }) => file)),
  ])
  if (!engine) return unknown
  const { overlapOf } = await import('./overlap.ts')
  try {
    const all: [evaluation: string, found: FoundOverlap][][] = []
    for (const rows of trained) {
      const byEvaluation: [string, FoundOverlap][] = []
      for (const evaluation of judged)
        byEvaluation.push([evaluation.name, await overlapOf(engine, evaluation, rows)])
      all.push(byEvaluation)
    }
    const [own = []] = all
    const [candidate = {}, ...baselines] = all.map((found) =>
      Object.fromEntries(found.map(([name, { ids }]) => [name, ids])),
    )
    const why = Object.fromEntries(
      own.flatMap(([name, { why: one }]) => (one === undefined ? [] : [[name, one]])),
    )
    return { candidate, why, baselines }
  } finally {
    engine.close()
  }
}

/** Plain predictions are judged without the engine; where it cannot be had, so they are now, and it is said. */
async function opened(
  { engine, log, scratch }: Workbench,
  allowed: readonly string[],
): Promise<Engine | undefined> {
  // Loaded where there is something to look at: most gates know no rows of the training.
  const { openEngine } = await import('../../tables/engine/engine.ts')
  try {
    return await openEngine({ install: { ...engine, log }, scratch: join(scratch, 'overlap'), allowed })
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    log.warning(`Whether a model was trained on test rows cannot be told: ${error.message} ${error.hint}`)
    return undefined
  }
}
