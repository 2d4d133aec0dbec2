import { describe, expect, it } from 'vitest'
import { checkReach } from '../../../src/evaluate-gate/rules/check-reach.ts'
import { projectOf } from '../gate-run.ts'

const rows = { predictions: 'a.csv' }
const check =
  (rules: object, more: object = {}, evaluations: object = { test: rows }) =>
  () =>
    checkReach(projectOf('.', { evaluations, gate: { baselines: [], rules, ...more } }))

const fine = { accuracy: { min: 0.8, max_worsening: 0.01 } }

describe('a rule that no model can break, or none can keep', () => {
  it.each<[string, object, string]>([
    ['a percent that may be lost', { accuracy: { max_worsening: 1 } }, 'no model can get worse by more'],
    ['two for a correlation', { mcc: { max_worsening: 2 } }, 'mcc lies between -1 and 1'],
    ['a percent of a class', { 'recall[cat]': { max_worsening: 5 } }, 'no model can get worse'],
    ['a minimum in percent', { f1: { min: 80 } }, 'f1 lies between 0 and 1: no model can pass'],
    ['a maximum below zero', { ece: { max: -0.1 } }, 'no model can pass'],
    ['an improvement in percent', { roc_auc: { must_improve: 2 } }, 'no model can pass'],
    ['a distance from a naive model in percent', { f1: { better_than_naive: 10 } }, 'no model can pass'],
    ['all that there is', { recall: { max_worsening_ratio: 1 } }, 'no model can lose more than all'],
    ['an error below none', { mae: { max: -1 } }, 'mae is never below 0: no model can pass'],
    ['a share of the variance in percent', { r2: { min: 80 } }, 'r2 is never above 1: no model can pass'],
    ['a ranking in percent', { 'ndcg@10': { max_worsening: 1 } }, 'no model can get worse'],
  ])('is refused: %s', (_what, rules, message) => {
    expect(check({ ...fine, ...rules })).toThrow(message)
    expect(check(fine, { slices: { columns: ['a'], rules } })).toThrow('gate.slices.rules')
  })

  it('is refused: a gap of all', () => {
    const rules = { accuracy: { max_gap: { max: 5, evaluation: 'train' } } }
    expect(check({ ...fine, ...rules })).toThrow(
      'accuracy.max_gap.max is 5, and accuracy lies between 0 and 1',
    )
  })

  it.each([
    ['accuracy', { min: 1.1 }, 'min'],
    ['ece', { max: -0.1 }, 'max'],
    ['accuracy', { max_worsening: 1 }, 'max_worsening'],
    ['recall', { max_worsening_ratio: 1 }, 'max_worsening_ratio'],
    ['mcc', { must_improve: 2.5 }, 'must_improve'],
    ['mcc', { better_than_naive: 2.5 }, 'better_than_naive'],
    ['mcc', { max_gap: { max: 2, evaluation: 'train' } }, 'max_gap.max'],
  ])('is told with its key: %s %j', (metric, rule, key) => {
    expect(check({ [metric]: rule })).toThrow(`gate.rules.${metric}.${key} is `)
  })

  it('is told in the unit that was meant', () => {
    expect(check({ accuracy: { min: 80 } })).toThrow(
      expect.objectContaining({ code: 'rule-out-of-reach', hint: expect.stringContaining('80 % is 0.8.') }),
    )
  })

  it.each<[string, object]>([
    ['errors, which have no upper end', { mae: { max_worsening: 5 }, log_loss: { max: 5 } }],
    ['a share of the variance, which has no lower end', { r2: { min: -3, max_worsening: 2 } }],
    ['a correlation that may fall below none', { mcc: { max_worsening: 1.5 } }],
    ['all that a correlation can improve', { mcc: { must_improve: 2, better_than_naive: 2 } }],
    ['half of the correlations', { mcc: { max_gap: { max: 1.5, evaluation: 'train' } } }],
    ['half of a share', { accuracy: { max_worsening_ratio: 0.5, max_worsening: 0.5 } }],
    ['no error at all', { mae: { max: 0 }, accuracy: { min: 0.5 } }],
    ['twice the error', { log_loss: { max_worsening_ratio: 1 }, r2: { max_worsening_ratio: 1 } }],
    ['a perfect model', { accuracy: { min: 1 } }],
    ['a value of the user, in percent', { coverage: { min: 80, max_worsening: 2 } }],
  ])('is not: %s', (_what, rules) => {
    expect(check(rules)).not.toThrow()
  })

  it.each([
    ['a difference of all', { demographic_parity_difference: { max: 1 } }],
    ['no ratio at all', { equalized_odds_ratio: { min: 0 } }],
  ])('is refused where it is all that a gate asks of groups: %s', (_what, rules) => {
    const fairness = { columns: ['sex'], rules }
    expect(check({}, { fairness })).toThrow('no rule of gate.fairness can be broken')
    expect(check({ accuracy: { max: 1 } }, { fairness })).toThrow('no other rule of the gate blocks')
    const more = { ...fairness, rules: { ...rules, equal_opportunity_ratio: { min: 0.8 } } }
    expect(check({}, { fairness: more })).not.toThrow()
  })

  it('is not where a file reports the value, in whatever unit', () => {
    const reported = { test: { metrics: 'a.json' } }
    expect(check({ accuracy: { min: 80, max_worsening: 1 } }, {}, reported)).not.toThrow()
    expect(check({ mcc: { min: -50, max_worsening: 5 }, r2: { min: 10 } }, {}, reported)).not.toThrow()
    expect(check({ mcc: { max: -20, min: -90 } }, {}, reported)).not.toThrow()
    expect(
      check({ accuracy: { min: 80, max_worsening: 1 } }, {}, { test: rows, other: { metrics: 'a.json' } }),
    ).not.toThrow()
  })

  it('is refused where a file reports the value, and it lets go of all of it', () => {
    const reported = { test: { metrics: 'a.json' } }
    const rules = { accuracy: { max_worsening_ratio: 1 } }
    expect(check(rules, {}, reported)).toThrow('no model can lose more than all')
  })

  it('is refused where its evaluation, or a slice, is computed beside one that a file reports', () => {
    const both = { test: rows, other: { metrics: 'a.json' } }
    const percent = { max_worsening: 1 }
    expect(check({ ...fine, 'accuracy@test': percent }, {}, both)).toThrow('gate.rules.accuracy@test')
    expect(check({ ...fine, 'accuracy@other': percent }, {}, both)).not.toThrow()
    expect(check(fine, { slices: { columns: ['a'], rules: { accuracy: percent } } }, both)).toThrow(
      'gate.slices.rules.accuracy',
    )
  })
})

