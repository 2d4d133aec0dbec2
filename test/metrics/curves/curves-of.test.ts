import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curvesOf } from '../../../src/metrics/curves/curves-of.ts'
import { thinned } from '../../../src/metrics/curves/thinned.ts'
import { rocAuc } from '../../../src/metrics/ranking.ts'
import { curvesSchema } from '../../../src/record/curves.ts'

const binary = (labels: number[], score: number[]) => ({
  task: 'binary' as const,
  rows: labels.length,
  labels: Uint8Array.from(labels),
  predicted: Uint8Array.from(score, (one) => (one >= 0.5 ? 1 : 0)),
  score: Float64Array.from(score),
  classes: ['no', 'yes'] as const,
})

const area = (points: readonly (readonly [number, number])[]) =>
  points.reduce((sum, [x, y], i) => {
    const [fromX, fromY] = points[i - 1] ?? [x, y]
    return sum + ((x - fromX) * (y + fromY)) / 2
  }, 0)

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

describe('curves of a binary task', () => {
  it('go through every threshold, the highest first', () => {
    const { classes, confusion, calibration } = curvesOf(binary([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.1]), 'yes')!
    expect(classes).toEqual([
      {
        name: 'yes',
        rows: 2,
        roc: [
          [0, 0],
          [0, 0.5],
          [0.5, 0.5],
          [0.5, 1],
          [1, 1],
        ],
        precision_recall: [
          [0.5, 1],
          [0.5, 0.5],
          [1, 0.6667],
          [1, 0.5],
        ],
      },
    ])
    expect(confusion).toEqual({
      classes: ['no', 'yes'],
      counts: [
        [1, 1],
        [0, 2],
      ],
    })
    expect(calibration!.map(({ said, right, rows }) => [said, right, rows])).toEqual([
      [0.1, 0, 1],
      [0.7, 1, 1],
      [0.8, 0, 1],
      [0.9, 1, 1],
    ])
  })

  it('thinned to a hundred points still hold the area under the curve', () => {
    const score = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 999 })), {
      minLength: 400,
      maxLength: 400,
    })
    fc.assert(
      fc.property(score, (rows) => {
        fc.pre(rows.some(([one]) => one) && rows.some(([one]) => !one))
        const given = binary(
          rows.map(([one]) => (one ? 1 : 0)),
          rows.map(([, points]) => points / 1000),
        )
        const curves = curvesSchema.parse(curvesOf(given, 'yes'))
        const { roc } = curves.classes![0]!
        expect(roc.length).toBeLessThanOrEqual(100)
        expect(roc.at(-1)).toEqual([1, 1])
        expect(area(roc)).toBeCloseTo(rocAuc({ positive: given.labels, score: given.score }) as number, 1)
        expect(sum(curves.calibration!.map(({ rows: count }) => count))).toBe(400)
        expect(sum(curves.confusion!.counts.flat())).toBe(400)
      }),
      { numRuns: 30 },
    )
  })

  it('are left out where labels are of one class, or a score is none', () => {
    expect(curvesOf(binary([1, 1], [0.9, 0.2]), 'yes')).not.toHaveProperty('classes')
    const broken = curvesOf(binary([1, 0], [0.9, Number.NaN]), 'yes')
    expect(broken).not.toHaveProperty('classes')
    expect(broken).not.toHaveProperty('calibration')
  })
})

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

describe('thinning', () => {
  it('keeps a short line as it is, and the ends of a long one', () => {
    expect(
      thinned(
        [
          [0, 0],
          [0.5, 1],
          [1, 1],
        ],
        100,
      ),
    ).toEqual([
      [0, 0],
      [0.5, 1],
      [1, 1],
    ])
    const line = Array.from({ length: 5000 }, (_, i) => [i / 4999, (i / 4999) ** 2] as const)
    const kept = thinned(line, 100)
    expect(kept.length).toBeLessThanOrEqual(100)
    expect([kept[0], kept.at(-1)]).toEqual([
      [0, 0],
      [1, 1],
    ])
  })
})
