import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../../src/metrics/catalogue.ts'
import { rowDraws } from '../../../src/metrics/compare/resampled-rows.ts'
import { computeMetrics } from '../../../src/metrics/compute.ts'
import { interpret } from '../../../src/metrics/interpret/interpret.ts'
import { intervalsOf } from '../../../src/metrics/intervals/intervals-of.ts'
import { withPrior } from '../../../src/metrics/intervals/prior-cells.ts'
import { basicInterval, drawnInterval, rankingInterval } from '../../../src/metrics/intervals/resampled.ts'
import type { Predictions } from '../../../src/metrics/predictions.ts'
import { wilsonInterval } from '../../../src/stats/wilson.ts'
import { twoModels } from '../two-models.ts'

const metrics = (names: readonly string[]) => names.map((name) => metricNamed(name)!)
const boundsOf = (predictions: Predictions, ...names: string[]) => intervalsOf(predictions, metrics(names))
const binary = (labels: readonly number[], predicted: readonly number[], score: readonly number[] = labels) =>
  interpret(
    {
      rows: labels.length,
      labels: labels.map(String),
      predicted: predicted.map(String),
      score: Float64Array.from(score),
    },
    { task: 'binary', positive: '1' },
    'test',
  )

/** A normal quantile, by which a one-sided bound of 95% lies away. */
const z = 1.6448536269514722
const logit = (p: number) => Math.log(p / (1 - p))
const logistic = (x: number) => 1 / (1 + Math.exp(-x))

describe('a share of rows', () => {
  // Three found, two missed, one wrong, four rightly left.
  const counted = binary([1, 1, 1, 1, 1, 0, 0, 0, 0, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0])

  it("has Wilson's bounds, of those rows that its metric counts", () => {
    const { accuracy, recall, precision, f1 } = boundsOf(counted, 'accuracy', 'recall', 'precision', 'f1')
    const ofShare = ({ low, high }: { low: number; high: number }) => [low, high]
    expect(ofShare(accuracy!)).toEqual(wilsonInterval(7, 10, 0.9))
    expect(ofShare(recall!)).toEqual(wilsonInterval(3, 5, 0.9))
    expect(ofShare(precision!)).toEqual(wilsonInterval(3, 4, 0.9))
    // F1 = 2J / (1 + J), J being the three found of the six that are positive or said to be.
    expect(ofShare(f1!)).toEqual(wilsonInterval(3, 6, 0.9).map((share) => (2 * share) / (1 + share)))
  })

  it('has none where no row is counted', () => {
    expect(Object.keys(boundsOf(binary([0, 0], [1, 0]), 'recall', 'precision', 'f1'))).toEqual([
      'precision',
      'f1',
    ])
    expect(boundsOf(binary([0, 0], [0, 0]), 'recall', 'precision', 'f1')).toEqual({})
  })
})

