import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { populationStabilityIndex, stabilityNoiseFloor, stabilityPValue } from '../stats/psi.ts'

/** Counts of one column on both sides, over the reference's bins (or the categories of both); nulls are a bin of their own. */
export interface ColumnCounts {
  readonly name: string
  readonly kind: 'numeric' | 'categorical'
  readonly reference: readonly number[]
  readonly current: readonly number[]
}

export interface DriftRule {
  /** population stability index, nats: below it a shift does not matter in practice */
  readonly threshold: number
  /** false alarm rate over all columns */
  readonly alpha: number
}

export type ColumnDrift = {
  readonly name: string
  readonly kind: 'numeric' | 'categorical'
  readonly method: 'psi'
  readonly score: number
  readonly threshold: number
  readonly noise_floor: number
  readonly p_value: number
  readonly p_adjusted: number
  readonly drifted: boolean
  /** rows of the current side */
  readonly rows: number
}

/**
 * Drift of each column: the effect must reach the practical threshold and stand above the noise, with p-values
 * adjusted over the columns (Benjamini and Hochberg), so that the answer does not depend on the sample's size.
 * Empty bins are smoothed, not filled: `populationStabilityIndex` says what that is worth.
 * @throws RangeError when a column's sides have different bins
 */
export function driftOf(columns: readonly ColumnCounts[], { threshold, alpha }: DriftRule): ColumnDrift[] {
  const scores = columns.map(scored)
  const adjusted = benjaminiHochberg(scores.map(({ pValue }) => pValue))
  return columns.map(({ name, kind }, i) => {
    const { score, pValue, noiseFloor, rows } = scores[i]!
    return {
      name,
      kind,
      method: 'psi',
      score,
      threshold,
      noise_floor: noiseFloor(alpha),
      p_value: pValue,
      p_adjusted: adjusted[i]!,
      drifted: score >= threshold && adjusted[i]! <= alpha,
      rows,
    }
  })
}

function scored({ reference, current }: ColumnCounts) {
  const rows = total(current)
  const size = { referenceRows: total(reference), currentRows: rows, bins: reference.length }
  // One bin on both sides: the column holds one value, and the same one.
  if (size.bins < 2) return { score: 0, pValue: 1, noiseFloor: () => 0, rows }
  const score = populationStabilityIndex(Float64Array.from(reference), Float64Array.from(current))
  return {
    score,
    pValue: stabilityPValue(score, size),
    noiseFloor: (alpha: number) => stabilityNoiseFloor(size, alpha),
    rows,
  }
}

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
