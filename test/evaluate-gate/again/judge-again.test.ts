import { beforeEach, describe, expect, it } from 'vitest'
import type { ReadRecord } from '../../../src/record/bundle.ts'
import type { EvaluateGateRecord } from '../../../src/record/evaluate-gate.ts'
import { type Bench, bench, type GateOptions, type GateRun } from '../gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

const rows = 200
const island = (i: number) => ['Dream', 'Biscoe'][Math.floor(i / 100)]!

/** Of 200 rows so many are predicted wrong, the first of each island. */
const predictions = (wrong: number, label = (i: number) => i % 2) =>
  `id,island,sex,label,prediction\n${Array.from({ length: rows }, (_, i) => `r${i},${island(i)},${i % 3 ? 'f' : 'm'},${label(i)},${i % 100 < wrong / 2 ? 1 - label(i) : label(i)}`).join('\n')}\n`

const config = (gate: object, evaluate: object = {}) => ({
  evaluate: { predictions: 'predictions.csv', positive: '1', ...evaluate },
  gate: { baselines: ['base'], rules: { accuracy: { min: 0.8, max_worsening: 0.01 } }, ...gate },
})

/** A gate that was passed, and another run's, each judged by its own work. */
async function both(
  of: object,
  {
    before = predictions(10),
    now = predictions(30),
    ...options
  }: GateOptions & { before?: string; now?: string } = {},
) {
  await repository.write('predictions.csv', before)
  const base = await repository.gate(of, { model: 'before', ...options })
  await repository.write('predictions.csv', now)
  const with_ = { base: { outcome: 'found' as const, value: base.read }, model: 'after', ...options }
  return { base, gate: await repository.gate(of, with_), options: with_ }
}

type Told = Readonly<Record<string, unknown>> & { readonly built_on: readonly { readonly name: string }[] }
const told = (of: Told) => ({
  ...Object.fromEntries(
    ['verdict', 'reason', 'comparisons', 'model_digest', 'evaluations', 'baselines', 'seeds'].map((key) => [
      key,
      of[key],
    ]),
  ),
  baselinesRead: of.built_on.filter(({ name }) => name.startsWith('baseline ')),
})

/** The record with something else in it than was found. */
const forged = ({ read }: GateRun, change: (record: EvaluateGateRecord) => EvaluateGateRecord): GateRun => {
  const record = change(structuredClone(read.record))
  return { record, read: { ...read, record } as ReadRecord<EvaluateGateRecord>, log: [] }
}