describe('an area under the curve', () => {
  it("has bounds of DeLong's variance on the scale of the logit", () => {
    const { roc_auc } = boundsOf(
      binary([1, 1, 1, 0, 0, 0], [1, 1, 1, 0, 0, 0], [0.8, 0.4, 0.9, 0.5, 0.3, 0.1]),
      'roc_auc',
    )
    // Of nine pairs one is wrong; each kind's rows win 1, 2/3 and 1 of them, a variance of 1/27.
    const area = 8 / 9
    const distance = (z * Math.sqrt(1 / 81 + 1 / 81)) / (area * (1 - area))
    expect(roc_auc!.method).toBe('delong')
    expect(roc_auc!.low).toBeCloseTo(logistic(Math.log(8) - distance), 9)
    expect(roc_auc!.high).toBeCloseTo(logistic(Math.log(8) + distance), 9)
  })

  it('that is all wrong may be a little less wrong', () => {
    const { roc_auc } = boundsOf(
      binary([1, 1, 0, 0, 0], [0, 0, 1, 1, 1], [0.1, 0.2, 0.8, 0.9, 0.7]),
      'roc_auc',
    )
    expect(roc_auc).toEqual({ method: 'wilson', low: 0, high: wilsonInterval(0, 2, 0.9)[1] })
  })

  it.each([
    [
      [1, 0, 0, 0],
      [0.9, 0.1, 0.2, 0.95],
    ],
    [
      [1, 1, 1, 0],
      [0.9, 0.1, 0.2, 0.5],
    ],
  ])('of one row alone of a class has none: %j', (labels, score) => {
    expect(boundsOf(binary(labels, labels, score), 'roc_auc')).toEqual({})
  })

  it('over classes is bounded around its own mean, weighted by their rows or not', () => {
    const [{ scores, ...rows }] = twoModels('multiclass', 200, 'uneven areas')
    // Of class c few rows are left, and the two others are not told apart in every third row.
    const kept = rows.labels.flatMap((label, row) => (label !== 'c' || row % 4 === 0 ? [row] : []))
    const uneven = interpret(
      {
        rows: kept.length,
        labels: kept.map((row) => rows.labels[row]!),
        predicted: kept.map((row) => rows.predicted![row]!),
        scores: Object.fromEntries(
          Object.entries(scores!).map(([name, values]) => [
            name,
            Float64Array.from(kept, (row) =>
              name === 'c' || row % 3 > 0 ? values[row]! : (scores!.a![row]! + scores!.b![row]!) / 2,
            ),
          ]),
        ),
      },
      { task: 'multiclass' },
      'test',
    )
    const names = ['roc_auc_ovr', 'roc_auc_ovr_weighted', 'roc_auc_ovo', 'roc_auc_ovo_weighted']
    const { metrics: values } = computeMetrics(uneven, metrics(names))
    const bounds = boundsOf(uneven, ...names)
    expect(new Set(Object.values(values)).size).toBe(4)
    for (const name of names) {
      const { low, high } = bounds[name]!
      expect((logit(low) + logit(high)) / 2, name).toBeCloseTo(logit(values[name]!), 9)
      expect(high - low, name).toBeGreaterThan(0.02)
      expect(high - low, name).toBeLessThan(0.2)
    }
  })
})

describe('bounds by draws of rows', () => {
  const rows = 40
  /** A mean of what the drawn rows hold, between 0 and 1. */
  const mean = (values: (row: number) => number) => (times: Uint16Array) =>
    times.reduce((sum, count, row) => sum + count * values(row), 0) / rows
  const share = mean((row) => (row % 4 === 0 ? 0 : 1))

  it('are the fifth and the ninety-fifth of a hundred draws, the same every time', () => {
    const draw = rowDraws(rows, 'seed')
    const drawn = Array.from({ length: 2000 }, () => share(draw())).sort((a, b) => a - b)
    const { low, high, method } = drawnInterval(rows, share, 'seed')!
    expect(method).toBe('bootstrap')
    expect(drawn[98]!).toBeLessThanOrEqual(low)
    expect(drawn[101]!).toBeGreaterThanOrEqual(low)
    expect(drawn[1898]!).toBeLessThanOrEqual(high)
    expect(drawn[1901]!).toBeGreaterThanOrEqual(high)
  })

  it('of a sum of distances take off what draws add, and never the value nor what is below 0', () => {
    const drawn = drawnInterval(rows, share, 'seed')!
    expect(basicInterval(rows, share, 'seed')).toEqual({
      method: 'bootstrap',
      low: 2 * 0.75 - drawn.high,
      high: 2 * 0.75 - drawn.low,
    })
    // A draw of rows holds some twice: of what counts those the value on all rows is the least.
    const doubled = (times: Uint16Array) => times.reduce((sum, count) => sum + Number(count > 1), 0) / rows
    expect(basicInterval(rows, doubled, 'seed')).toEqual({ method: 'bootstrap', low: 0, high: 0 })
    const rare = mean((row) => Number(row === 0))
    expect(basicInterval(rows, rare, 'seed')!.low).toBe(0)
    expect(basicInterval(rows, () => 0.5, 'seed')).toBeUndefined()
  })

  it('of a ranking are never narrower than on the scale of the logit, nor than those of the draws', () => {
    const drawn = drawnInterval(rows, share, 'seed')!
    const { low, high } = rankingInterval(rows, share, 'seed')!
    // Student's t of 39 degrees of freedom; the spread is that of the draws, brought to the logit's scale.
    const distance = (1.684875 * (drawn.high - drawn.low)) / (2 * z) / (0.75 * 0.25)
    expect(low).toBeCloseTo(Math.min(drawn.low, logistic(Math.log(3) - distance)), 5)
    expect(high).toBeCloseTo(Math.max(drawn.high, logistic(Math.log(3) + distance)), 5)
    expect(low).toBeLessThan(drawn.low)
    const whole = (times: Uint16Array) => (times.every((count) => count === 1) ? 1 : share(times))
    expect(rankingInterval(rows, whole, 'seed')).toEqual(drawnInterval(rows, whole, 'seed'))
  })
})

