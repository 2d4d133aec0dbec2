import { describe, expect, it } from 'vitest'
import { base, newProject, valid } from './new-project.ts'

const { put, load } = newProject()

describe('on a pull request', () => {
  it('checks of the dataset cannot be loosened or taken away, only added', async () => {
    const strict =
      'data:\n  label: churned\n  checks:\n    duplicates: {max_share: 0.01, ignore: [customer_id]}\n    label_leakage: {}\n'
    const loose =
      'data:\n  label: other\n  checks:\n    duplicates: {max_share: 1, severity: warning}\n    shared_rows: {}\n'
    await put('modelassay.yml', valid.replace('data:\n', loose))
    const { config, policy } = await load({ base: base(valid.replace('data:\n', strict)) })
    expect(config.data.label).toBe('churned')
    expect(config.data.checks).toEqual({
      duplicates: { max_share: 0.01, ignore: ['customer_id'], severity: 'error' },
      label_leakage: { max_score: 0.8, ignore: [], severity: 'error' },
      shared_rows: { max_share: 0.05, ignore: [], severity: 'error' },
    })
    await put('modelassay.yml', valid)
    expect((await load({ base: base(valid.replace('data:\n', strict)) })).config.data.checks).toMatchObject({
      duplicates: { max_share: 0.01 },
      label_leakage: {},
    })
    expect((await load({ base: base(valid) })).policy.digest).not.toBe(policy.digest)
  })

  it('seeds are nobody’s to choose where the gate tests them', async () => {
    const over = (seeds: string) =>
      `${valid.replace('gate:\n', 'gate:\n  seeds: {least: 3}\n')}train:\n  seeds: ${seeds}\n`
    await put('modelassay.yml', over('[7, 13, 99]'))
    const { config, policy } = await load({ base: base(over('5')) })
    expect(config.train.seeds.values).toEqual([0, 1, 2, 3, 4])
    expect(policy).toMatchObject({
      protected: true,
      pending: [{ key: 'train.seeds', now: '5', proposed: '[7,13,99]' }],
    })
    const given = { overrides: [{ input: 'seeds', at: ['train', 'seeds'], value: [7] }] }
    expect((await load({ ...given, base: base(over('5')) })).policy.protected).toBe(false)
    await put('modelassay.yml', `${valid}train:\n  seeds: [7]\n`)
    expect((await load({ ...given, base: base(`${valid}train:\n  seeds: 5\n`) })).policy.protected).toBe(true)
  })

  it.each([
    [
      'fairness',
      'fairness: {columns: [sex], rules: {demographic_parity_difference: {max: 0.1}}}',
      'fairness: {columns: [sex], rules: {demographic_parity_difference: {max: 1}}}',
    ],
    [
      'the least rows of a group',
      'fairness: {columns: [sex], rules: {equal_opportunity_ratio: {min: 0.8}}}',
      'fairness: {columns: [sex], min_rows: 9999, rules: {equal_opportunity_ratio: {min: 0.8}}}',
    ],
    [
      'slices',
      'slices: {columns: [sex], rules: {accuracy: {min: 0.8}}}',
      'slices: {columns: [sex], min_rows: 9999, rules: {accuracy: {min: 0.8}}}',
    ],
    ['new errors', 'new_errors: {max: 1}', 'new_errors: {max: 1000, listed: 0}'],
    ['the overlap', 'max_overlap: 0', 'max_overlap: 1'],
    ['the budget of a test set', 'test_set_budget: 3', 'test_set_budget: 1000000'],
    ['what an inconclusive verdict does', 'inconclusive: fail', 'inconclusive: warn'],
    ['baselines', 'baselines: [base, best]', 'baselines: []'],
  ])('%s cannot be loosened or taken away', async (_what, strict, loose) => {
    const gate = (more: string) => valid.replace('gate:\n', `gate:\n  ${more}\n`)
    await put('contract.yml', 'fields: []')
    await put('modelassay.yml', gate(strict))
    const asked = (await load({ base: base(gate(strict)) })).config
    for (const change of [gate(loose), valid]) {
      await put('modelassay.yml', change)
      const { config, policy } = await load({ base: base(gate(strict)) })
      expect(config.gate).toEqual(asked.gate)
      expect(policy.protected).toBe(true)
      expect(policy.pending).not.toEqual([])
    }
    await put('modelassay.yml', gate(strict))
    const brought = await load({ base: base(valid) })
    expect(brought.config.gate).not.toEqual(asked.gate)
  })

  it.each([
    ['max_gap', 'max_gap: {max: 0.05, evaluation: train}', 'max_gap: {max: 0.9, evaluation: train}'],
    ['better_than_naive', 'better_than_naive: 0.1', 'better_than_naive: 0'],
    ['must_improve', 'must_improve: 0.1', 'must_improve: 0.0001'],
    ['max_worsening_ratio', 'max_worsening_ratio: 0.01', 'max_worsening_ratio: 1'],
    ['confidence', 'confidence: 0.95', 'max: 2'],
  ])('%s of a rule cannot be loosened or taken away', async (_what, strict, loose) => {
    const ruled = (more: string) => valid.replace('min: 0.8, max_worsening: 0.01', `min: 0.8, ${more}`)
    await put('modelassay.yml', ruled(strict))
    const asked = (await load({ base: base(ruled(strict)) })).config.gate
    for (const change of [ruled(loose), valid]) {
      await put('modelassay.yml', change)
      expect((await load({ base: base(ruled(strict)) })).config.gate).toEqual(asked)
    }
  })

  it('a metric of its own cannot be turned around', async () => {
    await put('modelassay.yml', `${valid}metrics: {cost: {reported: cost, direction: higher}}\n`)
    const { config } = await load({
      base: base(`${valid}metrics: {cost: {reported: cost, direction: lower}}\n`),
    })
    expect(config.metrics.cost?.direction).toBe('lower')
  })

  it('findings in the data count as the base says', async () => {
    await put('modelassay.yml', valid.replace('data:\n', 'data:\n  fail_on: never\n'))
    expect((await load({ base: base(valid) })).config.data.fail_on).toBe('error')
  })
})
