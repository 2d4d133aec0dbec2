import { beforeEach, describe, expect, it } from 'vitest'
import { withModelSize } from '../../../src/evaluate-gate/measure/model-size.ts'
import type { Evaluation } from '../../../src/record/evaluation.ts'
import { evaluation } from '../an-evaluation.ts'
import { type Bench, bench } from '../gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
  await repository.write('new.csv', 'id,label,prediction\n1,1,1\n2,0,0\n')
})

const config = (rule: object, more: object = {}) => ({
  evaluate: { predictions: 'new.csv' },
  gate: { baselines: ['base'], rules: { accuracy: { min: 0.5 }, model_bytes: rule } },
  ...more,
})

describe('the size of the model', () => {
  it('is held to a bound', async () => {
    const { record } = await repository.gate(config({ max: 1000 }), { model: 'a', modelBytes: 1001 })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe('model_bytes is 1001, above the maximum of 1000.')
  })

  it('is compared with that of a baseline', async () => {
    const rule = { max_worsening_ratio: 0.1 }
    const first = await repository.gate(config(rule), { model: 'a', modelBytes: 1000 })
    expect(first.record).toMatchObject({ verdict: 'no-baseline', passes: true })
    const base = { outcome: 'found' as const, value: first.read }
    const { record } = await repository.gate(config(rule), { base, model: 'b', modelBytes: 1200 })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons![1]).toMatchObject({ candidate_value: 1200, baseline_value: 1000, change: 200 })
    const smaller = await repository.gate(config(rule), { base, model: 'c', modelBytes: 900 })
    expect(smaller.record).toMatchObject({ verdict: 'pass', passes: true })
  })

  it('has no value without a model, whatever a metrics file says', async () => {
    await repository.write('new.json', '{"model_bytes": 5}')
    const evaluate = { predictions: 'new.csv', metrics: 'new.json' }
    const { record } = await repository.gate(config({ max: 1000 }, { evaluate }))
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('this run has trained no model whose size is known')
  })

  it('is no name for a metric of the user', async () => {
    const metrics = { model_bytes: { reported: 'size', direction: 'higher' } }
    await expect(repository.gate(config({ max: 1000 }, { metrics }))).rejects.toThrow(
      'metrics.model_bytes: this name is the size of the model',
    )
  })

  it('is not recorded where no rule asks', async () => {
    const { record } = await repository.gate(
      { evaluate: { predictions: 'new.csv' }, gate: { baselines: [], rules: { accuracy: { min: 0.5 } } } },
      { model: 'a', modelBytes: 7 },
    )
    expect(record.metrics).not.toHaveProperty('model_bytes')
  })
})

describe('what a metrics file says of the size', () => {
  const claimed = evaluation({
    metrics: { accuracy: 0.8, model_bytes: 1, latency: 3 },
    undefined: [
      { metric: 'model_bytes', reason: 'not a number' },
      { metric: 'f1', reason: 'one class' },
    ],
    reported: ['model_bytes', 'zeta'],
  })
  const sized = (of: Evaluation, modelSize?: number, ruled = ['model_bytes']) =>
    withModelSize(of, { ruled, ...(modelSize !== undefined && { modelSize }) })

  it('is taken for nothing, with a model whose size is known and without one', () => {
    expect(sized(claimed, 7)).toStrictEqual({
      ...claimed,
      metrics: { accuracy: 0.8, latency: 3, model_bytes: 7 },
      undefined: [{ metric: 'f1', reason: 'one class' }],
      reported: ['model_bytes', 'zeta'],
    })
    expect(sized(claimed)).toStrictEqual({
      ...claimed,
      metrics: { accuracy: 0.8, latency: 3 },
      undefined: [
        { metric: 'f1', reason: 'one class' },
        { metric: 'model_bytes', reason: expect.stringContaining('no model whose size is known') },
      ],
      reported: ['zeta'],
    })
    expect(sized(evaluation(), 7).reported).toEqual(['model_bytes'])
    expect(sized(evaluation({ reported: ['zeta', 'alpha'] }), 7).reported).toEqual([
      'alpha',
      'model_bytes',
      'zeta',
    ])
    expect(sized(evaluation())).not.toHaveProperty('reported')
  })

  it('stays where no rule asks for it', () => {
    expect(sized(claimed, 7, ['accuracy'])).toBe(claimed)
  })
})
