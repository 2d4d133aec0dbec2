import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { metricNamed, metricsOf } from '../../src/metrics/catalogue.ts'
import { computeMetrics } from '../../src/metrics/compute.ts'
import type { BinaryPredictions, Predictions, RegressionPredictions } from '../../src/metrics/predictions.ts'

const binary = (labels: number[], predicted: number[], score?: number[]): BinaryPredictions => ({
  task: 'binary',
  rows: labels.length,
  labels: Uint8Array.from(labels),
  predicted: Uint8Array.from(predicted),
  ...(score && { score: Float64Array.from(score) }),
})

const numbers = (labels: number[], predicted: number[]): RegressionPredictions => ({
  task: 'regression',
  rows: labels.length,
  labels: Float64Array.from(labels),
  predicted: Float64Array.from(predicted),
})

function reasons(predictions: Predictions): Record<string, string> {
  const { undefined: without } = computeMetrics(predictions)
  return Object.fromEntries(without.map(({ metric, reason }) => [metric, reason]))
}

const allNames = (task: Predictions['task']) => metricsOf(task).map(({ name }) => name)

describe('what has no value is undefined and says why', () => {
  test('no rows', () => {
    for (const nothing of [binary([], [], []), numbers([], [])]) {
      expect(computeMetrics(nothing).metrics).toEqual({})
      expect(Object.keys(reasons(nothing))).toEqual(allNames(nothing.task))
      expect(new Set(Object.values(reasons(nothing)))).toEqual(new Set(['there are no rows']))
    }
  })

  test('a NaN among the predictions', () => {
    const found = reasons(numbers([1, 2, 3], [1, Number.NaN, 3]))
    expect(found.rmse).toBe('1 of 3 predicted values are missing or not finite')
    expect(Object.keys(found)).toEqual(allNames('regression'))
  })

  test('a NaN among the scores leaves the metrics of the predicted class', () => {
    const { metrics } = computeMetrics(binary([0, 1, 1], [0, 1, 1], [0.1, Number.NaN, 0.9]))
    expect(metrics.accuracy).toBe(1)
    expect(metrics).not.toHaveProperty('roc_auc')
    expect(metrics).not.toHaveProperty('log_loss')
  })

  test('no score', () => {
    expect(reasons(binary([0, 1], [0, 1])).roc_auc).toBe(
      'the predictions have no score: evaluate.columns.score names no column, and none is called score, probability or y_score',
    )
  })

  test('columns of another length', () => {
    const short = { ...binary([0, 1, 1], [0, 1]), rows: 3 }
    expect(reasons(short).accuracy).toBe('there are 2 predicted classes for 3 rows')
  })

  test('labels and predictions of no declared class', () => {
    const strays = {
      task: 'multiclass',
      rows: 2,
      classes: ['a', 'b'],
      labels: Int32Array.of(0, 1),
      predicted: Int32Array.of(0, 2),
    } as const
    expect(reasons(strays).accuracy).toBe('1 of 2 predicted classes are missing or of no declared class')
    const unlabelled = { ...strays, labels: Int32Array.of(-1, 1), predicted: Int32Array.of(0, 1) }
    expect(reasons(unlabelled).accuracy).toBe('1 of 2 labels are missing or of no declared class')
  })

  test.each([
    [[0, 0], 'all weights are 0'],
    [[-1, 2], 'a weight is negative'],
    [[Number.NaN, 1], '1 of 2 weights are missing or not finite'],
    [[1], 'there are 1 weights for 2 rows'],
    [[1e-80, 1e-80], 'the weights are too large or too small to be summed'],
    [[1e80, 1], 'the weights are too large or too small to be summed'],
  ])('weights %j', (weights, reason) => {
    const weighted = { ...binary([0, 1], [0, 1]), weights: Float64Array.from(weights) }
    expect(reasons(weighted).accuracy).toBe(reason)
    expect(computeMetrics(weighted).metrics).toEqual({})
  })

  test('scores that are missing, of another number of classes, or of one', () => {
    const nothing = new Float64Array(2).fill(Number.NaN)
    const half = new Float64Array(2).fill(0.5)
    const of = (scores?: Float64Array[], classes = ['a', 'b']) => {
      const labels = Int32Array.of(0, 0)
      return reasons({ task: 'multiclass', rows: 2, classes, labels, ...(scores && { scores }) }).roc_auc_ovr
    }
    expect(of()).toBe('the predictions have no scores')
    expect(of([half, nothing])).toBe('2 of 2 scores are missing or not finite')
    expect(of([half])).toBe('there are 1 columns of scores for 2 classes')
    expect(of([half], ['a'])).toBe('there are fewer than two classes')
    expect(reasons(binary([0, 1], [0, 1], [0.5, Number.NaN])).roc_auc).toBe(
      '1 of 2 scores are missing or not finite',
    )
    const unpredicted = { task: 'binary', rows: 1, labels: Uint8Array.of(1) } as const
    expect(reasons(unpredicted).accuracy).toBe('the predictions have no predicted class')
  })

  test('rankings whose rows are no numbers, of unequal weight or of negative relevance', () => {
    const of = (more: object) =>
      reasons({
        task: 'ranking',
        rows: 3,
        labels: Float64Array.of(1, 0, 1),
        score: Float64Array.of(1, 2, 3),
        query: Uint32Array.of(0, 0, 1),
        queries: 2,
        ...more,
      }).mrr
    expect(of({ labels: Float64Array.of(1, 0, Number.NaN) })).toBe('1 of 3 labels are missing or not finite')
    expect(of({ score: Float64Array.of(1, 2, Number.NaN) })).toBe('1 of 3 scores are missing or not finite')
    expect(of({ labels: Float64Array.of(1, -1, 0) })).toBe('a label, the relevance of a row, is negative')
    expect(of({ labels: Float64Array.of(0, 0, 0) })).toBe('no row of any query is relevant')
    expect(of({ weights: Float64Array.of(1, 2, 2) })).toBe('rows of one query differ in weight')
    expect(of({ weights: Float64Array.of(1, 1, 2) })).toBeUndefined()
  })

  test('one class of labels', () => {
    const found = reasons(binary([0, 0, 0], [0, 1, 0], [0.1, 0.7, 0.2]))
    expect(found.roc_auc).toBe('no row is positive')
    expect(found.average_precision).toBe('no row is positive')
    expect(found.recall).toBe('the positive class has no rows')
    expect(found.mcc).toBe('the labels or the predictions hold one class only')
  })

  test('scores that would be a perfect log loss but are no distribution', () => {
    const ones = new Float64Array(3).fill(1)
    const found = reasons({
      task: 'multiclass',
      rows: 3,
      classes: ['a', 'b', 'c'],
      labels: Int32Array.of(0, 1, 2),
      scores: [ones, ones, ones],
    })
    expect(found.log_loss).toBe('the scores of 3 of 3 rows do not sum to 1')
    expect(found.brier).toBe('the scores of 3 of 3 rows do not sum to 1')
  })

  test.each([
    [-0.1, 1.1],
    [1.2, -0.2],
    [0.5, Number.MAX_VALUE],
  ])('scores of which one is no probability: %d', (one, other) => {
    const found = reasons({
      task: 'multiclass',
      rows: 2,
      classes: ['a', 'b'],
      labels: Int32Array.of(0, 1),
      scores: [Float64Array.of(one, 0), Float64Array.of(other, 1)],
    })
    expect(found.log_loss).toBe('the scores of 1 of 2 rows are no probabilities')
    expect(reasons(binary([0, 1], [0, 1], [one, 0.5])).log_loss).toBe(
      one === 0.5 ? undefined : 'the scores of 1 of 2 rows are no probabilities',
    )
  })

  test('values too large to square', () => {
    const { metrics } = computeMetrics(numbers([1e200, 0], [-1e200, 0]))
    expect(metrics.mae).toBe(1e200)
    expect(metrics).not.toHaveProperty('rmse')
  })

  test('a metric of another task', () => {
    const { undefined: without } = computeMetrics(numbers([1, 2], [1, 2]), [metricNamed('accuracy')!])
    expect(without).toEqual([{ metric: 'accuracy', reason: 'a regression task has no accuracy' }])
  })
})

