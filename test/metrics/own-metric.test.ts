import { describe, expect, it } from 'vitest'
import { meanOfColumn, ratioOfColumns } from '../../src/metrics/own-metric.ts'
import type { RegressionPredictions } from '../../src/metrics/predictions.ts'
import { skewedMean } from '../../src/stats/skewed-mean.ts'

const predictions = (values: Record<string, number[]>, weights?: number[]): RegressionPredictions => {
  const rows = Object.values(values)[0]!.length
  return {
    task: 'regression',
    rows,
    labels: new Float64Array(rows),
    predicted: new Float64Array(rows),
    values: Object.fromEntries(Object.entries(values).map(([name, of]) => [name, Float64Array.from(of)])),
    ...(weights && { weights: Float64Array.from(weights) }),
  }
}
const costs = () => meanOfColumn('cost', 'cost', 'lower')
const losses = () => ratioOfColumns('loss', ['paid', 'earned'], 'lower')

const before = { cost: [4, 1, 3, 2], paid: [1, 5, 2, 4], earned: [2, 4, 3, 6] }
const after = { cost: [5, 3, 3, 4], paid: [2, 5, 4, 4], earned: [2, 5, 3, 6] }
const of = (rows: readonly number[]) => {
  const { interval, pLower, pHigher } = skewedMean(Float64Array.from(rows), undefined, 0.05)!
  return { interval: interval.map((bound) => expect.closeTo(bound, 12)), pLower, pHigher }
}

describe('a metric of columns', () => {
  it('has no value where a row has none, and says which and how many', () => {
    const gaps = predictions({ cost: [1, Number.NaN, 2, Number.POSITIVE_INFINITY] })
    const reason = '2 of 4 values of "cost" are missing or not finite'
    expect(costs().compute(gaps)).toEqual({ reason })
    expect(costs().compute({ ...gaps, named: 'by-place' })).toEqual({
      reason: `${reason}: row 2 has NaN or nothing`,
    })
    expect(costs().compute({ ...gaps, named: ['a', 'b', 'c', 'd'] })).toEqual({
      reason: `${reason}: the row of the id "b" has NaN or nothing`,
    })
  })

  it('is their mean, or the ratio of their sums, by the weight of the rows', () => {
    expect(costs().compute(predictions(before))).toBe(2.5)
    expect(losses().compute(predictions(before))).toBeCloseTo(12 / 15, 12)
    expect(costs().compute(predictions(before, [3, 1, 0, 0]))).toBe(13 / 4)
    expect(losses().compute(predictions(before, [3, 1, 0, 0]))).toBeCloseTo(8 / 10, 12)
    expect(costs()).toMatchObject({
      direction: 'lower',
      columns: ['cost'],
      needs: 'values',
      tasks: ['binary', 'multiclass', 'regression', 'ranking'],
    })
    expect(losses().columns).toEqual(['paid', 'earned'])
  })

  it("is compared row by row by Student's t, a ratio by what each row adds to it", () => {
    const [one, other] = [predictions(after), predictions(before)]
    const { method, change, interval } = costs().difference(one, other, 'seed')!
    expect([method, change]).toEqual(['student', 1.25])
    expect(interval).toEqual(of([1, 2, 0, 2]).interval)
    const ratio = losses().difference(one, other, 'seed')!
    const [now, then] = [15 / 16, 12 / 15]
    const added = after.paid.map(
      (paid, i) =>
        now -
        then +
        (paid - now * after.earned[i]!) / 4 -
        (before.paid[i]! - then * before.earned[i]!) / 3.75,
    )
    expect(ratio.change).toBeCloseTo(now - then, 12)
    expect(ratio.interval).toEqual(of(added).interval)
  })

  it("is bounded by Student's t", () => {
    const { low, high, method } = costs().interval(predictions(before), 'seed')!
    expect([[low, high], method]).toEqual([of(before.cost).interval, 'student'])
    const bounds = losses().interval(predictions(before), 'seed')!
    const added = before.paid.map((paid, i) => 0.8 + (paid - 0.8 * before.earned[i]!) / 3.75)
    expect([bounds.low, bounds.high]).toEqual(of(added).interval)
  })

  it.each([
    [{ other: [1, 2] }, 'the predictions have no column "paid"'],
    [{ paid: [1, 2] }, 'the predictions have no column "earned"'],
    [{ paid: [1, Number.NaN], earned: [1, 2] }, '1 of 2 values of "paid" are missing or not finite'],
    [
      { paid: [1, 2], earned: [Number.POSITIVE_INFINITY, 2] },
      '1 of 2 values of "earned" are missing or not finite',
    ],
    [{ paid: [1, 2], earned: [1, -1] }, 'the sum of "earned" is not above 0'],
  ])('has no value, bounds or test where a column is not whole: %j', (values, reason) => {
    const faulty = predictions(values)
    const whole = predictions({ paid: [1, 2], earned: [3, 4] })
    expect(losses().compute(faulty)).toEqual({ reason })
    expect(losses().interval(faulty, 'seed')).toBeUndefined()
    expect(losses().difference(faulty, whole, 'seed')).toBeUndefined()
    expect(losses().difference(whole, faulty, 'seed')).toBeUndefined()
  })

  it('is of no column that every object has', () => {
    expect(meanOfColumn('x', 'constructor', 'lower').compute(predictions(before))).toEqual({
      reason: 'the predictions have no column "constructor"',
    })
  })
})
