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

  it('take hostile names as names', () => {
    expect(Object.keys(curves('step,__proto__\n1,2\n'))).toEqual(['__proto__'])
  })
})
