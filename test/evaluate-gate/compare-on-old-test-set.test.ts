import { describe, expect, it } from 'vitest'
import type { ComparedEvaluation } from '../../src/evaluate-gate/measured.ts'
import { baseline, compared, digest, earlier, tested } from './a-comparison.ts'
import { evaluation } from './an-evaluation.ts'

describe('a test set of before', () => {
  const name = 'old test of base'
  const onIt = (given: Partial<ComparedEvaluation> = {}) =>
    earlier({ name, differences: { accuracy: tested(0.02) }, ...given })
  const sets = (candidate = evaluation({ name, metrics: { accuracy: 0.8 } })) => [
    { name, of: 'test', digest: digest('c'), baselines: ['base'], candidate },
  ]

  it('is judged by what the rules ask of a change, in one family with all other tests', () => {
    const evaluations = [earlier({ differences: { accuracy: tested(0.03) } })]
    const found = compared({
      evaluations: [evaluation({ metrics: { accuracy: 0.8 } })],
      baselines: [baseline({ evaluations, old: [onIt()] })],
      old: sets(),
      rules: { accuracy: { max_worsening: 0.01, min: 0.95 } },
    })
    expect(found.map(({ rule, evaluation: on, zone, p_adjusted }) => [rule, on, zone, p_adjusted])).toEqual([
      ['min', 'test', 'below-bound', undefined],
      ['max_worsening', 'test', 'worse', 0.04],
      ['max_worsening', name, 'worse', 0.04],
    ])
    expect(found[2]).toMatchObject({ old_test_set_of: 'test', candidate_value: 0.8, baseline_value: 0.9 })
  })

  it('is judged by slices and newly wrong rows as well, and by a rule of its evaluation', () => {
    const slice = { name: 'region = north', rows: 50, metrics: { accuracy: 0.7 } }
    const theirs = { name: slice.name, metrics: { accuracy: 0.9 }, undefined: [], differences: {} }
    const flips = { rows: 100, broken: 12, mended: 2, listed: { broken: [], mended: [] } }
    const found = compared({
      baselines: [baseline({ old: [onIt({ slices: [theirs], flips })] })],
      old: sets(evaluation({ name, metrics: { accuracy: 0.8 }, slices: [slice] })),
      rules: {},
      own: { test: { accuracy: { max_worsening: 0.2 } } },
      slices: { rules: { accuracy: { max_worsening: 0.05, min: 0.9 } }, minRows: 10 },
      newErrors: { max: 10 },
    }).filter(({ old_test_set_of: of }) => of === 'test')
    expect(found.map(({ rule, slice: part, zone }) => [rule, part, zone])).toEqual([
      ['max_worsening', undefined, 'within'],
      ['max_new_errors', undefined, 'below-bound'],
      ['max_worsening', 'region = north', 'worse'],
    ])
  })

  it('asks nothing that either side has not got there', () => {
    const incomparable = { name, comparable: false as const, reason: 'rows differ', had: ['accuracy'] }
    const none = { baselines: [baseline({ old: [incomparable] })], old: sets() }
    const unknown = { baselines: [baseline({ old: [onIt({ metrics: {} })] })], old: sets() }
    const lost = [{ ...sets()[0]!, candidate: undefined, why: 'its command failed' }]
    const failed = { baselines: [baseline({ old: [onIt()] })], old: lost as never }
    for (const given of [none, unknown, failed])
      expect(compared(given).filter(({ evaluation: on }) => on === name)).toEqual([])
  })
})