describe('cells of a confusion table', () => {
  const cells = (label: number[], guess: number[], counts: number[], classes = 4) => ({
    classes,
    label,
    guess,
    before: guess,
    counts: Float64Array.from(counts),
  })
  const listed = ({ label, guess, counts }: ReturnType<typeof withPrior>) =>
    label.map((one, i) => [one, guess[i], counts[i]])

  it('are given half a row where a class with rows is right, and half where it is taken for the next that has some', () => {
    const given = withPrior(cells([0, 0, 2], [0, 1, 2], [3, 1, 5]))
    expect(listed(given)).toEqual([
      [0, 0, 3.5],
      [0, 1, 1],
      [2, 2, 5.5],
      [0, 2, 0.5],
      [2, 0, 0.5],
    ])
    expect(given.before).toEqual(given.guess)
    expect(given.classes).toBe(4)
  })

  it('of one class alone are taken for the class beside it', () => {
    expect(listed(withPrior(cells([3], [3], [2])))).toEqual([
      [3, 3, 2.5],
      [3, 0, 0.5],
    ])
  })
})

describe('numbers', () => {
  const [rows] = twoModels('regression', 80, 'bounds of numbers')
  const numbers = interpret(rows, { task: 'regression' }, 'test')

  it('have bounds of the root that are the roots of the bounds', () => {
    const { mse, rmse } = boundsOf(numbers, 'mse', 'rmse')
    expect(rmse!.low).toBeCloseTo(Math.sqrt(mse!.low), 12)
    expect(rmse!.high).toBeCloseTo(Math.sqrt(mse!.high), 12)
  })

  it('have the same bounds where all weigh alike', () => {
    const names = ['mae', 'mse', 'r2', 'explained_variance']
    const weighted = { ...numbers, weights: new Float64Array(80).fill(2) }
    const bounds = boundsOf(numbers, ...names)
    expect(Object.keys(bounds)).toEqual(names)
    for (const [name, { low, high }] of Object.entries(bounds)) {
      const same = boundsOf(weighted, name)[name]!
      expect(same.low, name).toBeCloseTo(low, 9)
      expect(same.high, name).toBeCloseTo(high, 9)
    }
  })

  it('are one minus the error in units of the variance, where that is all there is to say', () => {
    // An error of 1 in every row, labels of variance 1.25: all errors are 1, and the ratio alone varies.
    const even = interpret(
      { rows: 4, labels: ['1', '2', '3', '4'], predicted: ['2', '3', '4', '5'] },
      { task: 'regression' },
      'test',
    )
    const { r2 } = boundsOf(even, 'r2')
    expect(r2!.method).toBe('student')
    expect(r2!.low).toBeLessThan(1 - 1 / 1.25)
    expect(r2!.high).toBeGreaterThan(1 - 1 / 1.25)
  })

  it('that never vary explain no variance, and have no bounds of it', () => {
    const constant = interpret(
      { rows: 3, labels: ['1', '1', '1'], predicted: ['1', '2', '3'] },
      { task: 'regression' },
      'test',
    )
    expect(boundsOf(constant, 'r2')).toEqual({})
  })
})

describe('bounds of a metric', () => {
  it('are left out of another task, and where its column is missing or faulty', () => {
    const unscored = interpret(
      { rows: 4, labels: ['1', '1', '0', '0'], predicted: ['1', '1', '0', '1'] },
      { task: 'binary' },
      'test',
    )
    expect(Object.keys(boundsOf(unscored, 'roc_auc', 'mae', 'ndcg', 'accuracy'))).toEqual(['accuracy'])
    const faulty = interpret(
      { rows: 2, labels: ['1', '0'], predicted: ['1', 'perhaps'] },
      { task: 'binary' },
      'test',
    )
    expect(boundsOf(faulty, 'accuracy')).toEqual({})
  })
})
