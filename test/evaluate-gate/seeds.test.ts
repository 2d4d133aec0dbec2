import { beforeEach, describe, expect, it } from 'vitest'
import { nextSteps } from '../../src/report/gate/next-steps.ts'
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

const config = {
  evaluate: { predictions: 'predictions.csv' },
  gate: { baselines: ['base'], rules: { accuracy: { max_worsening: 0.01 } }, seeds: { least: 3 } },
}

/** The first seed's model ships on both sides. */
async function judged(
  candidate: readonly string[],
  base: readonly string[],
  { evaluated = candidate[0]!, before: evaluatedBefore = base[0] ?? predictions(20) } = {},
) {
  await repository.write('predictions.csv', evaluatedBefore)
  const before: GateRun = await repository.gate(config, { model: 'before', seeds: base })
  expect(before.record.verdict).toBe('no-baseline')
  await repository.write('predictions.csv', evaluated)
  return repository.gate(config, {
    base: { outcome: 'found', value: before.read },
    model: 'after',
    seeds: candidate,
    baseSeeds: base,
  })
}

describe('a gate over seeds', () => {
  it('blocks a training that is worse on average, where the models that ship are equal', async () => {
    const { record } = await judged(seeds(24, 62, 64, 61, 63), seeds(24, 22, 19, 21, 23))
    const [comparison] = record.comparisons!
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(comparison).toMatchObject({
      zone: 'worse',
      method: 'welch',
      seeds: [5, 5],
      candidate_value: expect.closeTo(0.726, 12),
      baseline_value: expect.closeTo(0.891, 12),
    })
    expect(comparison).not.toHaveProperty('rows_needed')
    expect(comparison?.explanation).toMatch(/^accuracy on average fell from 0\.8910 \(base\) to 0\.7260/)
    expect(record.seeds?.accuracy).toEqual([0.88, 0.69, 0.68, 0.695, 0.685])
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
    const of = { ...config, gate: { ...config.gate, baselines: ['file:before.csv'] } }
    const { record } = await repository.gate(of)
    expect(record.reason).toContain('nothing is known of its training. Let train.seeds.predictions name')
    expect(nextSteps(record)).toEqual([
      expect.stringMatching(/^Train as many seeds as gate\.seeds\.least asks for/),
    ])
  })

  it('is not passed with predictions of other rows', async () => {
    const others = [...seeds(20, 20), predictions(20, 'x')]
    const { record } = await judged(others, seeds(20, 22, 19))
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
  })

  it('is not passed with a row of a seed that is there twice', async () => {
    const twice = `${predictions(20)}r0,0,0\n`
    const { record } = await judged([...seeds(20, 20), twice], seeds(20, 22, 19))
    expect(record).toMatchObject({ verdict: 'not-comparable', passes: false })
    expect(record.reason).toContain('an id "r0" is there twice. Let train.seeds.predictions')
  })

  it('is not passed by what the training says of a model that predicts otherwise where it is judged', async () => {
    const { record, log } = await judged(seeds(20, 22, 19), seeds(20, 22, 19), { evaluated: predictions(90) })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('accuracy fell from 0.9000 (base) to 0.5500')
    expect(log).toContainEqual(
      expect.stringContaining('kept of this model is 0.9, and 0.55 of those of test'),
    )
  })

  it('compares row by row where the baseline kept those of another model than was judged', async () => {
    const [best] = seeds(0)
    const { record } = await judged(seeds(20, 22, 19), seeds(90, 90, 91), { before: best })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('accuracy fell from 1.0000 (base) to 0.9000')
  })

  it('compares row by row where the baseline kept none', async () => {
    const { record } = await judged(seeds(20, 42, 44), [])
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.comparisons![0]).not.toHaveProperty('seeds')
    expect(record.comparisons![0]?.method).not.toBe('welch')
  })
})
