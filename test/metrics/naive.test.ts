import { describe, expect, it, test } from 'vitest'
import { metricNamed } from '../../src/metrics/catalogue.ts'
import { naiveOf } from '../../src/metrics/naive.ts'
import type { BinaryPredictions, MulticlassPredictions, Predictions } from '../../src/metrics/predictions.ts'

const beside = (name: string, predictions: Predictions) => naiveOf(predictions, metricNamed(name)!, 'a seed')

/** 100 rows, 30 of them positive; wrong on every tenth. */
const binary: BinaryPredictions = {
  task: 'binary',
  rows: 100,
  labels: Uint8Array.from({ length: 100 }, (_, i) => (i < 30 ? 1 : 0)),
  predicted: Uint8Array.from({ length: 100 }, (_, i) => (i % 10 === 0 ? (i < 30 ? 0 : 1) : i < 30 ? 1 : 0)),
  score: Float64Array.from({ length: 100 }, (_, i) => ((i % 10 === 0) !== i < 30 ? 0.7 : 0.1) + (i % 7) / 50),
}

describe('a naive model of two classes', () => {
  test.each([
    ['accuracy', 0.7, 'always says the negative class'],
    ['balanced_accuracy', 0.5, 'always says the negative class'],
    ['f1', (2 * 0.3) / 1.3, 'always says the positive class'],
    ['precision', 0.3, 'always says the positive class'],
    ['roc_auc', 0.5, 'says the shares of the classes for every row'],
    ['average_precision', 0.3, 'says the shares of the classes for every row'],
    [
      'log_loss',
      -(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7)),
      'says the shares of the classes for every row',
    ],
    ['brier', 0.21, 'says the shares of the classes for every row'],
    ['mcc', 0, 'always says one class'],
    ['cohen_kappa', 0, 'always says the negative class'],
  ])('has %s %d', (name, value, does) => {
    const naive = beside(name, binary)
    expect(naive).toMatchObject({ value: expect.closeTo(value, 12), does })
    const { difference } = naive as Extract<typeof naive, { value: number }>
    const better = metricNamed(name)!.direction === 'higher' ? difference!.pHigher : difference!.pLower
    expect(better).toBeLessThan(0.01)
  })

  it('counts rows by their weight', () => {
    const weights = Float64Array.from(binary.labels, (label) => (label === 1 ? 10 : 1))
    expect(beside('accuracy', { ...binary, weights })).toMatchObject({
      value: expect.closeTo(300 / 370, 12),
      does: 'always says the positive class',
    })
  })
})

it('of several classes is the most frequent one', () => {
  const predictions: MulticlassPredictions = {
    task: 'multiclass',
    rows: 6,
    classes: ['a', 'b', 'c'],
    labels: Int32Array.from([0, 1, 1, 1, 2, 2]),
    predicted: Int32Array.from([0, 1, 1, 1, 2, 2]),
  }
  expect(beside('accuracy', predictions)).toMatchObject({ value: 0.5, does: 'always says "b"' })
})

describe('a naive model of numbers', () => {
  const labels = Float64Array.from([1, 2, 3, 4, 100])
  const predictions: Predictions = {
    task: 'regression',
    rows: 5,
    labels,
    predicted: Float64Array.from(labels),
  }

  test.each([
    ['mae', 20.2, 'always says the median of the labels'],
    ['mse', 1522, 'always says the mean of the labels'],
    ['r2', 0, 'always says the mean of the labels'],
    ['pinball_0.9', 11.64, 'always says the 0.9 quantile of the labels'],
  ])('has %s %d', (name, value, does) => {
    expect(beside(name, predictions)).toMatchObject({ value: expect.closeTo(value, 2), does })
  })

  it('counts rows by their weight in the median, too', () => {
    const weights = Float64Array.from([1, 1, 1, 1, 6])
    expect(beside('mae', { ...predictions, weights })).toMatchObject({
      value: expect.closeTo((99 + 98 + 97 + 96) / 10, 12),
      does: 'always says the median of the labels',
    })
    expect(beside('pinball_0.3', { ...predictions, weights })).toMatchObject({
      value: expect.closeTo((0.7 * (2 + 1) + 0.3 * (1 + 6 * 97)) / 10, 12),
    })
  })
})
