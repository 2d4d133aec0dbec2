import type { Evaluation } from '../record/evaluate-gate.ts'
import type { Identity } from '../record/refs.ts'
import { counted } from '../report/number.ts'
import type { MissingBaseline } from './context.ts'
import type { BaselineSource } from './find-baselines.ts'
import type { BaselineRequest } from './request.ts'

/** How often a test set had judged accepted models when the last of them was judged. */
export interface EarlierUse {
  readonly identity: Identity
  readonly uses: number
}

/** The last accepted run, where `base` was asked for and found. */
export const baseOf = (sources: ReadonlyMap<BaselineRequest, BaselineSource>): BaselineSource | undefined =>
  [...sources].find(([request]) => request.kind === 'record' && request.name === 'base')?.[1]

/** What the last accepted run says of its test sets: each record counts on from the one before it. */
export function earlierUses(sources: ReadonlyMap<BaselineRequest, BaselineSource>): EarlierUse[] | undefined {
  return baseOf(sources)?.gate.record.evaluations?.map(({ identity, uses = 1 }) => ({ identity, uses }))
}

/** The evaluations with the count of their test sets, this judgement included; without a last run nothing is counted. */
export const withUses = (
  evaluations: readonly Evaluation[],
  earlier: readonly EarlierUse[] | undefined,
): Evaluation[] =>
  evaluations.map((evaluation) => {
    const { kind, value } = evaluation.identity
    if (!earlier || kind === 'none' || value === undefined) return evaluation
    const before = earlier
      .filter(({ identity }) => identity.kind === kind && identity.value === value)
      .map(({ uses }) => uses)
    return { ...evaluation, uses: Math.max(0, ...before) + 1 }
  })

/** A sentence where uses have a budget and cannot be counted. */
export const uncounted = (missing: readonly MissingBaseline[], budget: number | undefined): string[] =>
  missing.flatMap(({ name, outcome, reason }) =>
    budget === undefined || name !== 'base' || outcome !== 'lost'
      ? []
      : [`How many models the test set has judged (gate.test_set_budget) cannot be told: ${reason}.`],
  )

/** A sentence for each test set that has judged more accepted models than the budget says. */
export const wornOut = (evaluations: readonly Evaluation[], budget: number | undefined): string[] =>
  evaluations.flatMap(({ name, uses }) =>
    budget === undefined || uses === undefined || uses <= budget
      ? []
      : [
          `The test set of ${name} has judged ${counted(uses, 'accepted model')}, more than gate.test_set_budget (${budget}): models come to fit it by chance, so judge on rows that none has been chosen by.`,
        ],
  )
