import { expect, test } from 'vitest'
import { waiversOfNothing } from '../../../src/evaluate-gate/waivers/of-nothing.ts'
import { projectOf } from '../gate-run.ts'

const rows = { predictions: 'a.csv' }
const of = (waiver: object, gate: object = {}) =>
  waiversOfNothing(
    projectOf('.', {
      evaluations: { test: rows, holdout: rows },
      gate: { rules: { accuracy: { min: 0.5 }, 'f1@holdout': { min: 0.5 } }, ...gate },
      waivers: [{ ceiling: 0.1, until: '2027-01-31', reason: 'new labels', ...waiver }],
    }).config,
  )

test('a waiver that no rule can need is told', () => {
  expect(of({ metric: 'acuracy' })).toEqual([
    'The waiver of acuracy in modelassay.yml is of no use: the gate has no rule on it; did you mean "accuracy"?',
  ])
  expect(of({ metric: 'new_errors', rule: 'max_new_errors' })).toHaveLength(1)
  expect(of({ metric: 'accuracy', evaluation: 'houldout' })).toEqual([
    'The waiver of accuracy in modelassay.yml is of no use: there is no evaluation houldout; did you mean "holdout"?',
  ])
})

test('a waiver of something that is ruled is not', () => {
  expect(of({ metric: 'accuracy' })).toEqual([])
  expect(of({ metric: 'f1', evaluation: 'holdout' })).toEqual([])
  expect(of({ metric: 'new_errors', rule: 'max_new_errors' }, { new_errors: { max: 3 } })).toEqual([])
  expect(of({ metric: 'mcc' }, { slices: { columns: ['a'], rules: { mcc: { min: 0 } } } })).toEqual([])
  const fairness = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } }
  expect(of({ metric: 'demographic_parity_difference', rule: 'max' }, { fairness })).toEqual([])
})