describe('a gate that is judged again', () => {
  it.each<[string, object, object?, GateOptions?]>([
    [
      'rules and slices',
      { slices: { columns: ['island'], rules: { accuracy: { max_worsening: 0.05 } } } },
      { baseline: 'rerun-else-stored' },
    ],
    [
      'groups',
      {
        fairness: {
          columns: ['sex', 'island'],
          depth: 2,
          rules: { demographic_parity_difference: { max: 0.1 } },
        },
      },
    ],
    [
      'seeds',
      { seeds: { least: 3 } },
      {},
      { seeds: [30, 34, 28].map((n) => predictions(n)), baseSeeds: [10, 8, 12].map((n) => predictions(n)) },
    ],
    [
      'seeds of which there are too few',
      { seeds: { least: 3 } },
      {},
      { seeds: [predictions(30)], baseSeeds: [10, 8].map((n) => predictions(n)) },
    ],
    [
      'seeds that nobody asked for',
      {},
      {},
      { seeds: [30, 34].map((n) => predictions(n)), baseSeeds: [10, 8].map((n) => predictions(n)) },
    ],
    [
      'a gap to what the training reported',
      { rules: { accuracy: { max_worsening: 0.5, max_gap: { max: 0.01, reported: 'train_accuracy' } } } },
      {},
      { trained: { train_accuracy: 0.99 } },
    ],
    [
      'the size of the model',
      { rules: { accuracy: { max_worsening: 0.5 }, model_bytes: { max: 10 } } },
      {},
      { modelBytes: 1000 },
    ],
    [
      'reported values',
      { rules: { accuracy: { max_worsening: 0.5 }, latency: { max: 5 } } },
      { metrics: 'metrics.json' },
    ],
    ['a worn-out test set', { test_set_budget: 1 }],
    ['bounds that no baseline is looked for', { rules: { accuracy: { min: 0.95 } } }],
    ['files as baselines', { baselines: ['base', 'file:old.csv', 'file:old.json'] }],
  ])('finds what it found: %s', async (_what, gate, evaluate, options) => {
    await repository.write('old.csv', predictions(8))
    await repository.write('metrics.json', '{"latency": 7}')
    await repository.write('old.json', '{"accuracy": 0.99}')
    const of = config(gate, evaluate)
    const run = await both(of, options)
    const { finding } = await repository.again(run.gate, of, run.options)
    expect(told(finding)).toEqual(told(run.gate.record))
    expect(finding.passes).toBe(false)
  })

  it('finds what it found of several evaluations, one of them of training rows', async () => {
    await repository.write('train.csv', predictions(0).replaceAll('\nr', '\nt'))
    const of = {
      evaluations: {
        other: { predictions: 'other.csv', positive: '1' },
        test: { predictions: 'predictions.csv', positive: '1' },
        train: { predictions: 'train.csv', positive: '1', judged: false },
      },
      gate: {
        baselines: ['base'],
        rules: {
          accuracy: { max_gap: { max: 0.01, evaluation: 'train' } },
          'model_bytes@other': { max: 10 },
        },
        fairness: { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.9 } } },
      },
    }
    await repository.write('other.csv', predictions(4))
    const run = await both(of, { modelBytes: 1000 })
    const { finding } = await repository.again(run.gate, of, run.options)
    expect(told(finding)).toEqual(told(run.gate.record))
  })

  it('is held to rules that can be held', async () => {
    await repository.write('predictions.csv', predictions(10))
    const gate = await repository.gate(config({}))
    const of = config({ rules: { accuracy: { max_gap: { max: 0.9, evaluation: 'training' } } } })
    await expect(repository.again(gate, of)).rejects.toThrow('"training", which there is not')
  })

  it('is compared with no run that is itself', async () => {
    await repository.write('predictions.csv', predictions(10))
    const gate = await repository.gate(config({}))
    const options = { base: { outcome: 'found' as const, value: gate.read } }
    await expect(repository.again(gate, config({}), options)).rejects.toMatchObject({
      code: 'baseline-is-candidate',
    })
  })

  it('joins seeds and files without labels with the labels that were judged by', async () => {
    const bare = (wrong: number) => predictions(wrong).replace(/^(.*),(.*),(.*),.*,(.*)$/gm, '$1,$4')
    const truth = predictions(0).replace(/^(.*),(.*),(.*),(.*),.*$/gm, '$1,$4')
    await repository.write('truth.csv', truth)
    await repository.write('old.csv', bare(8))
    const of = {
      ...config(
        { baselines: ['base', 'file:old.csv'], seeds: { least: 2 } },
        { truth: { table: 'test', column: 'label', id: 'id' } },
      ),
      data: { tables: { test: { path: 'truth.csv', role: 'test' } } },
    }
    const run = await both(of, {
      before: bare(10),
      now: bare(30),
      seeds: [30, 34].map(bare),
      baseSeeds: [10, 8].map(bare),
    })
    const { finding, taken } = await repository.again(run.gate, of, run.options)
    expect(told(finding)).toEqual(told(run.gate.record))
    expect(taken).toEqual([
      'the predictions of its seeds',
      'whether its training saw rows of test, of which it says nothing',
    ])
  })

  it('says what nothing but the run vouches for', async () => {
    const of = config({
      fairness: { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.5 } } },
    })
    await repository.write('predictions.csv', predictions(10))
    const gate = await repository.gate(of)
    const { finding, taken } = await repository.again(gate, of)
    expect(finding.verdict).toBe('no-baseline')
    expect(taken).toEqual(['the rows and labels of test', 'who belongs to which group by sex'])
  })
})

