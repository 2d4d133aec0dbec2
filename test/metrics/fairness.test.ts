import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { type DisparityName, disparityOf } from '../../src/metrics/fairness/disparities.ts'
import { type GroupRates, groupRates } from '../../src/metrics/fairness/group-rates.ts'
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

describe('the groups that a disparity is of', () => {
  const group = (name: string, truePositive: number, falsePositive: number) => {
    const share = (value: number) => ({ hits: 100 * value, trials: 100 })
    const rates: GroupRates = {
      selection_rate: share(truePositive),
      true_positive_rate: share(truePositive),
      false_positive_rate: share(falsePositive),
    }
    return { name, rates }
  }
  const extremesOf = (name: DisparityName, groups: ReturnType<typeof group>[]) => {
    const found = disparityOf(name, groups)
    if ('reason' in found) throw new Error(found.reason)
    return found.extremes
  }

  it('are those that lie furthest apart, by the rate that does', () => {
    const groups = [group('b', 0.8, 0.6), group('a', 0.9, 0.2), group('c', 0.85, 0.4)]
    expect(extremesOf('equalized_odds_difference', groups)).toEqual({
      rate: 'false_positive_rate',
      lowest: { group: 'a', value: 0.2 },
      highest: { group: 'b', value: 0.6 },
    })
    expect(extremesOf('equalized_odds_difference', [group('a', 0.9, 0.2), group('b', 0.3, 0.4)]).rate).toBe(
      'true_positive_rate',
    )
  })

  it('are of the smallest ratio, which another rate can have', () => {
    const groups = [group('a', 0.9, 0.1), group('b', 0.2, 0.12)]
    expect(extremesOf('equalized_odds_ratio', groups)).toMatchObject({
      rate: 'true_positive_rate',
      lowest: { group: 'b' },
    })
    const rare = [group('a', 0.9, 0.01), group('b', 0.5, 0.02)]
    expect(extremesOf('equalized_odds_difference', rare).rate).toBe('true_positive_rate')
    expect(extremesOf('equalized_odds_ratio', rare).rate).toBe('false_positive_rate')
  })

  it('are the first of equals', () => {
    const groups = [
      group('a', 0.25, 0.25),
      group('b', 0.75, 0.75),
      group('c', 0.25, 0.25),
      group('d', 0.75, 0.75),
    ]
    expect(extremesOf('equalized_odds_difference', groups)).toEqual({
      rate: 'true_positive_rate',
      lowest: { group: 'a', value: 0.25 },
      highest: { group: 'b', value: 0.75 },
    })
  })

  it('are at least two', () => {
    expect(disparityOf('demographic_parity_ratio', [])).toEqual({ reason: 'there is no group to compare' })
    expect(disparityOf('demographic_parity_ratio', [group('a', 1, 1)])).toEqual({
      reason: 'there is one group only, and nothing to compare it with',
    })
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

test('a rate is absent where no row with a weight has a label of it', () => {
  const predictions: BinaryPredictions = {
    task: 'binary',
    rows: 3,
    labels: Uint8Array.from([0, 0, 1]),
    predicted: Uint8Array.from([1, 0, 1]),
    weights: Float64Array.from([1, 1, 0]),
  }
  expect(groupRates(predictions, Uint32Array.from([0, 1, 2]))).toEqual({
    selection_rate: { hits: 1, trials: 2 },
    false_positive_rate: { hits: 1, trials: 2 },
  })
  const { weights: _, ...unweighted } = predictions
  expect(groupRates(unweighted, Uint32Array.from([0, 1]))).toEqual({
    selection_rate: { hits: 1, trials: 2 },
    false_positive_rate: { hits: 1, trials: 2 },
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

  it('that are all predicted alike count as one for each cluster, as does a cluster alone', () => {
    const ones = { ...alike(40), predicted: new Uint8Array(400).fill(1) }
    expect(groupRates(ones, rowsOf(ones)).selection_rate!.trials).toBe(40)
    const mixed = { ...alike(40), predicted: Uint8Array.from({ length: 400 }, (_, i) => (i === 0 ? 1 : 0)) }
    expect(groupRates(mixed, Uint32Array.from([0, 1, 2])).selection_rate!.trials).toBe(1)
    expect(groupRates(alike(2), rowsOf(alike(2))).selection_rate!.trials).toBeCloseTo(1, 12)
  })

  it('count as their clusters too where one in three is predicted positive, weighed or not', () => {
    const third = {
      ...alike(12),
      predicted: Uint8Array.from({ length: 120 }, (_, i) => (Math.floor(i / 10) % 3 ? 0 : 1)),
    }
    expect(groupRates(third, rowsOf(third)).selection_rate!.trials).toBeCloseTo(11, 9)
    const weighed = { ...third, weights: new Float64Array(120).fill(2) }
    const { hits, trials } = groupRates(weighed, rowsOf(weighed)).selection_rate!
    expect([hits / trials, trials]).toEqual([expect.closeTo(1 / 3, 12), expect.closeTo(11, 9)])
  })
})
