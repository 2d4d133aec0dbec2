import { nextBelow } from '../stats/bins.ts'
import type { Engine } from './engine.ts'
import type { NumericProfile } from './profile-schema.ts'
import type { TypedColumn } from './typed-copy.ts'

const ownBins = 10

/**
 * Profile of a numeric column in one pass over its sorted values: sums are taken in that order, so that they do not
 * depend on threads. Mean and variance by Welford's recurrence; quantiles as numpy's `linear`.
 */
export async function numericProfile(
  engine: Engine,
  relation: string,
  column: TypedColumn,
): Promise<NumericProfile> {
  const { name, sql, count, missing, invalid } = column
  const base = { name, kind: 'numeric' as const, count, missing, invalid }
  if (count === 0) return { ...base, distinct: 0, edges: [], counts: [0] }

  const deciles: number[] = []
  /** values below each decile, and up to and including it */
  const below: number[] = []
  const upTo: number[] = []
  const runs: { value: number; upTo: number }[] = []
  let seen = 0
  let distinct = 0
  let min = 0
  let previous = Number.NaN
  /** where the equal values that the last one belongs to begin */
  let start = 0
  let mean = 0
  let squares = 0

  for await (const chunk of engine.numbers(
    `SELECT ${sql} FROM ${relation} WHERE ${sql} IS NOT NULL ORDER BY ${sql}`,
  )) {
    for (const value of chunk) {
      if (seen === 0) min = value
      if (value !== previous) distinct++
      while (deciles.length < 9 && seen >= Math.ceil(position(deciles.length, count))) {
        const at = position(deciles.length, count)
        const low = Math.floor(at) === seen ? value : previous
        const decile = low + (value - low) * (at - Math.floor(at))
        deciles.push(decile)
        below.push(decile === previous ? start : seen)
      }
      while (upTo.length < deciles.length && value > deciles[upTo.length]!) upTo.push(seen)
      const last = runs.at(-1)
      if (last?.value === value) last.upTo = seen + 1
      else if (runs.length <= ownBins) runs.push({ value, upTo: seen + 1 })
      if (value !== previous) start = seen
      seen++
      const delta = value - mean
      mean += delta / seen
      squares += delta * (value - mean)
      previous = value
    }
  }
  while (upTo.length < deciles.length) upTo.push(seen)
  return {
    ...base,
    distinct,
    min,
    max: previous,
    mean,
    ...(seen > 1 ? { std: Math.sqrt(squares / (seen - 1)) } : {}),
    deciles,
    ...(distinct <= ownBins
      ? ownBin(runs)
      : bins(
          deciles.map((value, i) => ({ value, below: below[i]!, upTo: upTo[i]! })),
          seen,
        )),
  }
}

/** Where decile `i` (from 0) lies among the order statistics 0 to n - 1. */
const position = (i: number, n: number) => ((n - 1) * (i + 1)) / 10

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
function bins(cuts: readonly { value: number; below: number; upTo: number }[], total: number) {
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
