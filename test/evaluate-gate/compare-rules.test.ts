import { describe, expect, it } from 'vitest'
import type { MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import { baseline, compared, earlier, ofAccuracy, sentences, zones } from './a-comparison.ts'
import { evaluation } from './an-evaluation.ts'

describe('a rule', () => {
  const regression = evaluation({ name: 'price', task: 'regression', metrics: { mae: 2 } })

  it('asks nothing of an evaluation that never had its metric, where another has', () => {
    const found = compared({
      evaluations: [evaluation(), regression],
      rules: { accuracy: { min: 0.5 }, mae: { max: 3 } },
      baselines: [],
    })
    expect(found.map(({ metric, evaluation: on }) => [metric, on])).toEqual([
      ['accuracy', 'test'],
      ['mae', 'price'],
    ])
  })

  it('asks where the metric has lost its value, and says so', () => {
    const none = [
      { metric: 'r2', reason: 'two rows' },
      { metric: 'accuracy', reason: 'no class' },
    ]
    const evaluations = [evaluation(), evaluation({ name: 'other', metrics: {}, undefined: none })]
    const rules = { accuracy: { min: 0.5 } }
    expect(zones({ evaluations, rules, baselines: [] })).toEqual(['within-bound', 'undefined'])
  })

  it.each<[string, MeasuredBaseline['evaluations'][number], number]>([
    ['a baseline has it on it', earlier({ name: 'price', metrics: { accuracy: 0.9 } }), 2],
    ['a baseline had it there', { name: 'price', comparable: false, reason: 'moved', had: ['accuracy'] }, 2],
    ['a baseline has it elsewhere', earlier({ metrics: { accuracy: 0.9 } }), 1],
    ['a baseline had another there', { name: 'price', comparable: false, reason: 'moved', had: ['mae'] }, 1],
  ])('asks of an evaluation without the metric where %s', (_when, there, count) => {
    const found = compared({
      evaluations: [evaluation(), regression],
      rules: { accuracy: { min: 0.5 } },
      baselines: [baseline({ evaluations: [there] })],
    })
    expect(found.filter(({ rule }) => rule === 'min')).toHaveLength(count)
  })

  it('goes by the bound with confidence, and has none where rows allow none', () => {
    const rules = { accuracy: { min: 0.75, confidence: 0.95 as const } }
    const intervals = { accuracy: { low: 0.72, high: 0.86, method: 'wilson' } }
    const [found] = compared({ evaluations: [evaluation({ intervals })], rules, baselines: [] })
    expect(found).toMatchObject({
      zone: 'below-bound',
      level: 0.95,
      method: 'wilson',
      candidate_interval: [0.72, 0.86],
    })
    const [none] = sentences({ rules, baselines: [] })
    expect(none).toMatchObject({ zone: 'undefined' })
    expect(none!.explanation).toContain('these rows allow no bound with confidence')
  })

  it('says of a metric that nobody reported that nobody did', () => {
    const [found] = sentences({ rules: { novelty: { min: 1 } }, baselines: [] })
    expect(found).toMatchObject({ zone: 'undefined', method: 'estimate' })
    expect(found!.explanation).toContain('it was not reported')
  })

  it('is not kept by an evaluation that was dropped', () => {
    const baselines = [baseline({ evaluations: [earlier(), earlier({ name: 'night' })] })]
    expect(compared({ baselines }).at(-1)).toStrictEqual({
      ...ofAccuracy,
      evaluation: 'night',
      rows: 0,
      baseline: { name: 'base' },
      method: 'none',
      zone: 'not-comparable',
      why: 'it was judged on night, and this model was not. Keep the evaluation night',
    })
  })
})
