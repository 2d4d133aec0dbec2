import type { Evaluation } from '../../record/evaluation.ts'
import type { OldTestSetRecord } from '../../record/old-test-set.ts'
import type { Identity } from '../../record/refs.ts'
import { counted } from '../../report/number.ts'
import type { MissingBaseline } from '../context.ts'
import { nameOfRecord } from '../old-test-set/told-old-test-sets.ts'
import type { BaselineRequest } from '../request.ts'
import type { BaselineSource } from './find-baselines.ts'

/** How often a test set had judged accepted models when the last of them was judged. */
export interface EarlierUse {
  readonly identity: Identity
  readonly uses: number
}

/** The last accepted run, where `base` was asked for and found. */
export const baseOf = (sources: ReadonlyMap<BaselineRequest, BaselineSource>): BaselineSource | undefined =>
  [...sources].find(([request]) => request.kind === 'record' && request.name === 'base')?.[1]

/**
 * What the last accepted run says of its test sets, and of those of before that its model was evaluated on: each record
 * counts on from the one before it.
 */
export function earlierUses(sources: ReadonlyMap<BaselineRequest, BaselineSource>): EarlierUse[] | undefined {
  const { evaluations, old_test_sets: old = [] } = baseOf(sources)?.gate.record ?? {}
  if (evaluations === undefined) return undefined
  const ofOld = old.flatMap(({ identity, metrics, uses = metrics && 1 }) =>
    uses === undefined ? [] : { identity, uses },
  )
  return [...evaluations.map(({ identity, uses = 1 }) => ({ identity, uses })), ...ofOld]
}

/** The evaluations with the count of their test sets, this judgement included; without a last run nothing is counted. */
export const withUses = (
  evaluations: readonly Evaluation[],
  earlier: readonly EarlierUse[] | undefined,
): Evaluation[] =>
  evaluations.map((evaluation) => {
    const before = usesBefore(evaluation.identity, earlier)
    return before === undefined ? evaluation : { ...evaluation, uses: before + 1 }
  })

/** The same of test sets of before. One that this model was not evaluated on keeps its count. */
export const withOldUses = (
  records: readonly OldTestSetRecord[],
  earlier: readonly EarlierUse[] | undefined,
): OldTestSetRecord[] =>
  records.map((record) => {
    const before = usesBefore(record.identity, earlier)
    const uses = before === undefined ? 0 : before + (record.metrics ? 1 : 0)
    return uses === 0 ? record : { ...record, uses }
  })

function usesBefore(
  { kind, value }: Identity,
  earlier: readonly EarlierUse[] | undefined,
): number | undefined {
  if (!earlier || kind === 'none' || value === undefined) return undefined
  const same = earlier.filter(({ identity }) => identity.kind === kind && identity.value === value)
  return Math.max(0, ...same.map(({ uses }) => uses))
}

/** A sentence where uses have a budget and cannot be counted. */
export const uncounted = (missing: readonly MissingBaseline[], budget: number | undefined): string[] =>
  missing.flatMap(({ name, outcome, reason }) =>
    budget === undefined || name !== 'base' || outcome !== 'lost'
      ? []
      : [`How many models the test set has judged (gate.test_set_budget) cannot be told: ${reason}.`],
  )

/** A sentence for each test set that has judged more accepted models than the budget says. */
export const wornOut = (
  evaluations: readonly Evaluation[],
  old: readonly OldTestSetRecord[],
  budget: number | undefined,
): string[] =>
  [
    ...evaluations.map(({ name, uses }) => ({ of: name, uses })),
    ...old.map((record) => ({ of: nameOfRecord(record), uses: record.metrics && record.uses })),
  ].flatMap(({ of, uses }) =>
    budget === undefined || uses === undefined || uses <= budget
      ? []
      : [
          `The test set of ${of} has judged ${counted(uses, 'accepted model')}, more than gate.test_set_budget (${budget}): models come to fit it by chance, so judge on rows that none has been chosen by.`,
        ],
  )
