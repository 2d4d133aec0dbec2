import type { Baseline } from '../../record/baseline.ts'
import type { OldTestSetRecord } from '../../record/old-test-set.ts'
import { counted } from '../../report/number.ts'
import { visible } from '../../report/visible.ts'
import type { Outcome } from '../../stage/work.ts'
import type { MissingBaseline } from '../context.ts'
import type { MeasuredBaseline, OldTestSet } from '../measured.ts'
import { failureOf } from '../rerun/rerun-outcomes.ts'
import type { OldTestSetOfContext } from './order.ts'

/**
 * Holds what was measured of the candidate on old test sets to how its commands ended there: predictions that a command
 * left before it failed are nobody's.
 */
export const withOldOutcomes = (
  found: readonly OldTestSet[],
  planned: readonly OldTestSetOfContext[],
  outcomes: readonly Outcome[],
): OldTestSet[] =>
  found.map(({ candidate, ...old }) => {
    const plan = planned.find(({ name }) => name === old.name)
    const failure = plan ? failureOf(plan, outcomes) : undefined
    const why = failure ?? old.why ?? (plan ? undefined : 'nothing was planned for it')
    return why === undefined && candidate ? { ...old, candidate } : { ...old, why: why ?? 'it has no values' }
  })

/** Old test sets as they are recorded; why nothing is known of one, or not against every baseline, stands with it. */
export const oldTestSetRecords = (
  found: readonly OldTestSet[],
  baselines: readonly (MeasuredBaseline | MissingBaseline)[],
): OldTestSetRecord[] =>
  found.map(({ name, of, digest, baselines: names, candidate, why }) => {
    const told = why ?? incomparableWith(name, baselines)
    const { rows, metrics, undefined: none, trained_on: seen } = candidate ?? {}
    return {
      name,
      evaluation: of,
      identity: { kind: 'content', value: digest },
      baselines: [...names],
      ...(told !== undefined && { why: visible(told, 500) }),
      ...(rows !== undefined && { rows }),
      ...(metrics && { metrics }),
      ...(none && { undefined: none }),
      ...(seen !== undefined && { trained_on: seen }),
    }
  })

function incomparableWith(
  name: string,
  baselines: readonly (MeasuredBaseline | MissingBaseline)[],
): string | undefined {
  const sides = baselines.flatMap((baseline) => {
    const side = 'outcome' in baseline ? undefined : baseline.old?.find((one) => one.name === name)
    return side ? [{ baseline: baseline.name, side }] : []
  })
  for (const { baseline, side } of sides)
    if (!side.comparable) return sides.length > 1 ? `against ${baseline}, ${side.reason}` : side.reason
  return undefined
}

/** What baselines reached on the test sets that the candidate was evaluated on for their sake. */
export function reachedOn(
  { old = [] }: Pick<MeasuredBaseline, 'old'>,
  known: readonly OldTestSet[],
): Pick<Baseline, 'old_test_sets'> {
  const reached = old.flatMap((side) =>
    side.comparable && known.some(({ name, candidate }) => name === side.name && candidate)
      ? [
          {
            name: side.name,
            metrics: side.metrics,
            ...(side.flips && { flips: side.flips }),
            ...(side.trainedOn !== undefined && { trained_on: side.trainedOn }),
          },
        ]
      : [],
  )
  return reached.length === 0 ? {} : { old_test_sets: reached }
}

/** Whose test set it was, for a sentence. */
export const nameOfRecord = ({
  evaluation,
  baselines,
}: Pick<OldTestSetRecord, 'evaluation' | 'baselines'>): string =>
  `${evaluation} that ${baselines.join(' and ')} ${baselines.length > 1 ? 'were' : 'was'} judged on`

/** A sentence for each old test set that says nothing of the candidate, or not all. */
export const oldTestSetDoubts = (records: readonly OldTestSetRecord[]): string[] =>
  records.flatMap(({ why, rows, metrics, trained_on: seen, ...record }) => {
    const set = `the test set of ${nameOfRecord(record)}`
    if (why !== undefined) return [`Whether this model is worse on ${set} is not known: ${why}.`]
    if (metrics === undefined || rows === undefined || rows === 0) return []
    if (seen === undefined)
      return [
        `Whether rows of ${set} are among those that this model was trained on cannot be told: there it may look better than it is.`,
      ]
    return seen === 0
      ? []
      : [
          `${counted(seen, 'row')} of ${rows} of ${set} are among those that this model was trained on; they are left out of the comparisons there.`,
        ]
  })
