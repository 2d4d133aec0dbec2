import { describe, expect, it } from 'vitest'
import type { MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import type { Evaluation } from '../../src/record/evaluation.ts'
import { baseline, compared, earlier } from './a-comparison.ts'
import { evaluation } from './an-evaluation.ts'

describe('a slice', () => {
  const slice = (given: object) => evaluation({ slices: [{ name: 'sex = f', rows: 40, ...given }] as never })
  const slices = { rules: { accuracy: { min: 0.9 } }, minRows: 10 }
  const rules = { accuracy: { min: 0.5 } }
  const judged = (given: object, whole: Partial<Evaluation> = {}) =>
    compared({ evaluations: [{ ...slice(given), ...whole }], slices, rules, baselines: [] }).slice(1)

  it('is judged by its own value and rows', () => {
    expect(judged({ metrics: { accuracy: 0.85 } })).toMatchObject([
      { slice: 'sex = f', rows: 40, candidate_value: 0.85, zone: 'below-bound' },
    ])
  })

  it('is not judged where its labels allow no value, though it is where one is missing', () => {
    const none = { metrics: {}, undefined: [{ metric: 'accuracy', reason: 'one class' }] }
    expect(judged({ ...none, unjudgeable: ['accuracy'] })).toMatchObject([
      { zone: 'not-judged' },
      { slice: 'every slice', zone: 'undefined' },
    ])
    expect(judged({ ...none, unjudgeable: ['mcc'] })).toMatchObject([{ zone: 'undefined' }])
    expect(judged({ metrics: { accuracy: 0.85 }, unjudgeable: ['accuracy'] })).toMatchObject([
      { zone: 'below-bound' },
    ])
  })

  it('that is too small is listed once, and not judged', () => {
    expect(judged({ rows: 3 })).toMatchObject([
      { slice: 'sex = f', rows: 3, zone: 'not-judged', rule: 'min' },
      { slice: 'every slice', rows: 100, zone: 'undefined', rule: 'min' },
    ])
  })

  it('has a baseline of its own rows, or none', () => {
    const change = { rules: { accuracy: { max_worsening: 0.01 } }, minRows: 10 }
    const candidate = [slice({ metrics: { accuracy: 0.85 } })]
    const of = (evaluations: MeasuredBaseline['evaluations']) =>
      compared({
        evaluations: candidate,
        slices: change,
        rules,
        baselines: [baseline({ evaluations })],
      }).filter((one) => one.slice !== undefined)
    const there = { name: 'sex = f', metrics: { accuracy: 0.95 }, undefined: [], differences: {} }
    const other = { ...there, name: 'sex = m', metrics: { accuracy: 0.1 } }
    expect(of([earlier({ slices: [other, there] })])).toMatchObject([{ baseline_value: 0.95, zone: 'worse' }])
    expect(of([earlier({ slices: [other] })])).toMatchObject([{ zone: 'not-comparable' }])
    expect(of([earlier()])).toMatchObject([{ zone: 'not-comparable' }])
    const moved = { name: 'test', comparable: false, reason: 'the rows differ', had: ['accuracy'] } as const
    expect(of([{ ...moved, had: ['accuracy'] }])).toMatchObject([
      { zone: 'not-comparable', baseline: { name: 'base' } },
    ])
    const elsewhere = earlier({ name: 'night', slices: [there] })
    expect(of([elsewhere, earlier({ slices: [other, there] })])).toMatchObject([{ baseline_value: 0.95 }])
    const part = { rows: 31, metrics: { accuracy: 0.99 }, undefined: [] }
    const whole = { rows: 90, metrics: { accuracy: 0 }, undefined: [] }
    expect(of([earlier({ candidate: whole, slices: [{ ...there, candidate: part }] })])).toMatchObject([
      { rows: 31, candidate_value: 0.99, zone: 'within' },
    ])
  })
})
