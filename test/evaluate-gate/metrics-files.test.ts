import { beforeEach, describe, expect, it } from 'vitest'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** `modelassay evaluate-gate --metrics new.json --baselines file:old.json --rules ...` */
const judged = async (now: object | string, before: object | string, rules: object, more: object = {}) => {
  await repository.write('new.json', typeof now === 'string' ? now : JSON.stringify(now))
  await repository.write('old.json', typeof before === 'string' ? before : JSON.stringify(before))
  return repository.gate({
    evaluate: { metrics: 'new.json' },
    gate: { baselines: ['file:old.json'], rules },
    ...more,
  })
}

describe('two metrics files', () => {
  it('passes a loss that is allowed to the last decimal', async () => {
    const { record } = await judged(
      { accuracy: 0.8 },
      { accuracy: 0.81 },
      { accuracy: { max_worsening: 0.01 } },
    )
    expect(record).toMatchObject({ verdict: 'pass', passes: true, decided_by: [] })
    expect(record.comparisons![0]).toMatchObject({ zone: 'within', method: 'estimate', baseline_value: 0.81 })
    expect(record.comparisons![0]!.explanation).toBe(
      'accuracy fell from 0.8100 (old.json) to 0.8000, 0.0100 worse: inside the 0.01 allowed, judged by the estimate alone.',
    )
  })

  it('blocks a loss beyond what is allowed, and says by how much', async () => {
    const { record } = await judged(
      { accuracy: 0.7 },
      { accuracy: 0.81 },
      { accuracy: { max_worsening: 0.01 } },
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false, decided_by: [0] })
    expect(record.reason).toBe(
      'accuracy fell from 0.8100 (old.json) to 0.7000, 0.1100 worse: more than the 0.01 allowed, judged by the estimate alone.',
    )
  })

  it.each([
    ['beside a baseline that is none', 80, 0.95, { max_worsening: 0.01 }],
    ['beside a baseline, the other way round', 0.8, 95, { max_worsening: 0.01 }],
    ['beside a minimum that is none', 80, 95, { min: 0.85 }],
    ['beside a minimum, the other way round', 0.8, 0.81, { min: 80 }],
  ])('refuses a share in percent %s', async (_what, now, before, rule) => {
    await expect(judged({ accuracy: now }, { accuracy: before }, { accuracy: rule })).rejects.toMatchObject({
      code: 'units-differ',
      kind: 'configuration',
      hint: expect.stringContaining('80 % is 0.8'),
    })
  })

  it.each([
    [
      'in percent everywhere',
      { accuracy: 80 },
      { accuracy: 81 },
      { accuracy: { min: 75, max_worsening: 2 } },
    ],
    ['beyond 1 by rounding', { accuracy: 1.0000001 }, { accuracy: 0.98 }, { accuracy: { min: 0.9 } }],
    ['of nothing, which is 0 in every unit', { accuracy: 80 }, { accuracy: 0 }, { accuracy: { min: 0 } }],
    ['below none, of what may be', { r2: -3.1 }, { r2: -3.2 }, { r2: { min: -4, max_worsening: 2 } }],
    ['of the user', { coverage: 80 }, { coverage: 0.9 }, { coverage: { min: 0.5 } }],
  ])('takes a value %s', async (_what, now, before, rules) => {
    const { record } = await judged(now, before, rules)
    expect(record.verdict).toBe('pass')
  })

  it.each([
    ['loss of all', { accuracy: 0.5 }, { accuracy: 0.9 }, { accuracy: { max_worsening: 1 } }],
    ['loss of more than all', { mcc: -0.2 }, { mcc: 0.9 }, { mcc: { min: -0.5, max_worsening: 5 } }],
    [
      'improvement of more than all',
      { accuracy: 0.95 },
      { accuracy: 0.9 },
      { accuracy: { must_improve: 2 } },
    ],
  ])('refuses a rule in percent on values that are none: a %s', async (_what, now, before, rules) => {
    await expect(judged(now, before, rules)).rejects.toMatchObject({
      code: 'rule-out-of-reach',
      kind: 'configuration',
      hint: expect.stringContaining("in the metric's unit"),
    })
  })

  it.each([
    ['of both', { mae: -300 }, { mae: -3 }, { mae: { max_worsening: 0.1 } }],
    ['of this model', { log_loss: -3 }, { log_loss: 0.3 }, { log_loss: { max: 0.4 } }],
    ['of a baseline, however small', { mse: 3e-9 }, { mse: -1e-9 }, { mse: { max_worsening: 0 } }],
    ['of a share', { brier: -0.9 }, { brier: -0.1 }, { brier: { max_worsening: 0.01 } }],
  ])('refuses an error whose sign is turned, %s', async (_what, now, before, rules) => {
    await expect(judged(now, before, rules)).rejects.toMatchObject({
      code: 'negative-metric',
      kind: 'input',
      hint: expect.stringContaining('neg_'),
    })
  })

  it('refuses a share of the variance in percent beside a minimum that is none', async () => {
    await expect(judged({ r2: 62 }, { r2: 90 }, { r2: { min: 0.8 } })).rejects.toMatchObject({
      code: 'units-differ',
      message: expect.stringContaining('it is never above 1'),
    })
  })

  it('knows that an error which rises is worse', async () => {
    const { record } = await judged({ rmse: 3.4 }, { rmse: 3.1 }, { rmse: { max_worsening: 0.2 } })
    expect(record.verdict).toBe('fail')
    expect(record.comparisons![0]!.explanation).toContain(
      'rmse rose from 3.1000 (old.json) to 3.4000, 0.3000 worse',
    )
  })

  it('allows a share of the old value where the rule is a ratio', async () => {
    const rules = { rmse: { max_worsening_ratio: 0.02 } }
    const allowed = await judged({ rmse: 51 }, { rmse: 50 }, rules)
    expect(allowed.record.verdict).toBe('pass')
    expect(allowed.record.comparisons![0]).toMatchObject({
      rule: 'max_worsening_ratio',
      allowed: 1,
      allowed_ratio: 0.02,
      zone: 'within',
    })
    const beyond = await judged({ rmse: 51.1 }, { rmse: 50 }, rules)
    expect(beyond.record.verdict).toBe('fail')
    expect(beyond.record.reason).toBe(
      'rmse rose from 50.00 (old.json) to 51.10, 1.1000 worse: more than the 1 (2 %) allowed, judged by the estimate alone.',
    )
    const odd = await judged({ rmse: 0.7 }, { rmse: 0.617283945 }, rules)
    expect(odd.record.reason).toContain('0.0827 worse: more than the 0.0123 (2 %) allowed')
  })

  it('asks for an improvement where the rule does', async () => {
    const rules = { accuracy: { must_improve: 0.01 } }
    const better = await judged({ accuracy: 0.82 }, { accuracy: 0.81 }, rules)
    expect(better.record.verdict).toBe('pass')
    const equal = await judged({ accuracy: 0.81 }, { accuracy: 0.81 }, rules)
    expect(equal.record.verdict).toBe('fail')
    const short = await judged({ accuracy: 0.815 }, { accuracy: 0.81 }, rules)
    expect(short.record.comparisons![0]).toMatchObject({
      rule: 'must_improve',
      allowed: -0.01,
      zone: 'below-bound',
    })
    expect(short.record.reason).toBe(
      'accuracy rose from 0.8100 (old.json) to 0.8150, 0.0050 better: less than the 0.01 that it must be better.',
    )
  })

  it('takes the direction of an own metric from the configuration', async () => {
    const own = { metrics: { latency: { reported: 'p95.ms', direction: 'lower' } } }
    const rules = { latency: { max_worsening: 5 } }
    const slower = await judged({ p95: { ms: 120 } }, { p95: { ms: 100 } }, rules, own)
    expect(slower.record.verdict).toBe('fail')
    const faster = await judged({ p95: { ms: 90 } }, { p95: { ms: 100 } }, rules, own)
    expect(faster.record.verdict).toBe('pass')
  })

  it('asks for a direction that it cannot know', async () => {
    await expect(judged({ cost: 1 }, { cost: 2 }, { cost: { max_worsening: 1 } })).rejects.toMatchObject({
      code: 'unknown-direction',
      kind: 'configuration',
      hint: expect.stringContaining('direction: higher'),
    })
    const { record } = await judged({ cost: 1 }, { cost: 2 }, { cost: { max: 1.5 } })
    expect(record.verdict).toBe('pass')
  })

  it('suggests the metric that was meant', async () => {
    await expect(
      judged({ accuracy: 0.8 }, { accuracy: 0.8 }, { acuracy: { min: 0.7 } }),
    ).rejects.toMatchObject({
      code: 'unknown-metric',
      message: expect.stringContaining('did you mean "accuracy"?'),
    })
  })

  it.each(['NaN', 'Infinity', 'null', '"high"'])('never passes on %s', async (value) => {
    const { record } = await judged(
      `{"accuracy": ${value}}`,
      { accuracy: 0.8 },
      { accuracy: { min: 0.1, max_worsening: 0.9 } },
    )
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons!.map(({ zone }) => zone)).toEqual(['undefined', 'undefined'])
  })

  it('never passes on values that lie too far apart to be subtracted', async () => {
    const { record } = await judged({ r2: -1e308 }, { r2: -1e308 }, { r2: { max_worsening: 1 } })
    expect(record.verdict).toBe('pass')
    const metrics = { profit: { reported: 'profit', direction: 'lower' } }
    const far = await judged(
      { profit: 1e308 },
      { profit: -1e308 },
      { profit: { max_worsening: 1 } },
      { metrics },
    )
    expect(far.record).toMatchObject({ verdict: 'fail', passes: false })
    expect(far.record.reason).toBe(
      "profit has no value: 1e+308 and -1e+308 lie too far apart for a computer's numbers.",
    )
  })

  it('fails when the new file lost the metric', async () => {
    const { record } = await judged({ f1: 0.8 }, { accuracy: 0.8 }, { accuracy: { max_worsening: 0.1 } })
    expect(record.reason).toBe('accuracy has no value: it was not reported.')
    expect(record.verdict).toBe('fail')
  })

  it('says it when the old file never had the metric', async () => {
    const { record } = await judged(
      { accuracy: 0.8, f1: 0.7 },
      { accuracy: 0.8 },
      { f1: { max_worsening: 0.1 } },
    )
    expect(record).toMatchObject({ verdict: 'no-baseline', passes: true })
  })

  it('fails when the old value is not a number: nothing was shown', async () => {
    const { record } = await judged({ accuracy: 0.8 }, '{"accuracy": NaN}', {
      accuracy: { max_worsening: 0.1 },
    })
    expect(record.verdict).toBe('fail')
  })

  it('breaks the tie of rules by the worst', async () => {
    const rules = { accuracy: { min: 0.9, max_worsening: 0.5 }, f1: { max_worsening: 0.5 } }
    const { record } = await judged({ accuracy: 0.8, f1: 0.7 }, { accuracy: 0.8 }, rules)
    expect(record.verdict).toBe('fail')
    expect(record.decided_by).toEqual([0])
    expect(record.comparisons!.map(({ zone }) => zone)).toEqual(['below-bound', 'within', 'no-baseline'])
  })

  it('refuses to compare a file with itself', async () => {
    await repository.write('new.json', '{"accuracy": 0.8}')
    await expect(
      repository.gate({
        evaluate: { metrics: 'new.json' },
        gate: { baselines: ['file:./new.json'], rules: { accuracy: { max_worsening: 0.1 } } },
      }),
    ).rejects.toMatchObject({ code: 'baseline-is-candidate' })
  })

  it('names a file that is not there', async () => {
    await repository.write('new.json', '{"accuracy": 0.8}')
    const rules = { accuracy: { max_worsening: 0.1 } }
    await expect(
      repository.gate({ evaluate: { metrics: 'new.json' }, gate: { baselines: ['file:gone.json'], rules } }),
    ).rejects.toMatchObject({ code: 'baseline-not-found', message: expect.stringContaining('gone.json') })
    await expect(
      repository.gate({ evaluate: { metrics: 'gone.json' }, gate: { baselines: ['file:new.json'], rules } }),
    ).rejects.toMatchObject({ code: 'metrics-not-found', message: expect.stringContaining('gone.json') })
  })

  it('reads an old file in CSV or YAML', async () => {
    await repository.write('new.json', '{"accuracy": 0.7}')
    await repository.write('old.csv', 'metric,value\naccuracy,0.8\n')
    await repository.write('old.yaml', 'accuracy: 0.8\n')
    const rules = { accuracy: { max_worsening: 0.01 } }
    const { record } = await repository.gate({
      evaluate: { metrics: 'new.json' },
      gate: { baselines: ['file:old.csv', 'file:old.yaml'], rules },
    })
    expect(record.comparisons!.map(({ zone }) => zone)).toEqual(['worse', 'worse'])
  })

  it.each(['constructor', '__proto__', 'toString'])('finds no value in a metric named %s', async (name) => {
    const rules = JSON.parse(`{"${name}": {"min": 0}}`)
    await expect(judged({ accuracy: 1 }, { accuracy: 1 }, rules)).rejects.toMatchObject({
      kind: 'configuration',
    })
  })
})

describe('rules that judge nothing', () => {
  const evaluate = { metrics: 'new.json' }
  it.each([
    ['no-rules', { evaluate, gate: {} }],
    ['no-baselines', { evaluate, gate: { baselines: [], rules: { accuracy: { max_worsening: 0 } } } }],
    ['nothing-to-evaluate', { gate: { rules: { accuracy: { min: 0 } } } }],
    ['nothing-to-evaluate', { evaluate: { task: 'binary' }, gate: { rules: { accuracy: { min: 0 } } } }],
    ['unknown-metric', { evaluate: { predictions: 'p.csv' }, gate: { rules: { acuracy: { min: 0 } } } }],
  ])('are an error: %s', async (code, config) => {
    await expect(repository.gate(config)).rejects.toMatchObject({ code, kind: 'configuration' })
  })
})
