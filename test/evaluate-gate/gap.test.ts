import { beforeEach, describe, expect, it } from 'vitest'
import type { CandidateSide } from '../../src/evaluate-gate/measure/measure-candidate.ts'
import { withSameRows } from '../../src/evaluate-gate/measure/same-rows.ts'
import type { PredictionRows } from '../../src/metrics/read/prediction-rows.ts'
import { type Bench, bench } from './gate-run.ts'

let repository: Bench
beforeEach(async () => {
  repository = await bench()
})

/** Rows of which so many are predicted right. */
const predictions = (rows: number, right: number, from = 0) =>
  `id,label,prediction\n${Array.from({ length: rows }, (_, i) => `${from + i},${i % 2},${i < right ? i % 2 : 1 - (i % 2)}`).join('\n')}\n`

const config = (gap: object, more: object = {}) => ({
  evaluations: {
    test: { predictions: 'test.csv' },
    train: { predictions: 'train.csv', judged: false },
  },
  gate: { baselines: [], rules: { accuracy: { max_gap: gap } }, ...more },
})

const judged = async (test: string, train: string, gap: object = { max: 0.05, evaluation: 'train' }) => {
  await repository.write('test.csv', test)
  await repository.write('train.csv', train)
  return repository.gate(config(gap))
}

describe('the gap between the training rows and the test set', () => {
  it('blocks when it is larger than allowed beyond chance', async () => {
    const { record } = await judged(predictions(500, 400), predictions(1000, 990))
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.comparisons).toMatchObject([
      {
        rule: 'max_gap',
        metric: 'accuracy',
        evaluation: 'test',
        training: 'train',
        candidate_value: 0.8,
        baseline_value: 0.99,
        allowed: 0.05,
        zone: 'worse',
        method: 'mover',
      },
    ])
    expect(record.reason).toMatch(
      /^accuracy is 0\.8000 on test and 0\.9900 on train, 0\.1900 worse: more than the 0\.05 allowed, and more than chance explains \(p < 0\.0001\)\.$/,
    )
    expect(record.metrics!.accuracy).toBe(0.8)
  })

  it('is inconclusive where chance explains that it is larger', async () => {
    const { record } = await judged(predictions(50, 43), predictions(1000, 950))
    expect(record).toMatchObject({ verdict: 'inconclusive', passes: true })
  })

  it('passes where it is small', async () => {
    const { record } = await judged(predictions(2000, 1880), predictions(2000, 1900, 5000))
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.comparisons![0]).toMatchObject({ zone: 'no-worse' })
  })

  it('holds no other rule against the training rows', async () => {
    await repository.write('test.csv', predictions(100, 95))
    await repository.write('train.csv', predictions(100, 96, 500))
    const rules = { accuracy: { min: 0.9, max_gap: { max: 0.5, evaluation: 'train' } } }
    const { record } = await repository.gate({ ...config({}), gate: { baselines: [], rules } })
    expect(record.comparisons!.map(({ rule, evaluation }) => [rule, evaluation])).toEqual([
      ['min', 'test'],
      ['max_gap', 'test'],
    ])
  })

  it('needs no training rows of a baseline, nor theirs to be the same', async () => {
    await repository.write('test.csv', predictions(100, 95))
    await repository.write('train.csv', predictions(100, 96, 500))
    const rules = { accuracy: { max_worsening: 0.1, max_gap: { max: 0.5, evaluation: 'train' } } }
    const full = { ...config({}), gate: { baselines: ['base'], rules } }
    const before = await repository.gate(full, { model: 'a' })
    await repository.write('train.csv', predictions(300, 299))
    const base = { outcome: 'found' as const, value: before.read }
    const { record } = await repository.gate(full, { base, model: 'b' })
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
  })

  it('can be against what the training reported', async () => {
    await repository.write('test.csv', predictions(100, 80))
    await repository.write('train.csv', predictions(10, 10))
    const gap = { max: 0.05, reported: 'train_accuracy' }
    const { record } = await repository.gate(config(gap), { model: 'a', trained: { train_accuracy: 0.9 } })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain("0.9000 on the training's train_accuracy")
  })
})

