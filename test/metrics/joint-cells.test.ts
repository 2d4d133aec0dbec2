import { expect, it } from 'vitest'
import { jointCells } from '../../src/metrics/compare/joint-cells.ts'
import type { MulticlassPredictions } from '../../src/metrics/predictions.ts'

const predictions = (classes: number, labels: number[], predicted: number[]): MulticlassPredictions => ({
  task: 'multiclass',
  classes: Array.from({ length: classes }, (_, i) => String(i)),
  rows: labels.length,
  labels: Int32Array.from(labels),
  predicted: Int32Array.from(predicted),
})

it('cells of a million classes are not taken for each other', () => {
  const last = 999_999
  const one = predictions(1_000_000, [last, last], [last, last])
  const other = predictions(1_000_000, [last, last], [last, last - 1])
  expect(jointCells(one, other).counts).toHaveLength(2)
})

it('cells come in the same order whatever the order of the rows', () => {
  const labels = [2, 0, 1, 0, 2]
  const guesses = [2, 0, 0, 0, 1]
  const before = [1, 0, 1, 2, 1]
  const backwards = (values: number[]) => [...values].reverse()
  expect(
    jointCells(
      predictions(3, backwards(labels), backwards(guesses)),
      predictions(3, backwards(labels), backwards(before)),
    ),
  ).toEqual(jointCells(predictions(3, labels, guesses), predictions(3, labels, before)))
})

it('cells of many classes are counted as those of few are', () => {
  const labels = [2, 0, 1, 0, 2, 2, 0, 1]
  const guesses = [2, 0, 0, 0, 1, 2, 1, 0]
  const before = [1, 0, 1, 2, 1, 1, 0, 0]
  const cellsOf = (classes: number) =>
    jointCells(predictions(classes, labels, guesses), predictions(classes, labels, before))
  const few = cellsOf(3)
  expect(few).toEqual({
    classes: 3,
    label: [0, 0, 0, 1, 1, 2, 2],
    guess: [0, 0, 1, 0, 0, 1, 2],
    before: [0, 2, 0, 0, 1, 1, 1],
    counts: Float64Array.of(1, 1, 1, 1, 1, 1, 2),
  })
  for (const classes of [32, 33, 1000]) expect(cellsOf(classes)).toEqual({ ...few, classes })
})