describe('a run that tells a tale', () => {
  const fair = config({
    baselines: [],
    rules: { accuracy: { min: 0.8 } },
    fairness: { columns: ['sex'], rules: { demographic_parity_difference: { max: 0.9 } } },
  })
  const groups =
    (change: (all: NonNullable<EvaluateGateRecord['evaluations']>[number]) => void) =>
    (record: EvaluateGateRecord) => {
      change(record.evaluations![0]!)
      return record
    }

  it('is not believed in groups that its predictions do not have', async () => {
    await repository.write('predictions.csv', predictions(10))
    const gate = await repository.gate(fair)
    const again = (change: Parameters<typeof groups>[0]) =>
      repository.again(forged(gate, groups(change)), fair)
    await expect(again((one) => delete one.fairness)).rejects.toMatchObject({ code: 'groups-missing' })
    await expect(
      again((one) => {
        one.fairness![0]!.groups[0]!.rates.selection_rate!.value = 0.5
        one.fairness![0]!.groups[1]!.rates.selection_rate!.value = 0.4
      }),
    ).rejects.toMatchObject({ code: 'groups-contradict' })
    await expect(again((one) => one.fairness![0]!.groups.pop())).rejects.toMatchObject({
      code: 'groups-contradict',
    })
  })

  it('does not pass a bound by leaving out hard rows, or by other labels', async () => {
    const of = config({ baselines: [], rules: { accuracy: { min: 0.95 } } })
    const run = await both(of, { now: predictions(60) })
    expect(run.gate.record.verdict).toBe('fail')
    const { options } = run
    const identity = run.gate.record.evaluations![0]!.identity
    for (const now of [
      predictions(60)
        .split('\n')
        .filter((_, i) => (i - 1) % 100 >= 30 || i === 0)
        .join('\n'),
      predictions(0, (i) => (i % 100 < 30 ? 1 - (i % 2) : i % 2)),
    ]) {
      await repository.write('predictions.csv', now)
      const easy = await repository.gate(of, options)
      expect(easy.record.verdict).toBe('pass')
      const claiming = forged(
        easy,
        groups((one) => Object.assign(one, { identity })),
      )
      await expect(repository.again(claiming, of, options)).rejects.toMatchObject({
        code: 'test-set-changed',
      })
      const honest = await repository.again(easy, of, options)
      expect(honest.taken).toContain('the rows and labels of test')
    }
  })

  it('has no model run on another test set, and says who can', async () => {
    const of = config({}, { baseline: 'rerun-else-stored' })
    const others = predictions(10).replaceAll('\nr', '\nq')
    await repository.write('predictions.csv', predictions(10))
    const base = await repository.gate(of)
    await repository.write('predictions.csv', others)
    const options = { base: { outcome: 'found' as const, value: base.read } }
    const gate = await repository.gate(config({}), options)
    const { finding } = await repository.again(gate, of, options)
    expect(finding.verdict).toBe('not-comparable')
    expect(finding.reason).toContain('Let somebody who may push bring the branch into this repository')
    const stored = await repository.again(gate, config({}, { baseline: 'stored' }), options)
    expect(stored.finding.reason).toContain('Set evaluate.baseline: rerun-else-stored')
  })

  it('lacks a baseline that is no plain text', async () => {
    const of = config({ baselines: ['file:old.parquet'] })
    await repository.write('old.parquet', 'PAR1 and so on')
    await repository.write('predictions.csv', predictions(10))
    const gate = await repository.gate(config({ baselines: [], rules: { accuracy: { min: 0.8 } } }))
    const { finding } = await repository.again(gate, of)
    expect(finding.verdict).toBe('not-comparable')
    expect(finding.reason).toContain('old.parquet is not plain CSV')
    expect(finding.baselines).toMatchObject([
      { outcome: 'lost', description: expect.not.stringMatching(/\.$/) },
    ])
  })
})
