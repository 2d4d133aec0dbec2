import type { EvaluateGateRecord } from '../../record/evaluate-gate.ts'
import type { Flips } from '../../record/flips.ts'

/** Rows that flipped on one evaluation, against the baselines that are one model. */
export interface FoundFlips {
  readonly names: readonly string[]
  readonly evaluation: string
  readonly flips: Flips
}

/** Where any row flipped; baselines that are the same model are told once. Slices that lost the most come first. */
export function flipsOf({ baselines = [] }: EvaluateGateRecord): FoundFlips[] {
  const found = new Map<string, FoundFlips>()
  for (const { name, evaluations = [], old_test_sets: old = [] } of baselines)
    for (const { name: evaluation, flips } of [...evaluations, ...old]) {
      if (flips === undefined || flips.broken + flips.mended === 0) continue
      const key = JSON.stringify([evaluation, flips])
      const known = found.get(key)
      found.set(key, {
        names: [...new Set([...(known?.names ?? []), name])],
        evaluation,
        flips: { ...flips, ...(flips.slices && { slices: byLoss(flips.slices) }) },
      })
    }
  return [...found.values()]
}

const byLoss = (slices: NonNullable<Flips['slices']>) =>
  [...slices].sort((a, b) => b.broken - b.mended - (a.broken - a.mended))
