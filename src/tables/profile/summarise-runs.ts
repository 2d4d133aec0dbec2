import { nextBelow } from '../../stats/bins.ts'
import type { NumericProfile } from './profile-schema.ts'
import type { Ordered } from './sorted-runs.ts'

const ownBins = 10
const histogramBins = 20
/** Quantiles beside the deciles, which have a place of their own. */
const told = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99] as const

type Summary = Pick<
  NumericProfile,
  'distinct' | 'min' | 'max' | 'mean' | 'std' | 'deciles' | 'quantiles' | 'edges' | 'counts' | 'histogram'
>

/**
 * All that a profile tells of numbers, from one reading of them in ascending order, on which sums depend: mean and
 * variance by Welford's recurrence, quantiles as numpy's `linear`.
 */
export async function summariseRuns({ count, min, max, runs }: Ordered): Promise<Summary> {
  const wanted = [
    ...Array.from({ length: 9 }, (_, i) => ({ at: ((count - 1) * (i + 1)) / 10, decile: i })),
    ...told.map((p) => ({ at: (count - 1) * p, p })),
  ].sort((a, b) => a.at - b.at)
  const deciles: Cut[] = []
  const quantiles: { p: number; value: number }[] = []
  const few: { value: number; upTo: number }[] = []
  const { edges, counts: bins } = equalWidths(min, max)
  const lastBin = bins.length - 1
  let next = 0
  let bin = 0
  let filled = 0
  let seen = 0
  let distinct = 0
  let previous = Number.NaN
  /** how many values are below the last run */
  let start = 0
  let mean = 0
  let squares = 0

  for await (const { values, counts } of runs) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!
      const times = counts[i]!
      const upTo = seen + times
      for (let one = wanted[next]; one !== undefined && Math.ceil(one.at) < upTo; one = wanted[++next]) {
        const low = Math.floor(one.at) >= seen ? value : previous
        const quantile = between(low, value, one.at - Math.floor(one.at))
        if ('p' in one) quantiles.push({ p: one.p, value: quantile })
        else deciles.push({ value: quantile, below: quantile === previous ? start : seen, upTo: -1 })
      }
      while (filled < deciles.length && value > deciles[filled]!.value) deciles[filled++]!.upTo = seen
      while (bin < lastBin && value > edges[bin + 1]!) bin++
      bins[bin]! += times
      if (few.length <= ownBins) few.push({ value, upTo })
      distinct++
      start = seen
      seen = upTo
      const delta = value - mean
      const step = (delta * times) / seen
      // Rounding must not take it beyond the largest value yet, or the squares would sum up to less than nothing.
      mean = Math.min(
        Number.isFinite(step) ? mean + step : mean * (start / seen) + value * (times / seen),
        value,
      )
      squares += delta * (value - mean) * times
      previous = value
    }
  }
  for (const decile of deciles.slice(filled)) decile.upTo = seen
  return {
    distinct,
    min,
    max,
    mean,
    ...(seen > 1 && Number.isFinite(squares) ? { std: Math.sqrt(squares / (seen - 1)) } : {}),
    deciles: deciles.map(({ value }) => value),
    quantiles,
    ...(distinct <= ownBins ? ownBin(few) : binsBetween(deciles, seen)),
    histogram: { edges, counts: bins },
  }
}

/** What lies at a share of the way between two numbers, whose difference may be no number. */
const between = (low: number, high: number, share: number) =>
  Number.isFinite(high - low) ? low + (high - low) * share : low * (1 - share) + high * share

interface Cut {
  readonly value: number
  /** values below it, and up to and including it */
  readonly below: number
  upTo: number
}

/** Bins of one width over all values; the edges are numpy's, but where the difference of the ends is no number. */
function equalWidths(min: number, max: number) {
  const bins = min < max ? histogramBins : 1
  const step = (max - min) / bins
  const edges = Array.from({ length: bins + 1 }, (_, i) =>
    Number.isFinite(step) ? min + step * i : min * (1 - i / bins) + max * (i / bins),
  )
  edges[0] = min
  edges[bins] = max
  return { edges, counts: Array.from({ length: bins }, () => 0) }
}

/** A bin a value, and an empty one on either side, in which later values show that were never seen. */
function ownBin(runs: readonly { value: number; upTo: number }[]) {
  return {
    edges: [nextBelow(runs[0]!.value), ...runs.map(({ value }) => value)],
    counts: [0, ...runs.map(({ upTo }, i) => upTo - (runs[i - 1]?.upTo ?? 0)), 0],
  }
}

/**
 * Keeps the cuts between which something lies. A value so frequent that several deciles meet in it gets a bin to
 * itself, as in `quantileEdges`: otherwise nobody would see it move to where there was nothing.
 */
function binsBetween(cuts: readonly Cut[], total: number) {
  const edges: number[] = []
  const counts: number[] = []
  let before = 0
  const cut = (edge: number, upTo: number) => {
    edges.push(edge)
    counts.push(upTo - before)
    before = upTo
  }
  for (const [i, { value, below, upTo }] of cuts.entries()) {
    if (value === cuts[i - 1]?.value) continue
    const frequent = value === cuts[i + 1]?.value
    if (frequent && !(edges.at(-1)! >= nextBelow(value))) cut(nextBelow(value), below)
    if (frequent || (upTo !== before && upTo !== total)) cut(value, upTo)
  }
  return { edges, counts: [...counts, total - before] }
}
