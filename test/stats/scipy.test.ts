import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aucDifference } from '../../src/stats/auc-difference.ts'
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts'
import { type Difference, studentDifference } from '../../src/stats/difference.ts'
import {
  chiSquareUpperQuantile,
  chiSquareUpperTail,
  normalQuantile,
  normalUpperTail,
} from '../../src/stats/distributions.ts'
import { estimatedMean } from '../../src/stats/estimated-mean.ts'
import { mcNemarWorse } from '../../src/stats/mcnemar.ts'
import { populationStabilityIndex } from '../../src/stats/psi.ts'
import { quantile } from '../../src/stats/quantile.ts'
import { tangoInterval } from '../../src/stats/tango.ts'

type Rows = number[][]
type Pair = [number[], number[]]

interface Answers {
  normal_quantile: Rows
  chi_square_upper_tail: Rows
  chi_square_upper_quantile: Rows
  mcnemar_worse: Rows
  tango: [number, number, number, number, number, number][]
  benjamini_hochberg: Pair
  quantiles: Pair
  psi: [number[], number[], number]
  delong: (Tested & { positive: number[]; candidate: number[]; baseline: number[]; error: number })[]
  paired_t: (Tested & { differences: number[] })[]
}

interface Tested {
  change: number
  interval: [number, number]
  lower: number
  higher: number
}

const fixture = new URL('./fixtures/scipy.json', import.meta.url)
const answers = JSON.parse(readFileSync(fixture, 'utf8')) as Answers

function expectClose(actual: number, expected: number, relative: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-300)
}

function expectTested(actual: Difference, { change, interval, lower, higher }: Tested): void {
  expectClose(actual.change, change, 1e-12)
  expectClose(actual.interval[0], interval[0], 1e-9)
  expectClose(actual.interval[1], interval[1], 1e-9)
  expectClose(actual.pLower, lower, 1e-9)
  expectClose(actual.pHigher, higher, 1e-9)
}

describe('as scipy', () => {
  test.each(answers.normal_quantile)('normal quantile of %d', (p, z) => {
    expect(normalQuantile(p!)).toBeCloseTo(z!, 12)
  })

  test.each(answers.normal_quantile)('normal tail, of which the quantile of %d is the place', (p, z) => {
    expectClose(normalUpperTail(-z!), p!, 1e-11)
  })

  test.each(answers.chi_square_upper_tail)('chi-square tail beyond %d with %d degrees', (x, df, p) => {
    expectClose(chiSquareUpperTail(x!, df!), p!, 1e-11)
  })

  test.each(answers.chi_square_upper_quantile)('chi-square quantile of %d with %d degrees', (p, df, x) => {
    expectClose(chiSquareUpperQuantile(p!, df!), x!, 1e-11)
  })

  test.each(answers.mcnemar_worse)('McNemar with %d wins and %d losses of %d', (n10, n01, n, p) => {
    expectClose(mcNemarWorse({ n10: n10!, n01: n01!, n: n! }), p!, 1e-11)
  })

  test.each(answers.tango)('Tango with %d wins and %d losses of %d at %d', (...given) => {
    const [n10, n01, n, level, low, high] = given
    const interval = tangoInterval({ n10, n01, n }, level)
    expect(interval[0]).toBeCloseTo(low, 7)
    expect(interval[1]).toBeCloseTo(high, 7)
  })

  test.each(answers.delong)('DeLong, case %#', ({ positive, candidate, baseline, error, ...tested }) => {
    const pair = {
      positive: Uint8Array.from(positive),
      candidate: Float64Array.from(candidate),
      baseline: Float64Array.from(baseline),
    }
    const difference = aucDifference(positive.length, [pair], 0.05)
    expectClose(difference!.standardError, error, 1e-12)
    expectTested(difference!, tested)
  })

  test.each(answers.paired_t)('paired t, case %#', ({ differences, ...tested }) => {
    const { mean, standardError, df } = estimatedMean(Float64Array.from(differences), undefined)!
    expectTested(studentDifference(mean, standardError, 0.05, df)!, tested)
  })

  test('Benjamini-Hochberg', () => {
    const [pValues, adjusted] = answers.benjamini_hochberg
    benjaminiHochberg(pValues).forEach((value, i) => {
      expectClose(value, adjusted[i]!, 1e-13)
    })
  })

  test('quantiles', () => {
    const [values, deciles] = answers.quantiles
    deciles.forEach((decile, i) => {
      expect(quantile(Float64Array.from(values), i / 10)).toBeCloseTo(decile, 13)
    })
  })

  test('population stability index', () => {
    const [reference, current, index] = answers.psi
    const value = populationStabilityIndex(Float64Array.from(reference), Float64Array.from(current))
    expectClose(value, index, 1e-13)
  })
})
