import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../../src/metrics/reported/csv.ts'
import { curveOf, curvesOfTable } from '../../../src/metrics/reported/history.ts'

const curves = (text: string) => curvesOfTable(parseCsv(text, 'metrics.csv'))

describe('curves', () => {
  it('of Lightning, which leaves cells empty and logs steps and epochs', () => {
    const text =
      'epoch,step,train_loss_step,val_accuracy\n0,9,0.9,\n0,9,,0.5\n1,19,0.4,\n1,19,,0.8\n2,29,,0.7\n'
    expect(curves(text)).toEqual({
      train_loss_step: {
        values: 2,
        last: { step: 19, value: 0.4 },
        best: { step: 19, value: 0.4 },
        points: [
          [9, 0.9],
          [19, 0.4],
        ],
      },
      val_accuracy: {
        values: 3,
        last: { step: 29, value: 0.7 },
        best: { step: 19, value: 0.8 },
        points: [
          [9, 0.5],
          [19, 0.8],
          [29, 0.7],
        ],
      },
    })
  })

  it('of Keras, whose step is the epoch, without values that are none', () => {
    const text = 'epoch,loss,lr\n0,nan,0.1\n1,0.5,0.1\n'
    expect(curves(text)).toEqual({
      loss: { values: 1, last: { step: 1, value: 0.5 }, best: { step: 1, value: 0.5 }, points: [[1, 0.5]] },
      lr: {
        values: 2,
        last: { step: 1, value: 0.1 },
        points: [
          [0, 0.1],
          [1, 0.1],
        ],
      },
    })
  })

  it('are none of a table without a step', () => {
    expect(curves('name,value\naccuracy,0.5\n')).toEqual({})
  })

  it('keep the first, the last and the best of very many points', () => {
    const points = Array.from({ length: 10_000 }, (_, i) => [i, i === 1234 ? -1 : 1 / (i + 1)] as const)
    const curve = curveOf('val_loss', points)
    expect(curve.points.length).toBeLessThanOrEqual(200)
    expect(curve.points[0]).toEqual([0, 1])
    expect(curve.points).toContainEqual([1234, -1])
    expect(curve.points.at(-1)).toEqual([9999, 1 / 10_000])
    expect(curve).toMatchObject({ values: 10_000, best: { step: 1234, value: -1 } })
  })

  it('take nothing from rows without a step, nor from columns without a name, of steps or of times', () => {
    const text =
      ' step , loss ,,timestamp,epoch\n1,0.5,7,1700000000,0\n,0.1,7,1700000001,0\n2, ,7,1700000002,1\n3\n4,0.4\n'
    expect(curves(text)).toEqual({
      loss: {
        values: 2,
        last: { step: 4, value: 0.4 },
        best: { step: 4, value: 0.4 },
        points: [
          [1, 0.5],
          [4, 0.4],
        ],
      },
    })
    expect(curvesOfTable([])).toEqual({})
  })

  it('have the first of equal values for their best', () => {
    const best = (name: string) =>
      curveOf(name, [
        [1, 0.5],
        [2, 0.5],
      ]).best
    expect(best('loss')).toEqual({ step: 1, value: 0.5 })
    expect(best('accuracy')).toEqual({ step: 1, value: 0.5 })
  })

  it('are best where their last word says', () => {
    const bestOf = (name: string) =>
      curveOf(
        name,
        [0, 9, 5].map((value) => [value, value] as const),
      ).best?.value
    const lower = [
      'val_rmse',
      'train/box_loss',
      'retrieval_loss',
      'loss_epoch',
      'Validation.PPL',
      'eval-mae_step',
    ]
    const higher = ['val_acc', 'acc', 'test_r2', 'metrics/iou', 'top1_acc', 'Accuracy']
    const unknown = ['loss_scale', 'accumulated_rows', 'lr', 'xloss', 'evaluation']
    for (const name of lower) expect(bestOf(name), name).toBe(0)
    for (const name of higher) expect(bestOf(name), name).toBe(9)
    for (const name of unknown) expect(bestOf(name), name).toBeUndefined()
  })

  it('of at most 200 points are whole, and thinned ones stay in order', () => {
    const pointsOf = (count: number) => Array.from({ length: count }, (_, i) => [i, (i * 7) % count] as const)
    expect(curveOf('lr', pointsOf(200)).points).toEqual(pointsOf(200))
    for (const name of ['lr', 'loss', 'accuracy'])
      for (const count of [201, 399, 1000]) {
        const { points } = curveOf(name, pointsOf(count))
        const steps = points.map(([step]) => step)
        expect(points.length).toBeOneOf([199, 200])
        expect(steps).toEqual(steps.toSorted((a, b) => a - b))
        expect([steps[0], steps.at(-1)]).toEqual([0, count - 1])
      }
  })

  it('are those of the first hundred columns', () => {
    const names = Array.from({ length: 101 }, (_, i) => `m${i}`)
    const table = [
      ['step', ...names],
      ['1', ...names.map(() => '2')],
    ]
    expect(Object.keys(curvesOfTable(table))).toEqual(names.slice(0, 100))
  })

  it('take hostile names as names', () => {
    expect(Object.keys(curves('step,__proto__\n1,2\n'))).toEqual(['__proto__'])
  })
})
