import { beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bench, type GateRun } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const rows = 200
/** Costs that vary by row in the same way for every model, and a little by model. */
const cost = (i: number, more: number) => 10 + (i % 7) + more + ((i * 31) % 11) / 20

function predictions({ more = 0, columns = ['cost', 'premium'] } = {}): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const own: Record<string, number> = { cost: cost(i, more * (1 + (i % 3) / 4)), premium: 20 + (i % 5) }
    return [`r${i}`, i % 2, i % 2, ...columns.map((name) => own[name])].join(',')
  })
  return `id,label,prediction,${columns.join(',')}\n${lines.join('\n')}\n`
}

const metrics = {
  cost: { mean: 'cost', direction: 'lower' },
  loss_ratio: { ratio: ['cost', 'premium'], direction: 'lower' },
}

const gateOf = (rules: object, more: object = {}, before?: GateRun) =>
  repository.gate(
    {
      evaluate: { predictions: 'predictions.csv' },
      metrics,
      gate: { baselines: [before ? 'base' : 'file:before.csv'], rules },
      ...more,
    },
    before && { base: { outcome: 'found', value: before.read } },
  )

const zonesOf = ({ record }: GateRun) => record.comparisons!.map(({ metric, zone }) => [metric, zone])

describe('means and ratios of columns', () => {
  const rules = { cost: { max_worsening: 0.5 }, loss_ratio: { max_worsening: 0.05 } }

  it('have the value that the rows give', async () => {
    await repository.write('before.csv', predictions())
    await repository.write('predictions.csv', predictions())
    const { record } = await gateOf(rules)
    const costs = Array.from({ length: rows }, (_, i) => cost(i, 0))
    const total = costs.reduce((sum, value) => sum + value, 0)
    expect(record.metrics!.cost).toBeCloseTo(total / rows, 12)
    expect(record.metrics!.loss_ratio).toBeCloseTo(total / (22 * rows), 12)
    expect(record.directions).toMatchObject({ cost: 'lower', loss_ratio: 'lower' })
  })

  it('are tested row by row: a clear loss blocks, a small one is no worse', async () => {
    await repository.write('before.csv', predictions())
    await repository.write('predictions.csv', predictions({ more: 2 }))
    const worse = await gateOf(rules)
    expect(worse.record).toMatchObject({ verdict: 'fail', passes: false })
    expect(zonesOf(worse)).toEqual([
      ['cost', 'worse'],
      ['loss_ratio', 'worse'],
    ])
    for (const { change, interval, method } of worse.record.comparisons!) {
      expect(method).toBe('student')
      expect(interval![0]).toBeLessThan(change!)
      expect(interval![1]).toBeGreaterThan(change!)
    }
    await repository.write('predictions.csv', predictions({ more: 0.1 }))
    expect(zonesOf(await gateOf(rules))).toEqual([
      ['cost', 'no-worse'],
      ['loss_ratio', 'no-worse'],
    ])
  })

  it('are compared with the predictions of an earlier run, and with none that did not keep the column', async () => {
    await repository.write('predictions.csv', predictions())
    const first = await gateOf({ cost: { max: 100 } }, {})
    await repository.write('predictions.csv', predictions({ more: 2 }))
    expect(zonesOf(await gateOf(rules, {}, first))).toEqual([
      ['cost', 'worse'],
      ['loss_ratio', 'worse'],
    ])
    await repository.write('predictions.csv', predictions({ columns: ['premium'] }))
    const without = await gateOf({ accuracy: { min: 0.5 } }, { metrics: {} })
    await repository.write('predictions.csv', predictions())
    expect(zonesOf(await gateOf(rules, {}, without))).toEqual([
      ['cost', 'no-baseline'],
      ['loss_ratio', 'no-baseline'],
    ])
  })

  it('have bounds that rules with confidence go by, and hold in slices', async () => {
    await repository.write('before.csv', predictions())
    await repository.write('predictions.csv', predictions())
    const { record } = await gateOf({ cost: { max: 13.3, confidence: 0.95 } })
    expect(record.metrics!.cost).toBeLessThan(13.3)
    expect(record.comparisons![0]).toMatchObject({ zone: 'below-bound', method: 'student' })
    const sliced = await repository.gate({
      evaluate: { predictions: 'predictions.csv' },
      metrics,
      gate: {
        baselines: ['file:before.csv'],
        rules: { accuracy: { min: 0.5 } },
        slices: { columns: ['label'], rules: { cost: { max: 5 } } },
      },
    })
    expect(sliced.record.comparisons!.filter(({ zone }) => zone === 'below-bound')).toHaveLength(2)
  })

  it.each([
    ['a column that is not there', { columns: ['premium'] }, 'the predictions have no column "cost"'],
    [
      'a cell that is empty',
      {},
      '1 of 200 values of "cost" are missing or not finite: the row of the id "r7" has NaN or nothing',
    ],
  ])('never pass on %s, nor does a slice', async (what, how, reason) => {
    const text = predictions(how)
    const broken = what.includes('empty') ? text.replace(/^(r7,1,1),[^,]+/m, '$1,') : text
    await repository.write('before.csv', predictions())
    await repository.write('predictions.csv', broken)
    const { record } = await gateOf({ cost: { max: 1000 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toBe(`cost has no value: ${reason}.`)
    const sliced = await repository.gate({
      evaluate: { predictions: 'predictions.csv' },
      metrics,
      gate: {
        baselines: ['file:before.csv'],
        rules: { accuracy: { min: 0.5 } },
        slices: { columns: ['label'], rules: { cost: { max: 1000 } } },
      },
    })
    expect(sliced.record).toMatchObject({ verdict: 'fail', passes: false })
  })

  it('never pass because a file baseline lost its column', async () => {
    await repository.write('before.csv', predictions({ columns: ['premium'] }))
    await repository.write('predictions.csv', predictions())
    const { record } = await gateOf({ cost: { max_worsening: 1000 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
  })

  it('have no value over a sum that is not above 0', async () => {
    await repository.write('before.csv', predictions())
    await repository.write('predictions.csv', predictions().replace(/,\d+$/gm, ',0'))
    const { record } = await gateOf({ loss_ratio: { max: 10 } })
    expect(record.reason).toContain('the sum of "premium" is not above 0')
    expect(record.passes).toBe(false)
  })

  it('need predictions', async () => {
    await repository.write('metrics.json', '{"cost": 1}')
    await expect(
      gateOf({ cost: { max: 3 } }, { evaluate: { metrics: 'metrics.json' } }),
    ).rejects.toMatchObject({ code: 'metric-without-rows' })
  })
})

describe('a reported value with an interval', () => {
  const own = {
    uplift: {
      reported: 'uplift.mean',
      interval: { low: 'uplift.low', high: 'uplift.high' },
      direction: 'higher',
    },
  }
  const report = (mean: number, spread: number, more: object = {}) =>
    JSON.stringify({ uplift: { mean, low: mean - spread, high: mean + spread, ...more } })
  const judged = async (before: string, now: string, rule: object) => {
    await repository.write('before.json', before)
    await repository.write('metrics.json', now)
    return repository.gate({
      evaluate: { metrics: 'metrics.json' },
      metrics: own,
      gate: { baselines: ['file:before.json'], rules: { uplift: rule } },
    })
  }

  it('is judged by its bound where a rule asks for confidence', async () => {
    const run = await judged(report(5, 1), report(5, 1), { min: 4.5, confidence: 0.95 })
    expect(run.record.comparisons![0]).toMatchObject({ zone: 'below-bound', method: 'reported' })
    // 95% both bounds together is 97.5% each; rules go by 95%.
    expect(run.record.comparisons![0]!.candidate_interval![0]).toBeCloseTo(5 - 1.6448536 / 1.959964, 5)
    const sure = await judged(report(5, 1), report(5, 0.1), { min: 4.5, confidence: 0.95 })
    expect(sure.record.verdict).toBe('pass')
  })

  it('is tested where both sides have one', async () => {
    const noisy = await judged(report(5, 2), report(4, 2), { max_worsening: 0.5 })
    expect(noisy.record.comparisons![0]).toMatchObject({ zone: 'beyond', method: 'reported' })
    expect(noisy.record.comparisons![0]!.explanation).not.toContain('0 rows')
    const clear = await judged(report(5, 0.2), report(4, 0.2), { max_worsening: 0.5 })
    expect(clear.record.comparisons![0]).toMatchObject({ zone: 'worse', method: 'reported' })
  })

  it.each([
    ['no bound', { low: undefined }],
    ['a bound that is no number', { low: 'NaN' }],
    ['bounds beside the value', { low: 6, high: 7 }],
  ])('never passes with %s', async (_what, more) => {
    const { record } = await judged(report(5, 1), report(5, 1, more), { min: 1 })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons![0]!.zone).toBe('undefined')
  })
})
