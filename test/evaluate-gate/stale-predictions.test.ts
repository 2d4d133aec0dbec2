import { beforeEach, describe, expect, it } from 'vitest'
import type { MeasuredBaseline } from '../../src/evaluate-gate/measured.ts'
import { olderFiles, olderThanModel, stalePredictions } from '../../src/evaluate-gate/stale-predictions.ts'
import { sha256 } from '../../src/record/digest.ts'
import { type Bench, bench, type GateOptions, projectOf } from './gate-run.ts'

const rows = (first: string) => `id,label,prediction\n1,yes,${first}\n2,no,no\n3,yes,yes\n4,no,no\n`
const config = {
  evaluate: { predictions: 'predictions.csv', task: 'binary', positive: 'yes' },
  gate: { baselines: ['base'], rules: { accuracy: { min: 0.5, max_worsening: 0.6 } } },
}

describe('predictions that nothing makes', () => {
  let repository: Bench
  let judge: (options: GateOptions) => ReturnType<Bench['gate']>
  beforeEach(async () => {
    repository = await bench()
    await repository.write('predictions.csv', rows('yes'))
    const base = {
      outcome: 'found',
      value: (await repository.gate(config, { model: 'before' })).read,
    } as const
    judge = (options) => repository.gate(config, { base, ...options })
  })

  const doubt = /predictions\.csv holds exactly what base predicted, though this model is another/

  it('and that are the base’s, while the model is another, are doubted aloud and pass', async () => {
    const { record, log } = await judge({ model: 'after' })
    expect(record).toMatchObject({ verdict: 'pass', passes: true })
    expect(record.reason).toMatch(doubt)
    expect(log.filter((line) => line.startsWith('warning')).join()).toMatch(doubt)
  })

  it('are not doubted for the same model, for other predictions, or where no model is known', async () => {
    const same = await judge({ model: 'before' })
    const unknown = await judge({})
    await repository.write('predictions.csv', rows('no'))
    const other = await judge({ model: 'after' })
    for (const { record } of [same, unknown, other]) expect(record.reason).not.toMatch(doubt)
  })
})

describe('predictions of two evaluations', () => {
  const doubts = (sides: readonly object[], evaluate: object = {}, more: readonly object[] = []) =>
    stalePredictions(
      projectOf('/r', {
        evaluations: { a: { predictions: 'a.csv', ...evaluate }, b: { predictions: 'b.csv' } },
      }).config,
      sha256('new'),
      [
        { name: 'base', model_digest: sha256('old'), evaluations: sides },
        ...more,
      ] as unknown as MeasuredBaseline[],
    )
  const same = { comparable: true, samePredictions: true }

  it('are doubted by themselves, and of every baseline that they are', () => {
    const sides = [
      { name: 'b', ...same },
      { name: 'a', comparable: true },
    ]
    const more = { name: 'production', model_digest: sha256('old'), evaluations: sides }
    expect(doubts(sides)).toEqual([expect.stringMatching(/^b\.csv holds exactly what base predicted/)])
    expect(doubts(sides, {}, [more])).toEqual([expect.stringContaining('what base and production predicted')])
  })

  it('are not where a command makes them, or they cannot be compared', () => {
    expect(doubts([{ name: 'a', ...same }], { run: 'predict' })).toEqual([])
    expect(doubts([{ name: 'a', comparable: false, samePredictions: true }])).toEqual([])
    const lost = { name: 'best', outcome: 'lost', reason: '' }
    expect(doubts([], {}, [lost, { name: 'production', evaluations: [{ name: 'a', ...same }] }])).toEqual([])
  })
})

describe('files that are older than the model', () => {
  const older = olderFiles({
    judged_files: [
      { file: 'p.csv', written: false, digest: sha256('p') },
      { file: 'm.json', written: false, digest: sha256('m') },
      { file: 'written.csv', written: true, digest: sha256('w') },
      { file: 'gone.csv', written: false },
    ],
  })
  const doubts = (evaluations: object, read: Readonly<Record<string, string>>) =>
    olderThanModel(
      projectOf('/r', { evaluations }).config,
      older,
      Object.entries(read).map(([name, text]) => ({ name, digest: sha256(text) })),
    )

  it('are doubted where they are judged as they were before it was trained', () => {
    const found = doubts(
      { a: { predictions: './p.csv', metrics: 'm.json' } },
      { './p.csv': 'p', 'm.json': 'm' },
    )
    expect(found).toHaveLength(2)
    expect(found[0]).toMatch(/^\.\/p\.csv lay there before this model was trained/)
    const both = { a: { predictions: 'p.csv' }, b: { predictions: 'p.csv' } }
    expect(doubts(both, { 'p.csv': 'p' })).toHaveLength(1)
  })

  it('are not where they were written since, by training, by a command or by a step between', () => {
    expect(doubts({ a: { predictions: 'p.csv' } }, { 'p.csv': 'new' })).toEqual([])
    expect(doubts({ a: { predictions: 'written.csv' } }, { 'written.csv': 'w' })).toEqual([])
    expect(doubts({ a: { run: 'predict', predictions: 'p.csv' } }, { 'p.csv': 'p' })).toEqual([])
  })
})
