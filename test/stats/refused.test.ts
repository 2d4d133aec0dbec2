import { expect, test } from 'vitest'
import { chiSquareUpperQuantile, chiSquareUpperTail, normalQuantile } from '../../src/stats/distributions.ts'
import { pairedStandardError } from '../../src/stats/power.ts'
import { populationStabilityIndex } from '../../src/stats/psi.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { studentTQuantile } from '../../src/stats/student-t.ts'
import { tangoInterval } from '../../src/stats/tango.ts'
import { wilsonInterval } from '../../src/stats/wilson.ts'

/** What is no probability gets no answer: a bound at a level of 1 would let everything pass. */
test.each([0, 1, -0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no probability', (p) => {
  expect(() => normalQuantile(p)).toThrow(RangeError)
  expect(() => studentTQuantile(p, 10)).toThrow(RangeError)
  expect(() => chiSquareUpperQuantile(p, 3)).toThrow(RangeError)
  expect(() => tangoInterval({ n10: 1, n01: 1, n: 5 }, p)).toThrow(/a level/)
  expect(() => wilsonInterval(1, 5, p)).toThrow(/a level/)
})

test('no trials have no proportion, no values no quantile, no rows no standard error', () => {
  expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
  expect(() => wilsonInterval(-1, -1)).toThrow(RangeError)
  expect(() => quantile(new Float64Array(0), 0.5)).toThrow(RangeError)
  expect(() => pairedStandardError({ n10: 0, n01: 0, n: 0 })).toThrow(RangeError)
})

test.each([
  [Number.NaN, 1],
  [-1, 1],
  [1, 0],
  [1, 1.5],
  [1, Number.NaN],
])('there is no chi-square tail beyond %d with %d degrees', (x, df) => {
  expect(() => chiSquareUpperTail(x, df)).toThrow(RangeError)
})

test.each([[[-1, 3]], [[Number.POSITIVE_INFINITY, 1]], [[Number.NaN, 1]]])('%j are no counts', (counts) => {
  const histogram = Float64Array.from(counts)
  const fine = Float64Array.of(1, 1)
  expect(() => populationStabilityIndex(histogram, fine)).toThrow(RangeError)
  expect(() => populationStabilityIndex(fine, histogram)).toThrow(RangeError)
})
