import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { type DisparityName, disparityOf } from '../../src/metrics/fairness/disparities.ts'
import { groupRates } from '../../src/metrics/fairness/group-rates.ts'
import type { BinaryPredictions } from '../../src/metrics/predictions.ts'

interface FairlearnCase {
  readonly name: string
  readonly labels: number[]
  readonly predicted: number[]
  readonly groups: string[]
  readonly weights: number[] | null
  readonly by_group: Record<string, Record<string, number>>
  /** null: NaN */
  readonly disparities: Record<DisparityName, number | null>
}

const { cases } = JSON.parse(readFileSync(new URL('./fixtures/fairlearn.json', import.meta.url), 'utf8')) as {
  cases: FairlearnCase[]
}

function groupsOf({ labels, predicted, groups, weights }: FairlearnCase) {
  const predictions: BinaryPredictions = {
    task: 'binary',
    rows: labels.length,
    labels: Uint8Array.from(labels),
    predicted: Uint8Array.from(predicted),
    ...(weights && { weights: Float64Array.from(weights) }),
  }
  return [...new Set(groups)].sort().map((name) => {
    const rows = Uint32Array.from(groups.flatMap((group, row) => (group === name ? [row] : [])))
    return { name, rates: groupRates(predictions, rows) }
  })
}

/** fairlearn answers 0 for the rate of no rows. */
const emptyRate = (of: FairlearnCase) =>
  of.groups.some((name) => {
    const labels = of.labels.filter((_, row) => of.groups[row] === name)
    return !labels.includes(0) || !labels.includes(1)
  })

describe.each(cases)('$name', (of) => {
  test('rates by group are those of fairlearn', () => {
    for (const { name, rates } of groupsOf(of))
      for (const [rate, { hits, trials }] of Object.entries(rates))
        expect(Math.abs(hits / trials - of.by_group[name]![rate]!)).toBeLessThanOrEqual(1e-12)
  })

  test.each(Object.entries(of.disparities) as [DisparityName, number | null][])('%s', (name, value) => {
    const groups = groupsOf(of)
    const measured = disparityOf(name, groups)
    if ('reason' in measured) {
      const excused = value === null || groups.length < 2 || emptyRate(of)
      expect(excused, `undefined because ${measured.reason}, but fairlearn says ${value}`).toBe(true)
      return
    }
    expect(value).not.toBeNull()
    expect(Math.abs(measured.value - value!)).toBeLessThanOrEqual(1e-12)
    expect(measured.interval[0]).toBeLessThanOrEqual(measured.value)
    expect(measured.interval[1]).toBeGreaterThanOrEqual(measured.value)
  })
})

describe('weights', () => {
  it('that are all equal count as the rows', () => {
    const rows = Uint32Array.from([0, 1, 2, 3])
    const predictions: BinaryPredictions = {
      task: 'binary',
      rows: 4,
      labels: Uint8Array.from([0, 1, 1, 0]),
      predicted: Uint8Array.from([1, 1, 0, 0]),
      weights: Float64Array.from([2, 2, 2, 2]),
    }
    expect(groupRates(predictions, rows).selection_rate).toEqual({ hits: 2, trials: 4 })
  })

  it('that hang on one row leave the certainty of one row', () => {
    const predictions: BinaryPredictions = {
      task: 'binary',
      rows: 3,
      labels: Uint8Array.from([1, 1, 1]),
      predicted: Uint8Array.from([1, 0, 0]),
      weights: Float64Array.from([1000, 1, 1]),
    }
    const { selection_rate: share } = groupRates(predictions, Uint32Array.from([0, 1, 2]))
    expect(share!.trials).toBeCloseTo(1, 2)
  })
})

describe('rows that depend on each other', () => {
  /** Clusters of ten rows that are all predicted alike. */
  const alike = (clusters: number): BinaryPredictions => ({
    task: 'binary',
    rows: 10 * clusters,
    labels: new Uint8Array(10 * clusters).fill(1),
    predicted: Uint8Array.from({ length: 10 * clusters }, (_, i) => Math.floor(i / 10) % 2),
    dependence: [
      {
        kind: 'clusters',
        part: Uint32Array.from({ length: 10 * clusters }, (_, i) => Math.floor(i / 10)),
        parts: clusters,
        independent: clusters,
      },
    ],
  })
  const rowsOf = ({ rows }: BinaryPredictions) => Uint32Array.from({ length: rows }, (_, row) => row)

  it('count as their clusters where these are all of one kind', () => {
    const predictions = alike(40)
    const { selection_rate: share } = groupRates(predictions, rowsOf(predictions))
    expect(share!.hits / share!.trials).toBeCloseTo(0.5, 12)
    expect(share!.trials).toBeCloseTo(39, 9)
  })

  it('never count as more than they are', () => {
    const predictions = alike(40)
    const mixed = { ...predictions, predicted: predictions.predicted!.map((_, i) => i % 2) }
    expect(groupRates(mixed, rowsOf(mixed)).selection_rate!.trials).toBeLessThanOrEqual(400)
  })

  it('of one cluster are worth one row', () => {
    const predictions = alike(40)
    expect(groupRates(predictions, Uint32Array.from([0, 1, 2])).selection_rate!.trials).toBe(1)
  })
})
