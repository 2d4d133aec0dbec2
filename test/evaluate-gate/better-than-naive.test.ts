import { beforeEach, describe, expect, it } from 'vitest'
import { gateMarkdown } from '../../src/report/gate/gate-markdown.ts'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** 100 rows, the first 60 positive; the given number of them predicted right, spread over both classes. */
const predictions = (right: number, rows = 100) =>
  `id,sex,label,prediction\n${Array.from({ length: rows }, (_, i) => {
    const label = i < 0.6 * rows ? 1 : 0
    return `${i},${i % 2 ? 'f' : 'm'},${label},${(i * 37) % rows < right ? label : 1 - label}`
  }).join('\n')}\n`

const judged = async (text: string, amount: number, more: object = {}) => {
  await repository.write('new.csv', text)
  return repository.gate({
    evaluate: { predictions: 'new.csv' },
    gate: { baselines: [], rules: { accuracy: { better_than_naive: amount } }, ...more },
  })
}

describe('better_than_naive', () => {
  it('lets a model pass that is clearly better, and needs no baseline', async () => {
    const { record } = await judged(predictions(90), 0.1)
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.comparisons).toMatchObject([
      {
        rule: 'better_than_naive',
        candidate_value: 0.9,
        baseline_value: 0.6,
        naive: 'always says the positive class',
        allowed: -0.1,
        zone: 'no-worse',
      },
    ])
    expect(record.comparisons![0]!.explanation).toMatch(
      /^accuracy is 0\.9000, 0\.3000 better than the 0\.6000 of a model that always says the positive class: at least the 0\.1 that it must be better, and more than chance explains \(p < 0\.0001\)\.$/,
    )
    expect(gateMarkdown(record, { detail: 'full' })).toContain(
      'at least 0.1 better than a naive model | ✅ better',
    )
  })

  it('says how much better a model has to be to pass, and which one it blocks', async () => {
    // 900 of 1,000 right beside 600
    const { record } = await judged(predictions(900, 1000), 0.2)
    const [found] = record.comparisons!
    const error = (found!.smallest_passed! - 0.2) / 0.8416212
    expect(error).toBeGreaterThan(0.01)
    expect(error).toBeLessThan(0.03)
    expect(found!.smallest_blocked).toBeCloseTo(-(0.2 - 0.8416212 * error), 6)
    expect(gateMarkdown(record, { detail: 'full' })).toMatch(
      /A true improvement of 0\.18\d+ or less is blocked in 4 of 5 runs, one of 0\.21\d+ or more passes as often\./,
    )
    // where next to nothing is asked, it has to be more than chance explains: 1.645 standard errors and 0.84
    const little = (await judged(predictions(900, 1000), 0.001)).record.comparisons![0]!
    expect(little.smallest_passed).toBeCloseTo(2.4864749 * error, 6)
  })

  it('blocks a model that is better by too little', async () => {
    const { record } = await judged(predictions(900, 1000), 0.35)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('less than the 0.35 that it must be better')
  })

  it('is not sure of what can be chance', async () => {
    const { record } = await judged(predictions(63), 0)
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: true })
    expect(record.reason).toContain('but on 100 rows that can be chance')
  })

  it.each([
    ['is worse', predictions(50)],
    ['is the naive model itself', predictions(100).replaceAll(/,[01]$/gm, ',1')],
  ])('blocks a model that %s', async (_what, text) => {
    const { record } = await judged(text, 0)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('it must be better')
  })

  it('judges slices by the naive model of their own rows', async () => {
    const slices = { columns: ['sex'], rules: { accuracy: { better_than_naive: 0.1 } } }
    const { record } = await judged(predictions(90), 0.1, { slices })
    expect(record.comparisons!.map(({ slice, zone }) => [slice, zone])).toEqual([
      [undefined, 'no-worse'],
      ['sex = m', 'no-worse'],
      ['sex = f', 'no-worse'],
    ])
  })

  it('has no value where the metric is a word of a file', async () => {
    await repository.write('new.json', '{"accuracy": 0.99}')
    const { record } = await repository.gate({
      evaluate: { metrics: 'new.json' },
      gate: { baselines: [], rules: { accuracy: { better_than_naive: 0 } } },
    })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('it is a reported value, with no naive model beside it')
  })

  it('has no value where a prediction is missing', async () => {
    const { record } = await judged(predictions(90).replace(/,1$/m, ','), 0)
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
  })
})
