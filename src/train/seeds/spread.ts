import type { TrainRecord } from '../../record/train.ts'
import { sumOf } from '../../stats/sum.ts'

/** What one seed's training reported. */
export interface OfSeed {
  readonly seed: number
  readonly metrics: Readonly<Record<string, number>>
}

/**
 * How far reported metrics lie apart between seeds: mean and sample standard deviation (n - 1), least and most, of
 * those metrics that every seed has.
 * @returns undefined below two seeds
 */
export function spreadOf(seeds: readonly OfSeed[]): TrainRecord['spread'] {
  const [first] = seeds
  if (seeds.length < 2 || first === undefined) return undefined
  const names = Object.keys(first.metrics).filter((name) =>
    seeds.every(({ metrics }) => Object.hasOwn(metrics, name)),
  )
  return Object.fromEntries(
    names.map((name) => {
      const values = seeds.map(({ metrics }) => metrics[name]!)
      const mean = sumOf(values.length, (i) => values[i]!) / values.length
      const squares = sumOf(values.length, (i) => (values[i]! - mean) ** 2)
      const sd = Math.sqrt(squares / (values.length - 1))
      return [name, { mean, sd, min: Math.min(...values), max: Math.max(...values), seeds: values.length }]
    }),
  )
}
