import { beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bench, type GateRun } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const predictions = (name = 'r') =>
  `id,label,prediction\n${Array.from({ length: 100 }, (_, i) => `${name}${i},${i % 2},${i % 2}`).join('\n')}\n`

async function gate(before: GateRun | undefined, more: object = {}, text = predictions()) {
  await repository.write('predictions.csv', text)
  return repository.gate(
    {
      evaluate: { predictions: 'predictions.csv' },
      gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01, min: 0.5 } }, ...more },
    },
    { model: 'any', ...(before && { base: { outcome: 'found' as const, value: before.read } }) },
  )
}

describe('the use of a test set', () => {
  it('is counted on from the last accepted run', async () => {
    const first = await gate(undefined)
    expect(first.record.evaluations![0]).not.toHaveProperty('uses')
    const second = await gate(first)
    expect(second.record.evaluations![0]!.uses).toBe(2)
    const third = await gate(second)
    expect(third.record.evaluations![0]!.uses).toBe(3)
    expect(third.record.reason).not.toContain('fit it by chance')
  })

  it('goes with what each of those runs reached', async () => {
    const third = await gate(await gate(await gate(undefined)))
    expect(third.record.observed.trend).toMatchObject([
      { metrics: { accuracy: 1 } },
      { metrics: { accuracy: 1 } },
    ])
  })

  it('begins anew with another test set', async () => {
    const second = await gate(await gate(undefined))
    const other = await gate(second, {}, predictions('q'))
    expect(other.record.evaluations![0]!.uses).toBe(1)
  })

  it('past its budget is warned of, and blocks nothing', async () => {
    const second = await gate(await gate(undefined), { test_set_budget: 2 })
    expect(second.log.join()).not.toContain('test_set_budget')
    const { record, log } = await gate(second, { test_set_budget: 2 })
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.reason).toContain('has judged 3 accepted models, more than gate.test_set_budget (2)')
    expect(log.join()).toContain('warning: The test set of test has judged 3 accepted models')
  })

  it('is counted where no rule compares, too', async () => {
    const bounds = { rules: { accuracy: { min: 0.5 } }, test_set_budget: 1 }
    const second = await gate(await gate(undefined, bounds), bounds)
    expect(second.record).toMatchObject({ verdict: 'pass', passes: true })
    expect(second.record.reason).toContain('has judged 2 accepted models, more than gate.test_set_budget (1)')
  })

  it('cannot have a budget where nothing says what it was before', async () => {
    await expect(
      gate(undefined, { baselines: [], rules: { accuracy: { min: 0.5 } }, test_set_budget: 3 }),
    ).rejects.toMatchObject({ code: 'no-baselines' })
    await repository.write('predictions.csv', predictions())
    const { record } = await repository.gate(
      {
        evaluate: { predictions: 'predictions.csv' },
        gate: { baselines: ['base'], rules: { accuracy: { min: 0.5 } }, test_set_budget: 3 },
      },
      { base: { outcome: 'lost', reason: 'its artifact expired', hint: 'Run it again.' } },
    )
    expect(record.reason).toContain('cannot be told: its artifact expired.')
  })
})