describe('a gate that blocks good values alone', () => {
  it.each<[object, string]>([
    [{ log_loss: { min: 0.1 } }, 'Did you mean max?'],
    [{ accuracy: { max: 0.99 } }, 'Did you mean min?'],
    [{ accuracy: { max: 0.99 }, mae: { min: 0, confidence: 0.95 } }, 'Did you mean min?'],
    [{ model_bytes: { min: 100 } }, 'Did you mean max?'],
  ])('is refused: %o', (rules, hint) => {
    expect(check(rules)).toThrow(
      expect.objectContaining({ code: 'nothing-blocks', hint: expect.stringContaining(hint) }),
    )
  })

  it('is none where something else blocks a bad model', () => {
    const suspicious = { accuracy: { max: 0.99 } }
    expect(check({ ...suspicious, log_loss: { max: 0.5 } })).not.toThrow()
    expect(check({ accuracy: { max: 0.99, min: 0.8 } })).not.toThrow()
    expect(check({ accuracy: { max: 0.99, better_than_naive: 0 } })).not.toThrow()
    expect(check({ unheard_of: { min: 3 } })).not.toThrow()
    expect(check(suspicious, { slices: { columns: ['a'], rules: fine } })).not.toThrow()
    expect(check(suspicious, { new_errors: { max: 3 } })).not.toThrow()
    const fairness = { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.1 } } }
    expect(check(suspicious, { fairness })).not.toThrow()
  })

  it.each([[{ listed: 5 }], [{ max_share: 1 }]])(
    'is not saved by flipped rows that are listed, or may be all: %j',
    (new_errors) => {
      expect(check({ accuracy: { max: 0.99 } }, { new_errors })).toThrow('good values alone')
      expect(check({ accuracy: { max: 0.99 } }, { new_errors: { max_share: 0.99 } })).not.toThrow()
    },
  )
})
