import type { Comparison } from '../record/evaluate-gate.ts'
import { holm } from '../stats/holm.ts'
import { rowsToShowNoWorse, smallestBlocked } from '../stats/power.ts'
import type { Draft, Judged } from './draft.ts'
import { explain } from './explain.ts'
import { alpha, worseningOf, zoneOfChange, zoneOfImprovement } from './zones.ts'

/** Adjusts the tests over the whole verdict, and gives every comparison its zone and its sentence. */
export function settle(drafts: readonly Draft[], severalEvaluations: boolean): Comparison[] {
  const adjusted = adjust(drafts)
  return drafts.map(({ comparison, why, test }) => {
    const tested = test && {
      p_adjusted: adjusted.get(familyOf(test.family, comparison.slice))!,
      ...(comparison.allowed > 0 && {
        rows_needed: rowsToShowNoWorse(comparison.rows, test.standardError, comparison.allowed),
      }),
      smallest_blocked: smallestBlocked(comparison.allowed, test.standardError, {
        alpha: alpha / adjusted.size,
        power: 0.8,
      }),
    }
    const settled = {
      ...comparison,
      ...tested,
      zone: comparison.zone ?? zoneOf(comparison, tested?.p_adjusted),
    }
    return { ...settled, explanation: explain(settled, { why, tests: adjusted.size, severalEvaluations }) }
  })
}

const familyOf = (family: string, slice: string | undefined) =>
  slice === undefined ? family : `${family} ${slice}`

function adjust(drafts: readonly Draft[]): Map<string, number> {
  const smallest = new Map<string, number>()
  for (const { test, comparison } of drafts) {
    if (!test) continue
    const family = familyOf(test.family, comparison.slice)
    smallest.set(family, Math.min(test.pValue, smallest.get(family) ?? 1))
  }
  const adjusted = holm([...smallest.values()])
  return new Map([...smallest.keys()].map((family, i) => [family, adjusted[i]!]))
}

function zoneOf(comparison: Draft['comparison'], pAdjusted: number | undefined): Judged['zone'] {
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
