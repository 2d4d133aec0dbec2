import { describe, expect, it } from 'vitest'
import { curvesOf } from '../../../src/metrics/curves/curves-of.ts'
import { curvesSchema } from '../../../src/record/curves.ts'
import { area, sum } from './rows-of.ts'

describe('curves of other tasks', () => {
  it('of many classes are of the most frequent, and the matrix folds the rest', () => {
    const classes = Array.from({ length: 30 }, (_, i) => `class ${i}`)
    const labels = Int32Array.from({ length: 900 }, (_, i) => Math.floor(Math.sqrt(i)))
    const { confusion } = curvesOf(
      { task: 'multiclass', classes, rows: 900, labels, predicted: labels },
      undefined,
    )!
    expect(confusion!.classes).toEqual([...classes.slice(19), 'all others'])
    expect(sum(confusion!.counts.flat())).toBe(900)
    expect(sum(confusion!.counts.map((row, i) => row[i]!))).toBe(900)
  })

  const threeRows = {
    task: 'multiclass' as const,
    rows: 3,
    labels: Int32Array.of(0, 1, 1),
    predicted: Int32Array.of(0, 1, 0),
  }

  it('of a ranking are none, and of one class there is no matrix', () => {
    expect(
      curvesOf(
        {
          task: 'ranking',
          rows: 1,
          labels: Float64Array.of(1),
          score: Float64Array.of(1),
          query: Uint32Array.of(0),
          queries: 1,
        },
        undefined,
      ),
    ).toBeUndefined()
    const alone = {
      ...threeRows,
      classes: ['a'],
      labels: Int32Array.of(0, 0, 0),
      predicted: Int32Array.of(0, 0, 0),
    }
    expect(curvesOf(alone, undefined)).toEqual({ rows: 3 })
  })

  it('leave a prediction of no known class out of the matrix, wherever it lies', () => {
    const counts = (predicted: number[]) =>
      curvesOf({ ...threeRows, classes: ['a', 'b'], predicted: Int32Array.from(predicted) }, undefined)!
        .confusion!.counts
    expect(counts([0, 1, 0])).toEqual([
      [1, 0],
      [1, 1],
    ])
    expect(counts([0, -1, 2])).toEqual([
      [1, 0],
      [0, 0],
    ])
  })

  it('name twelve classes in the matrix, and of thirteen the eleven that most rows have', () => {
    const of = (classes: number) => {
      const labels = Int32Array.from({ length: 2 * classes - 2 }, (_, i) => Math.floor((i + 2) / 2))
      const names = Array.from({ length: classes }, (_, i) => `class ${i}`)
      return curvesOf(
        { task: 'multiclass', classes: names, rows: labels.length, labels, predicted: labels },
        undefined,
      )!.confusion!.classes
    }
    expect(of(12)).toEqual(Array.from({ length: 12 }, (_, i) => `class ${i}`))
    expect(of(13)).toEqual([...Array.from({ length: 11 }, (_, i) => `class ${i + 1}`), 'all others'])
  })

  it('are drawn of the six classes with the most rows, each against the rest', () => {
    // Class 0 has the fewest rows, class 7 the most; 2 and 3 as many.
    const sizes = [1, 2, 4, 4, 5, 6, 7, 8]
    const labels = Int32Array.from(sizes.flatMap((size, c) => new Array<number>(size).fill(c)))
    const classes = sizes.map((_, c) => `class ${c}`)
    // Every row is surest of its own class, but those of class 4, of which the scores say the reverse.
    const scores = sizes.map((_, c) =>
      Float64Array.from(labels, (label) => ((label === c) === (c === 4) ? 0.05 : 0.9)),
    )
    const given = { task: 'multiclass' as const, classes, rows: labels.length, labels, scores }
    const drawn = curvesOf(given, undefined)!.classes!
    expect(drawn.map(({ name, rows }) => [name, rows])).toEqual(
      [2, 3, 4, 5, 6, 7].map((c) => [`class ${c}`, sizes[c]]),
    )
    for (const { name, roc } of drawn) expect(area(roc), name).toBe(name === 'class 4' ? 0 : 1)
  })

  it.each([
    ['there are none', undefined],
    ['a class has none', [Float64Array.of(1, 0, 0)]],
    ['one is no number', [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, Number.NaN)]],
  ])('show the matrix alone where of the scores %s', (_what, scores) => {
    const curves = curvesOf({ ...threeRows, classes: ['a', 'b'], ...(scores && { scores }) }, undefined)!
    expect(Object.keys(curves)).toEqual(['rows', 'confusion'])
  })

  it('of classes by their probabilities say how often the surest was right', () => {
    const scores = [Float64Array.of(0.9, 0.4, 0.8), Float64Array.of(0.1, 0.6, 0.2)]
    const { calibration } = curvesOf({ ...threeRows, classes: ['a', 'b'], scores }, undefined)!
    expect(calibration).toEqual([
      { said: 0.6, right: 1, rows: 1 },
      { said: 0.8, right: 0, rows: 1 },
      { said: 0.9, right: 1, rows: 1 },
    ])
  })

  const numbers = (labels: readonly number[], predicted: readonly number[]) => ({
    task: 'regression' as const,
    rows: labels.length,
    labels: Float64Array.from(labels),
    predicted: Float64Array.from(predicted),
  })

  it('of numbers reach as far to either side as all but one in a hundred residuals', () => {
    const { residuals } = curvesOf(numbers([10, 10, 10, 10, 10], [10, 10.5, 9.5, 12, 11]), undefined)!
    const { edges, counts, below, above } = residuals!
    expect(edges).toHaveLength(41)
    expect(edges[0]).toBeCloseTo(-1.98, 6)
    expect(edges[1]! - edges[0]!).toBeCloseTo((2 * 1.98) / 40, 6)
    expect(edges.at(-1)).toBeCloseTo(1.98, 6)
    // One of -2 lies beyond; -1, -0.5, 0 and 0.5 in their bins.
    expect([below, above]).toEqual([1, 0])
    expect(counts.flatMap((count, bin) => (count > 0 ? [[bin, count]] : []))).toEqual([
      [9, 1],
      [14, 1],
      [20, 1],
      [25, 1],
    ])
  })

  it('of numbers hold what lies on the outermost edges, and count what lies beyond', () => {
    const predicted = [3, 2, 0, -2, -3, -4]
    const { residuals } = curvesOf(
      numbers(
        predicted.map(() => 0),
        predicted,
      ),
      undefined,
      {
        rows: 1,
        residuals: { edges: [-2, -1, 0, 1, 2], counts: [0, 0, 0, 0], below: 0, above: 0, parts: [] },
      },
    )!
    expect(residuals).toMatchObject({ counts: [1, 0, 1, 1], below: 1, above: 2 })
    const reversed = curvesOf(numbers([0, 0], [1, 1]), undefined, { rows: 1 })!
    expect(reversed.residuals!.edges[0]).toBe(-1)
  })

  it('of numbers without an error are drawn from -1 to 1', () => {
    const { edges, counts } = curvesOf(numbers([1, 2], [1, 2]), undefined)!.residuals!
    expect([edges[0], edges.at(-1)]).toEqual([-1, 1])
    expect(counts[20]).toBe(2)
  })

  it('of numbers leave out rows that are none, and are none where no row is one', () => {
    const { residuals, rows } = curvesOf(
      numbers([1, 2, 3], [1, Number.NaN, Number.POSITIVE_INFINITY]),
      undefined,
    )!
    expect(rows).toBe(3)
    expect(sum(residuals!.counts)).toBe(1)
    expect(curvesOf(numbers([1], [Number.NaN]), undefined)).toBeUndefined()
  })

  it('of numbers go with the prediction, in parts of as many rows', () => {
    // Predictions 0 to 10 in a jumble; the residual of each is ten times the prediction.
    const predicted = [7, 0, 10, 3, 9, 1, 5, 4, 8, 2, 6]
    const { parts } = curvesOf(
      numbers(
        predicted.map((one) => 11 * one),
        predicted,
      ),
      undefined,
    )!.residuals!
    expect(parts).toEqual([
      { predicted: 2, low: 4, median: 20, high: 36 },
      { predicted: 7.5, low: 55, median: 75, high: 95 },
    ])
    const many = Array.from({ length: 500 }, (_, i) => i)
    expect(curvesOf(numbers(many, many), undefined)!.residuals!.parts).toHaveLength(20)
    expect(curvesOf(numbers([1, 2], [1, 2]), undefined)!.residuals!.parts).toEqual([])
  })

  it('of numbers count each residual once, in the bins of the model that they stand beside', () => {
    const rows = 200
    const labels = Float64Array.from({ length: rows }, (_, i) => i)
    const off = (by: number) => ({
      task: 'regression' as const,
      rows,
      labels,
      predicted: labels.map((label, i) => label + by * Math.sin(i)),
    })
    const here = curvesSchema.parse(curvesOf(off(1), undefined))
    const there = curvesSchema.parse(curvesOf(off(3), undefined, here))
    expect(there.residuals!.edges).toEqual(here.residuals!.edges)
    for (const { residuals } of [here, there])
      expect(sum(residuals!.counts) + residuals!.below + residuals!.above).toBe(rows)
    expect(there.residuals!.below).toBeGreaterThan(here.residuals!.below)
    for (const { low, median, high } of here.residuals!.parts) {
      expect(low).toBeLessThanOrEqual(median)
      expect(median).toBeLessThanOrEqual(high)
    }
  })
})
