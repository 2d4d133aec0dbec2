import type { Comparison } from '../../record/comparison.ts'
import { rowsToShowNoWorse, smallestBlocked } from '../../stats/power.ts'
import { explain } from '../explain/explain.ts'
import { adjust } from './adjust.ts'
import type { Draft, Judged } from './draft.ts'
import { worseningOf, zoneOfChange, zoneOfImprovement, zoneOfTestedBound } from './zones.ts'

/**
 * Adjusts the tests over the whole verdict, and gives every comparison its zone and its sentence.
 * @param added evaluations that only the judged change has: their tests make no other less likely to block
 */
export function settle(
  drafts: readonly Draft[],
  severalEvaluations: boolean,
  added: readonly string[] = [],
): Comparison[] {
  const isAdded = ({ comparison }: Draft) => added.includes(comparison.evaluation)
  const adjustments = new Map([
    ...adjust(drafts.filter((draft) => !isAdded(draft))),
    ...adjust(drafts.filter(isAdded)),
  ])
  return drafts.map((draft) => {
    const { comparison, test } = draft
    const adjustment = adjustments.get(draft)
    const blockedFrom = adjustment && test?.blockedFrom?.(adjustment.alpha)
    const tested = test &&
      adjustment && {
        p_adjusted: adjustment.p,
        ...(blockedFrom !== undefined && { smallest_blocked: blockedFrom }),
        ...(test.standardError !== undefined && powerOf(comparison, test.standardError, adjustment.alpha)),
      }
    const settled = {
      ...comparison,
      ...tested,
      zone: comparison.zone ?? zoneOf(comparison, tested?.p_adjusted),
    }
    return { ...settled, explanation: explain(settled, { adjustment, severalEvaluations }) }
  })
}

function powerOf({ allowed, rows, seeds }: Draft['comparison'], standardError: number, alpha: number) {
  const isForecast = allowed > 0 && rows > 0 && seeds === undefined
  const needed = isForecast ? rowsToShowNoWorse(rows, standardError, allowed) : undefined
  return {
    ...(needed !== undefined && { rows_needed: needed }),
    smallest_blocked: smallestBlocked(allowed, standardError, { alpha, power: 0.8 }),
  }
}

function zoneOf(comparison: Draft['comparison'], pAdjusted: number | undefined): Judged['zone'] {
  const { rule } = comparison
  if (rule === 'min' || rule === 'max')
    return zoneOfTestedBound(comparison.candidate_value!, rule, comparison.allowed, pAdjusted)
  const { change, direction, allowed, interval, candidate_value, baseline_value } = comparison
  const worst = interval && Math.max(...interval.map((bound) => worseningOf(bound, direction!)))
  const zone = comparison.rule === 'must_improve' ? zoneOfImprovement : zoneOfChange
  return zone({
    worsening: worseningOf(change!, direction!),
    allowed,
    scale: Math.max(Math.abs(candidate_value!), Math.abs(baseline_value!), Math.abs(allowed)),
    ...(worst !== undefined && { worst }),
    ...(pAdjusted !== undefined && { pAdjusted }),
  })
}
