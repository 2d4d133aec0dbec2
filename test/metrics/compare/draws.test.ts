import { describe, expect, it } from 'vitest'
import { metricNamed } from '../../../src/metrics/catalogue.ts'
import { classTotals } from '../../../src/metrics/class-totals.ts'
import { averagePrecisionOf, medianErrorOf } from '../../../src/metrics/compare/draws.ts'
import { exchangedCells } from '../../../src/metrics/compare/exchanged-cells.ts'
import { jointCells, resamplesOf, totalsOf } from '../../../src/metrics/compare/joint-cells.ts'
import { resampledRowsDifference, rowDraws } from '../../../src/metrics/compare/resampled-rows.ts'
import { interpret } from '../../../src/metrics/interpret/interpret.ts'
import type {
  ClassPredictions,
  Predictions,
  RegressionPredictions,
  Task,
} from '../../../src/metrics/predictions.ts'
import { predictionsAt } from '../../../src/metrics/predictions-at.ts'
import { randomFrom } from '../../../src/stats/random.ts'
import { twoModels } from '../two-models.ts'

const sidesOf = (task: Task, rows: number, seed: string) =>
  twoModels(task, rows, seed).map((side) =>
    interpret(side, { task, ...(task === 'binary' && { positive: '1' }) }, 'test'),
  )

/** The rows themselves, each as often as it was drawn. */
const drawnOut = <P extends Predictions>(predictions: P, times: Uint16Array): P =>
  predictionsAt(
    predictions,
    Uint32Array.from([...times].flatMap((count, row) => new Array<number>(count).fill(row))),
  )

describe('a metric of drawn rows is the metric of these rows', () => {
  const rows = 31
  const rounded = (predictions: ClassPredictions): ClassPredictions =>
    predictions.task === 'binary'
      ? { ...predictions, score: predictions.score!.map((score) => Math.round(5 * score) / 5) }
      : {
          ...predictions,
          scores: predictions.scores!.map((of) => of.map((score) => Math.round(5 * score) / 5)),
        }

  it.each([
    ['binary', (one: ClassPredictions) => one, 'no two scores equal'],
    ['binary', rounded, 'many scores equal'],
    ['multiclass', (one: ClassPredictions) => one, 'no two scores equal'],
    ['multiclass', rounded, 'many scores equal'],
  ] as const)('the average precision of a %s task', (task, as, _scores) => {
    const predictions = as(sidesOf(task, rows, `${task} drawn`)[0] as ClassPredictions)
    const draw = rowDraws(rows, `${task} draws`)
    const ofDraws = averagePrecisionOf(predictions)
    for (let run = 0; run < 20; run++) {
      const times = draw()
      expect(ofDraws(times)).toBeCloseTo(
        metricNamed('average_precision')!.compute(drawnOut(predictions, times)) as number,
        12,
      )
    }
  })

  it.each([30, 31])('the median error of %d rows', (count) => {
    const predictions = sidesOf('regression', count, 'median')[0] as RegressionPredictions
    const draw = rowDraws(count, 'median draws')
    const ofDraws = medianErrorOf(predictions)
    for (let run = 0; run < 20; run++) {
      const times = draw()
      expect(ofDraws(times)).toBe(metricNamed('median_ae')!.compute(drawnOut(predictions, times)))
    }
  })
})

describe('draws of rows', () => {
  it.each([7, 4096, 4097, 10_000])(
    'are as many as there are rows, %d of them, each as likely as the next',
    (rows) => {
      const draw = rowDraws(rows, 'rows')
      const seen = new Float64Array(rows)
      for (let run = 0; run < 20; run++) {
        const times = draw()
        expect(times.reduce((sum, count) => sum + count, 0)).toBe(rows)
        for (const [row, count] of times.entries()) seen[row]! += count
      }
      const half = seen.subarray(0, Math.floor(rows / 2)).reduce((sum, count) => sum + count, 0)
      expect(Math.abs(half / (20 * rows) - Math.floor(rows / 2) / rows)).toBeLessThan(
        2 / Math.sqrt(20 * rows),
      )
      expect(Math.max(...seen)).toBeLessThan(rows === 7 ? 40 : 50)
    },
  )

  it('measure both models on the same rows, and the change on all rows once', () => {
    const rows = 50
    const held = (times: Uint16Array) => times.reduce((sum, count, row) => sum + count * row, 0)
    const same = resampledRowsDifference(rows, (times) => held(times) + 3, held, 'seed')
    // Both see the same draws: nothing varies, whatever they draw.
    expect(same).toBeUndefined()
    const { change, standardError } = resampledRowsDifference(rows, held, () => 5, 'seed')!
    expect(change).toBe((49 * 50) / 2 - 5)
    // Of a sum of 50 draws of the numbers 0 to 49.
    expect(standardError / Math.sqrt(50 * ((50 ** 2 - 1) / 12))).toBeCloseTo(1, 1)
  })
})

describe('cells of two models on the same rows', () => {
  const [candidate, baseline] = sidesOf('multiclass', 200, 'cells') as ClassPredictions[]
  const cells = jointCells(candidate!, baseline!)

  it('hold the confusion table of each', () => {
    expect(totalsOf(cells, cells.guess)(cells.counts)).toEqual(classTotals(candidate!))
    expect(totalsOf(cells, cells.before)(cells.counts)).toEqual(classTotals(baseline!))
  })

  it.each([
    [1, 10_000],
    [200, 10_000],
    [400, 5000],
    [600, 3333],
    [1000, 2000],
    [100_000, 2000],
  ])('%d of them are drawn %d times', (length, times) => {
    expect(resamplesOf({ counts: new Float64Array(length) })).toBe(times)
  })

  it('are exchanged among those alone on which the two differ, half of them on average', () => {
    const { cells: all, differing, draw } = exchangedCells(cells)
    const differ = (i: number) => all.guess[i] !== all.before[i]
    const rows = [...all.counts].reduce((sum, count, i) => sum + (differ(i) ? count : 0), 0)
    expect(differing).toBe(rows)
    expect(differing).toBeGreaterThan(20)
    const place = (label: number, guess: number, before: number) =>
      all.label.findIndex((one, i) => one === label && all.guess[i] === guess && all.before[i] === before)
    const random = randomFrom('exchange')
    const drawn = new Float64Array(all.counts.length)
    let first = 0
    for (let run = 0; run < 50; run++) {
      draw(random, drawn)
      for (const [i, count] of drawn.entries()) {
        const mirror = place(all.label[i]!, all.before[i]!, all.guess[i]!)
        expect(mirror).not.toBe(-1)
        if (differ(i)) expect(count + drawn[mirror]!).toBe(all.counts[i]! + all.counts[mirror]!)
        else expect(count).toBe(all.counts[i])
        if (all.guess[i]! < all.before[i]!) first += count
      }
    }
    expect(first / (50 * differing)).toBeCloseTo(0.5, 1)
  })
})
