import { describe, expect, it } from 'vitest'
import {
  reportedDifferences,
  reportedInterval,
} from '../../../src/evaluate-gate/measure/reported-interval.ts'

const names = { low: 'bleu_low', high: 'bleu_high', level: 0.95 }
const given = (low: number | undefined, value: number, high: number | undefined, level = 0.95) => {
  const metrics = {
    bleu: value,
    ...(low !== undefined && { bleu_low: low }),
    ...(high !== undefined && { bleu_high: high }),
  }
  return reportedInterval({ metrics, undefined: [] }, 'bleu', { ...names, level })
}

describe('the interval that a metrics file gives', () => {
  it('is brought to two bounds of 95% each, side by side', () => {
    // 1.6449 / 1.9600 of it, for two sides together hold 90%.
    expect(given(0.2, 0.5, 0.9)).toEqual({
      method: 'reported',
      low: expect.closeTo(0.5 - 0.8392266 * 0.3, 6),
      high: expect.closeTo(0.5 + 0.8392266 * 0.4, 6),
    })
    expect(given(0.2, 0.5, 0.9, 0.9)).toMatchObject({
      low: expect.closeTo(0.2, 12),
      high: expect.closeTo(0.9, 12),
    })
    expect(given(0.5, 0.5, 0.5)).toMatchObject({ low: 0.5, high: 0.5 })
  })

  it('is none where its value, a bound, or their order is missing', () => {
    expect(
      reportedInterval({ metrics: { bleu_low: 1, bleu_high: 2 }, undefined: [] }, 'bleu', names),
    ).toBeUndefined()
    expect(given(undefined, 0.5, 0.9)).toEqual({ reason: 'bleu_low, a bound of bleu, is no number' })
    expect(given(0.2, 0.5, undefined)).toEqual({ reason: 'bleu_high, a bound of bleu, is no number' })
    expect(given(0.6, 0.5, 0.9)).toEqual({ reason: 'the interval of bleu, 0.6 to 0.9, does not hold 0.5' })
    expect(given(0.2, 0.5, 0.4)).toEqual({ reason: 'the interval of bleu, 0.2 to 0.4, does not hold 0.5' })
  })

  it('is none where nobody can compute with it', () => {
    expect(given(-1.7e308, 0, 1.7e308)).toEqual({
      reason: 'the interval of bleu, -1.7e+308 to 1.7e+308, is too wide to be computed with',
    })
    expect(given(-1e307, 0, 1e307)).toMatchObject({ method: 'reported' })
  })
})

describe('the change of a value that both sides report with an interval', () => {
  const side = (bleu: number, half: number, method = 'reported') => ({
    metrics: { bleu },
    intervals: { bleu: { method, low: bleu - half, high: bleu + half } },
  })

  it('is tested as that of two independent measurements', () => {
    const { bleu, ...others } = reportedDifferences(side(0.5, 0.3), side(0.7, 0.4))
    expect(others).toEqual({})
    expect(bleu).toMatchObject({
      method: 'reported',
      change: expect.closeTo(-0.2, 12),
      standardError: expect.closeTo(0.5 / 1.6448536, 6),
      interval: [expect.closeTo(-0.7, 6), expect.closeTo(0.3, 6)],
    })
  })

  it.each([
    ['is an interval of rows', side(0.5, 0.3), side(0.7, 0.4, 'wilson')],
    ['is one on the side of the model', side(0.5, 0.3, 'wilson'), side(0.7, 0.4)],
    ['is none of the baseline', side(0.5, 0.3), { metrics: { bleu: 0.7 } }],
    ['is none of the model', { metrics: { bleu: 0.7 } }, side(0.5, 0.3)],
    ['has no value now', { ...side(0.5, 0.3), metrics: {} }, side(0.7, 0.4)],
    ['had no value', side(0.5, 0.3), { ...side(0.7, 0.4), metrics: {} }],
    ['has no width at all', side(0.5, 0), side(0.7, 0)],
  ])('is not where there %s', (_where, candidate, baseline) => {
    expect(reportedDifferences(candidate, baseline)).toEqual({})
  })
})
