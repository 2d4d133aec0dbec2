import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { curvesOf } from '../../../src/metrics/curves/curves-of.ts'
import { thinned } from '../../../src/metrics/curves/thinned.ts'
import { rocAuc } from '../../../src/metrics/ranking.ts'
import { curvesSchema } from '../../../src/record/curves.ts'
import { area, sum } from './rows-of.ts'

const binary = (labels: number[], score: number[]) => ({
  task: 'binary' as const,
  rows: labels.length,
  labels: Uint8Array.from(labels),
  predicted: Uint8Array.from(score, (one) => (one >= 0.5 ? 1 : 0)),
  score: Float64Array.from(score),
  classes: ['no', 'yes'] as const,
})

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

  it('count rows by their weight, and equal scores as one threshold', () => {
    const rows = binary([1, 0, 1, 0], [0.9, 0.8, 0.7, 0.7])
    const { classes, confusion, calibration } = curvesOf(
      { ...rows, weights: Float64Array.from([1, 2, 2, 2]) },
      'yes',
    )!
    expect(classes).toEqual([
      {
        name: 'yes',
        rows: 3,
        roc: [
          [0, 0],
          [0, 0.3333],
          [0.5, 0.3333],
          [1, 1],
        ],
        precision_recall: [
          [0.3333, 1],
          [0.3333, 0.3333],
          [1, 0.4286],
        ],
      },
    ])
    expect(confusion!.counts).toEqual([
      [0, 4],
      [0, 3],
    ])
    expect(calibration!.map(({ said, right, rows: weight }) => [said, right, weight])).toEqual([
      [0.7, 0.5, 4],
      [0.8, 0, 2],
      [0.9, 1, 1],
    ])
  })

  it('have no point of rows that weigh nothing', () => {
    const rows = binary([0, 1, 0], [0.9, 0.8, 0.1])
    const { classes } = curvesOf({ ...rows, weights: Float64Array.from([0, 1, 1]) }, 'yes')!
    expect(classes![0]!.precision_recall).toEqual([
      [1, 1],
      [1, 0.5],
    ])
    expect(curvesOf({ ...rows, weights: Float64Array.from([1, 0, 1]) }, 'yes')).not.toHaveProperty('classes')
  })

  it('of thresholds nearer to each other than a line is wide keep the last of them', () => {
    const rows = 20_000
    const score = Array.from({ length: rows }, (_, i) => 1 - i / rows)
    const { roc, precision_recall: last } = curvesOf(
      binary(
        score.map((_, i) => Number(i < rows / 2 || i === rows - 1)),
        score,
      ),
      'yes',
    )!.classes![0]!
    expect(roc.at(-1)).toEqual([1, 1])
    expect(last.at(-1)).toEqual([1, 0.5])
  })

  it('name the classes as best they can', () => {
    const { classes: _, score: __, ...bare } = binary([1, 0], [0.9, 0.1])
    expect(curvesOf(bare, 'churned')).toEqual({
      rows: 2,
      confusion: {
        classes: ['not churned', 'churned'],
        counts: [
          [1, 0],
          [0, 1],
        ],
      },
    })
    expect(curvesOf(bare, undefined)!.confusion!.classes).toEqual(['not positive', 'positive'])
    const { predicted: ___, ...scored } = binary([1, 0], [0.9, 0.1])
    const unnamed = curvesOf(scored, undefined)!
    expect(unnamed.classes![0]!.name).toBe('positive')
    expect(unnamed).not.toHaveProperty('confusion')
  })

  it.each([
    ['missing', Number.NaN],
    ['negative', -1],
  ])('are none where a weight is %s, which no metric takes either', (_what, weight) => {
    const rows = binary([1, 0], [0.9, 0.1])
    expect(curvesOf({ ...rows, weights: Float64Array.of(1, weight) }, 'yes')).toBeUndefined()
  })

  it('are left out where labels are of one class, or a score is none', () => {
    expect(curvesOf(binary([1, 1], [0.9, 0.2]), 'yes')).not.toHaveProperty('classes')
    const broken = curvesOf(binary([1, 0], [0.9, Number.NaN]), 'yes')
    expect(broken).not.toHaveProperty('classes')
    expect(broken).not.toHaveProperty('calibration')
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

  it('leaves out what lies between two corners, and keeps every corner of a short line', () => {
    const stairs = [
      [0, 0],
      [0, 0.2],
      [0, 0.5],
      [0.1, 0.5],
      [0.3, 0.5],
      [0.3, 0.6],
      [0.4, 0.6],
      [1, 1],
    ] as const
    expect(thinned(stairs, 6)).toEqual([
      [0, 0],
      [0, 0.5],
      [0.3, 0.5],
      [0.3, 0.6],
      [0.4, 0.6],
      [1, 1],
    ])
    // One less, and those go that lie nearer along the line than a third of it.
    expect(thinned(stairs, 5)).toEqual([
      [0, 0],
      [0.3, 0.5],
      [1, 1],
    ])
  })

  it('keeps points at about equal distances along the line, straight or not', () => {
    const line = Array.from({ length: 1001 }, (_, i) => [i / 1000, 1 - i / 1000] as const)
    expect(thinned(line, 12).map(([x]) => x)).toEqual([
      ...[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
    ])
  })
})
