import { beforeEach, describe, expect, it } from 'vitest'
import { nextSteps } from '../../src/report/next-steps.ts'
import { type Bench, bench, type GateRun } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const rows = 200

/** Of 200 rows `wrong` are predicted wrong. */
function predictions(wrong: number, ids = 'r'): string {
  const lines = Array.from(
    { length: rows },
    (_, i) => `${ids}${i},${i % 2},${i < wrong ? 1 - (i % 2) : i % 2}`,
  )
  return `id,label,prediction\n${lines.join('\n')}\n`
}

const seeds = (...wrong: number[]) => wrong.map((count) => predictions(count))

const config = (least: number) => ({
  evaluate: { predictions: 'predictions.csv' },
  gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } }, seeds: { least } },
})

/** The shipped model has 20 rows wrong on both sides: one model with one model, nothing would be found. */
async function judged(candidate: readonly string[], base: readonly string[], least = 3) {
  await repository.write('predictions.csv', predictions(20))
  const before: GateRun = await repository.gate(config(least), { model: 'before', seeds: base })
  expect(before.record.verdict).toBe('no-baseline')
  return repository.gate(config(least), {
    base: { outcome: 'found', value: before.read },
    model: 'after',
    seeds: candidate,
    baseSeeds: base,
  })
}

describe('a gate over seeds', () => {
  it('blocks a training that is worse on average, where the models that ship are equal', async () => {
    const { record } = await judged(seeds(40, 42, 44, 41), seeds(20, 22, 19, 21))
    const [comparison] = record.comparisons!
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(comparison).toMatchObject({
      zone: 'worse',
      method: 'welch',
      seeds: [4, 4],
      candidate_value: expect.closeTo(0.79125, 12),
      baseline_value: expect.closeTo(0.8975, 12),
    })
    expect(comparison).not.toHaveProperty('rows_needed')
    expect(comparison?.explanation).toMatch(/^accuracy on average fell from 0\.8975 \(base\) to 0\.7913/)
    expect(record.seeds?.accuracy).toEqual([0.8, 0.79, 0.78, 0.795])
  })

  it('takes the luck of seeds for what it is', async () => {
    const { record } = await judged(seeds(10, 40, 25, 35), seeds(20, 12, 33, 25))
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: true })
    expect(record.comparisons![0]).toMatchObject({ zone: 'beyond', method: 'welch' })
    expect(record.comparisons![0]?.explanation).toContain('with 4 seeds against 4 that can be chance')
  })

  it('is not passed with fewer seeds than the rules ask for', async () => {
    const { record } = await judged(seeds(20, 20), seeds(20, 22, 19))
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.comparisons![0]?.explanation).toContain('at least 3 seeds, but there are 2')
  })

  it('asks for seeds, not for other rows, where two files of the same rows are compared', async () => {
    await repository.write('predictions.csv', predictions(20))
    await repository.write('before.csv', predictions(21))
    const { gate } = config(3)
    const of = { ...config(3), gate: { ...gate, baselines: ['file:before.csv'] } }
    const { record } = await repository.gate(of)
    expect(record.reason).toContain('nothing is known of its training. Let train.seeds.predictions name')
    expect(nextSteps(record)).toEqual([])
  })

  it('is not passed with predictions of other rows', async () => {
    const { record } = await judged([predictions(20, 'x'), ...seeds(20, 20)], seeds(20, 22, 19))
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('compares row by row where the baseline kept none', async () => {
    const { record } = await judged(seeds(40, 42, 44), [])
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.comparisons![0]).not.toHaveProperty('seeds')
    expect(record.comparisons![0]?.method).not.toBe('welch')
  })
})
