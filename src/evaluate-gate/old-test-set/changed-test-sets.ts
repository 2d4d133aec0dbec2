import type { Project } from '../../config/project.ts'
import { type Digest, digestSchema } from '../../record/digest.ts'
import type { BaselineSource } from '../baselines/find-baselines.ts'
import { digestAt } from '../digest-at.ts'
import { placeOf, tableOf } from '../evaluation-work.ts'
import type { BaselineRequest } from '../request.ts'
import type { OldTestSetOrder } from './order.ts'

/** A test set that baselines were judged on and that an evaluation is not made on any more. */
export interface ChangedTestSet {
  readonly of: string
  readonly digest: Digest
  /** places among the baselines that were asked for */
  readonly baselines: readonly number[]
}

/** As far as can be told before the work: a table that is not there yet may turn out to be the same. */
export async function changedTestSets(
  project: Project,
  baselines: readonly BaselineRequest[],
  sources: ReadonlyMap<BaselineRequest, BaselineSource>,
): Promise<ChangedTestSet[]> {
  const { config } = project
  const all: ChangedTestSet[] = []
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

/** What comparisons on a test set of before call it. */
export function nameOfOld(
  { of, baselines }: ChangedTestSet,
  requests: readonly BaselineRequest[],
  known: readonly OldTestSetOrder[],
): string {
  const names = [...new Set(baselines.map((i) => requests[i]!.name))]
  const name = `old ${of} of ${names.join(', ')}`
  const same = known.filter((one) => one.name === name || one.name.startsWith(`${name} (`)).length
  return same === 0 ? name : `${name} (${same + 1})`
}
