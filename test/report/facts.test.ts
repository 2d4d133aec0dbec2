import { describe, expect, it } from 'vitest'
import type { StageRecord } from '../../src/record/record.ts'
import { factsOf } from '../../src/report/facts.ts'
import { gateRecord } from './gate-records.ts'

/** What is shown of a gate's metrics, where the baseline has these. */
function shown(metrics: Record<string, number>, before: Record<string, number> = {}) {
  const [evaluation] = gateRecord().evaluations!
  const record = gateRecord({
    metrics,
    evaluations: [{ ...evaluation!, metrics }],
    comparisons: [],
    baselines: [
      { name: 'base', outcome: 'found', description: '', evaluations: [{ name: 'test', metrics: before }] },
    ],
  })
  return factsOf(record).find(({ label }) => label === 'metrics')?.value
}

describe('the metrics that are shown of a record', () => {
  it('have four digits, and all that counts and large values have before the point', () => {
    expect(shown({ accuracy: 0.9710144927536232, cost: 0.000012345678 })).toBe(
      'accuracy 0.971, cost 0.00001235',
    )
    expect(shown({ parameters: 1_234_567, rmse: 12_345.678, bias: -1234.56 })).toBe(
      'parameters 1234567, rmse 12345.7, bias -1234.6',
    )
  })

  it('have as many as tell them from those of the baselines', () => {
    expect(shown({ accuracy: 0.976512 }, { accuracy: 0.976531 })).toBe('accuracy 0.97651')
    expect(shown({ accuracy: 0.81 - 0.8 }, { accuracy: 0.01 })).toBe('accuracy 0.01')
  })
})

it('what a training reported as no number is told with why, the first eight', () => {
  const without = (...metrics: string[]) =>
    factsOf({
      stage: 'train',
      undefined_metrics: metrics.map((metric) => ({ metric, reason: 'is null, not a number' })),
    } as unknown as StageRecord)
  expect(without('accuracy')).toEqual([{ label: 'no value', value: 'accuracy is null, not a number' }])
  expect(without(...'abcdefghij')[0]!.value).toMatch(/^a is null.*, h is null, not a number and 2 more$/)
})
