import { describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import type { TrainRecord } from '../../src/record/train.ts'
import { reproductionOf } from '../../src/train/reproduction.ts'
import { trainBundle } from '../trust/records.ts'

const run = { id: '1', attempt: 1, event: 'local' }
const trained = async (model: string, changes: Partial<TrainRecord> = {}) =>
  (await trainBundle(run, { model_digest: sha256(model), metrics: { accuracy: 0.9 }, ...changes })).record

const outcome = async (first: Partial<TrainRecord>, second: Partial<TrainRecord>, model = 'other') =>
  reproductionOf(await trained('first', first), await trained(model, second))

describe('training again', () => {
  it('makes the very same model', async () => {
    expect((await outcome({}, {}, 'first')).outcome).toBe('bit-identical')
  })

  it('makes another with the same metrics', async () => {
    expect((await outcome({}, {})).outcome).toBe('same-metrics')
  })

  it('differs within what seeds differ by, where that is known', async () => {
    const spread = { accuracy: { mean: 0.9, sd: 0.01, min: 0.89, max: 0.91, seeds: 5 } }
    expect((await outcome({ spread }, { metrics: { accuracy: 0.885 } })).outcome).toBe('within-seed-noise')
    expect((await outcome({ spread }, { metrics: { accuracy: 0.87 } })).outcome).toBe('different')
    expect((await outcome({}, { metrics: { accuracy: 0.899 } })).outcome).toBe('different')
  })

  it('is different where a metric is gone, or there is none to compare', async () => {
    const spread = { accuracy: { mean: 0.9, sd: 0.01, min: 0.89, max: 0.91, seeds: 5 } }
    expect((await outcome({ spread }, { metrics: {} })).outcome).toBe('different')
    expect((await outcome({ metrics: {} }, { metrics: {} })).outcome).toBe('different')
  })

  it('names the first package that is another', async () => {
    const of = (numpy: string) => ({ environment: { packages: { python: { numpy } } } })
    const { reason } = await outcome(of('2.1.0'), { ...of('2.2.0'), metrics: { accuracy: 0.5 } })
    expect(reason).toBe(
      'It is different: accuracy was 0.9, and is 0.5. The environment differs first in packages python numpy: 2.1.0 then, 2.2.0 now.',
    )
  })

  it('failed where nothing came of it', async () => {
    expect((await outcome({}, { passes: false, verdict: 'failed' })).outcome).toBe('failed')
  })
})