describe('a gap is never passed over', () => {
  it.each([
    ['a share beside percent', { accuracy: 61 }, 0.97],
    ['percent beside a share', { accuracy: 0.61 }, 97],
    ['an error as a share beside percent', { ece: 0.4 }, 3.1],
  ])('because the training reported %s', async (_what, now, train) => {
    await repository.write('metrics.json', JSON.stringify(now))
    const [metric] = Object.keys(now)
    const rules = { [metric!]: { max_gap: { max: 0.05, reported: 'train_value' } } }
    const judge = repository.gate(
      { evaluate: { metrics: 'metrics.json' }, gate: { baselines: [], rules } },
      { model: 'a', trained: { train_value: train } },
    )
    await expect(judge).rejects.toMatchObject({
      code: 'units-differ',
      message: expect.stringContaining(`${train} as the training's train_value`),
    })
  })

  it('because the metrics of the training rows are in percent', async () => {
    await repository.write('test.csv', predictions(100, 60))
    await repository.write('train.json', '{"ece": 0.1, "accuracy": 97}')
    const judge = repository.gate({
      ...config({ max: 0.05, evaluation: 'train' }),
      evaluations: { test: { predictions: 'test.csv' }, train: { metrics: 'train.json', judged: false } },
    })
    await expect(judge).rejects.toMatchObject({
      code: 'units-differ',
      message: expect.stringContaining(
        'accuracy is 97 of this model on train, and 0.6 of this model on test',
      ),
    })
  })

  it('because the training reported an error whose sign is turned', async () => {
    await repository.write('metrics.json', '{"log_loss": 0.3}')
    const rules = { log_loss: { max_gap: { max: 0.05, reported: 'neg_log_loss' } } }
    const judge = repository.gate(
      { evaluate: { metrics: 'metrics.json' }, gate: { baselines: [], rules } },
      { model: 'a', trained: { neg_log_loss: -0.2 } },
    )
    await expect(judge).rejects.toMatchObject({ code: 'negative-metric' })
  })

  it('because the training reported nothing', async () => {
    const { record } = await judged(predictions(10, 10), predictions(10, 10), { max: 0.9, reported: 'x' })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('the training of this run reported no x')
  })

  it.each([
    ['the same predictions', predictions(100, 60)],
    ['other predictions of the same rows', predictions(100, 70)],
    ['the same rows in another order', predictions(100, 60).replace(/\n(0,0,0)\n(1,1,1)\n/, '\n$2\n$1\n')],
  ])('because the training rows are those of the test set: %s', async (_what, train) => {
    const { record } = await judged(predictions(100, 60), train, { max: 0.5, evaluation: 'train' })
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('the rows of train are those of test itself')
  })

  it('because the training rows have no value', async () => {
    const { record } = await judged(predictions(10, 10), predictions(10, 10, 50).replace(/,1$/m, ','))
    expect(record).toMatchObject({ verdict: 'fail', passes: false })
    expect(record.reason).toContain('on train, ')
  })

  it.each([
    [{ max: 0.9, evaluation: 'training' }, 'names the evaluation "training", which there is not'],
    [{ max: 0.9, evaluation: 'test' }, 'names the evaluation test, which is judged itself'],
    [{ max: 0.9 }, 'give evaluation or reported'],
    [{ max: 0.9, evaluation: 'train', reported: 'x' }, 'give evaluation or reported'],
  ])('because of %j', async (gap, said) => {
    await expect(judged(predictions(9, 9), predictions(9, 9), gap)).rejects.toThrow(said)
  })

  it('because nothing is judged', async () => {
    await repository.write('test.csv', predictions(9, 9))
    await expect(
      repository.gate({
        evaluate: { predictions: 'test.csv', judged: false },
        gate: { baselines: [], rules: { accuracy: { min: 0 } } },
      }),
    ).rejects.toThrow('no evaluation is judged, so that nothing could be blocked')
  })

  it('of slices', async () => {
    const slices = { columns: ['x'], rules: { accuracy: { max_gap: { max: 0.9, evaluation: 'train' } } } }
    await expect(async () =>
      repository.gate(config({ max: 0.9, evaluation: 'train' }, { slices })),
    ).rejects.toThrow('max_gap is of the whole test set')
  })
})

describe('rows that are those of a test set', () => {
  const two: PredictionRows = { rows: 2, ids: ['a', 'b'], labels: ['0', '1'], predicted: ['0', '0'] }
  const side = (name: string, judged: boolean, rows?: PredictionRows) =>
    ({
      request: { name, config: { columns: {} }, ...(!judged && { judged: false }) },
      evaluation: { name },
      ruled: [],
      ...(rows && { rows }),
    }) as unknown as CandidateSide
  const same = (...sides: CandidateSide[]) =>
    withSameRows(sides).map(({ evaluation }) => evaluation.same_rows_as)

  it('are told of those that are not judged, whatever they weigh and whatever slice they are in', () => {
    const weighed = { ...two, weights: Float64Array.of(1, 2), attributes: { sex: ['f', 'm'] } }
    const elsewhere = { ...two, weights: Float64Array.of(3, 4), attributes: { sex: ['m', 'm'] } }
    expect(same(side('test', true, weighed), side('train', false, elsewhere))).toEqual([undefined, 'test'])
  })

  it('are not told of rows of their own, nor of two test sets, nor of values that have no rows', () => {
    const other = { ...two, ids: ['c', 'd'] }
    expect(same(side('test', true, two), side('train', false, other))).toEqual([undefined, undefined])
    expect(same(side('test', true, two), side('again', true, two))).toEqual([undefined, undefined])
    expect(same(side('test', true), side('train', false, two))).toEqual([undefined, undefined])
    expect(same(side('test', true, two), side('train', false))).toEqual([undefined, undefined])
  })
})