const rows = fc.array(fc.tuple(fc.nat(1), fc.nat(1), fc.integer({ min: 0, max: 10 }), fc.nat(5)), {
  minLength: 1,
})

const fromRows = (table: readonly (readonly number[])[]): BinaryPredictions => ({
  ...binary(
    table.map(([label]) => label!),
    table.map(([, predicted]) => predicted!),
    table.map(([, , score]) => score! / 10),
  ),
  weights: Float64Array.from(table, ([, , , weight]) => weight!),
})

const inUnit = [
  'accuracy',
  'balanced_accuracy',
  'precision',
  'recall',
  'f1',
  'roc_auc',
  'average_precision',
  'brier',
]

describe('whatever the predictions', () => {
  test('every metric is a finite number or undefined with a reason, never both', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const { metrics, undefined: without } = computeMetrics(fromRows(table))
        const names = [...Object.keys(metrics), ...without.map(({ metric }) => metric)]
        expect(names.sort()).toEqual(allNames('binary').sort())
        for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite)
        for (const { reason } of without) expect(reason).not.toBe('')
      }),
    )
  })

  test('shares lie between 0 and 1, correlations between -1 and 1', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const { metrics } = computeMetrics(fromRows(table))
        for (const [name, value] of Object.entries(metrics)) {
          if (inUnit.includes(name.replace(/_(macro|micro|weighted)$/, ''))) {
            expect(value, name).toBeGreaterThanOrEqual(0)
            expect(value, name).toBeLessThanOrEqual(1 + 1e-12)
          }
          if (name === 'mcc' || name === 'cohen_kappa')
            expect(Math.abs(value), name).toBeLessThanOrEqual(1 + 1e-12)
        }
      }),
    )
  })

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const forward = computeMetrics(fromRows(table))
        const backward = computeMetrics(fromRows(table.toReversed()))
        expect(backward.undefined).toEqual(forward.undefined)
        for (const [name, value] of Object.entries(forward.metrics)) {
          expect(backward.metrics[name], name).toBeCloseTo(value, 12)
        }
      }),
    )
  })

  test('a weight of 2 is the row given twice', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const { weights: _, ...repeated } = fromRows(
          table.flatMap((row) => Array.from({ length: row[3] }, () => row)),
        )
        const weighted = computeMetrics(fromRows(table))
        if (repeated.rows === 0) return
        for (const [name, value] of Object.entries(computeMetrics(repeated).metrics)) {
          expect(weighted.metrics[name], name).toBeCloseTo(value, 12)
        }
      }),
    )
  })

  test('turning the scores round turns the area under the curve round', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const forward = computeMetrics(fromRows(table)).metrics.roc_auc
        const round = table.map(([label, predicted, score, weight]) => [
          label!,
          predicted!,
          10 - score!,
          weight!,
        ])
        const turned = computeMetrics(fromRows(round)).metrics.roc_auc
        if (forward === undefined) expect(turned).toBeUndefined()
        else expect(turned).toBeCloseTo(1 - forward, 12)
      }),
    )
  })
})

test('no metric is named twice', () => {
  for (const task of ['binary', 'multiclass', 'regression'] as const) {
    expect(new Set(allNames(task)).size).toBe(allNames(task).length)
  }
})
