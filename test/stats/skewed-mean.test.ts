import { expect, test } from 'vitest'
import { studentDifference } from '../../src/stats/difference.ts'
import { estimatedMean } from '../../src/stats/estimated-mean.ts'
import { normalDraw } from '../../src/stats/gamma-draw.ts'
import { randomFrom } from '../../src/stats/random.ts'
import { skewedMean } from '../../src/stats/skewed-mean.ts'

test('is Student where nothing is skewed', () => {
  const values = Float64Array.from([-3, -1, 0, 1, 3])
  const { mean, standardError, df } = estimatedMean(values, undefined)!
  const student = studentDifference(mean, standardError, 0.05, df)!
  const { interval, pLower } = skewedMean(values, undefined, 0.05)!
  expect(interval[0]).toBeCloseTo(student.interval[0], 12)
  expect(pLower).toBeCloseTo(0.5, 12)
})

test('turns round with its values', () => {
  const values = Float64Array.from([0.1, 0.2, 0.2, 0.4, 5])
  const one = skewedMean(values, undefined, 0.05)!
  const other = skewedMean(
    values.map((x) => -x),
    undefined,
    0.05,
  )!
  expect(other.interval).toEqual([-one.interval[1], -one.interval[0]])
  expect(other.pLower).toBeCloseTo(one.pHigher, 12)
})

test('has the bounds that its test would reject at', () => {
  const values = Float64Array.from([0.1, 0.2, 0.2, 0.4, 5, 1, 0.3])
  const [low, high] = skewedMean(values, undefined, 0.05)!.interval
  expect(
    skewedMean(
      values.map((x) => x - low),
      undefined,
      0.05,
    )!.pHigher,
  ).toBeCloseTo(0.05, 10)
  expect(
    skewedMean(
      values.map((x) => x - high),
      undefined,
      0.05,
    )!.pLower,
  ).toBeCloseTo(0.05, 10)
})

test('weights of one are none', () => {
  const values = Float64Array.from([0.1, 0.2, 0.2, 0.4, 5])
  const weighted = skewedMean(values, new Float64Array(5).fill(2), 0.05)!
  expect(weighted.interval[1]).toBeCloseTo(skewedMean(values, undefined, 0.05)!.interval[1], 12)
})

test('the bounds of a mean of squared errors are each missed in about one sample of twenty', () => {
  const random = randomFrom('squares')
  const runs = 2000
  let below = 0
  let above = 0
  for (let run = 0; run < runs; run++) {
    const squares = Float64Array.from({ length: 50 }, () => normalDraw(random) ** 2)
    const [low, high] = skewedMean(squares, undefined, 0.05)!.interval
    if (low > 1) above++
    if (high < 1) below++
  }
  const most = 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs)
  expect(below / runs).toBeLessThan(most)
  expect(above / runs).toBeLessThan(most)
})

/** Hall's transformation written out in numpy, its bounds found by scipy's brentq. */
test.each([
  [undefined, 0.8856079874041914, [-0.1146757627877647, 2.6595849514000496]],
  [[1, 3, 2, 1, 0.5, 2, 1], 0.8844948981329267, [-0.04974791315187686, 0.966938259888551]],
])('is Hall’s, with weights %j', (weights, chance, [low, high]) => {
  const values = Float64Array.of(-0.1, 0.2, -0.3, 0.4, 2, 0.1, -0.2)
  const { pLower, pHigher, interval } = skewedMean(values, weights && Float64Array.from(weights), 0.05)!
  expect(pLower).toBeCloseTo(chance, 10)
  expect(pHigher).toBeCloseTo(1 - chance, 10)
  expect(interval[0]).toBeCloseTo(low!, 10)
  expect(interval[1]).toBeCloseTo(high!, 10)
})

test('is none where all values are equal', () => {
  expect(skewedMean(Float64Array.of(2, 2, 2), undefined, 0.05)).toBeUndefined()
})
