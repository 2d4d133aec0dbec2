import { beforeEach, describe, expect, it } from 'vitest'
import type { TrainRecord } from '../../src/record/train.ts'
import { partsOfThisRun } from '../../src/trust/parts-of-this-run.ts'
import { type FakeRunner, fakeRunner } from './fake-runner.ts'
import { trainBundle } from './records.ts'

const sha = 'a'.repeat(40)
let runner: FakeRunner
beforeEach(async () => {
  runner = await fakeRunner({ sha, attempt: 2 })
})

async function keep(artifact: string, change: Partial<TrainRecord> = {}, attempt = 1) {
  const { folder, digest } = await trainBundle(
    { ...runner.run, attempt },
    { verdict: 'part', passes: false, ...change },
  )
  await runner.bundles.save(artifact, folder)
  return digest
}
const found = async () =>
  (await partsOfThisRun('churn', runner)).map(({ seed, read }) => [seed, read.record.reason])

describe('the parts of a training that this run keeps', () => {
  it('are the newest attempt of each, and none of an attempt that there has not been', async () => {
    await keep('modelassay-churn-train-seed-0-1', { reason: 'first' })
    await keep('modelassay-churn-train-seed-10-1', { reason: 'failed' })
    await keep('modelassay-churn-train-seed-10-2', { reason: 'again' }, 2)
    await keep('modelassay-churn-train-seed-10-3', { reason: 'planted' }, 3)
    expect(await found()).toEqual([
      [0, 'first'],
      [10, 'again'],
    ])
  })

  it('are those of this matrix job, model and kind alone', async () => {
    await keep('modelassay-churn-train-1')
    await keep('modelassay-churn-train-seed-1-0123abcd-1')
    await keep('modelassay-churn-train-seed-1-train-1')
    await keep('modelassay-other-train-seed-1-1')
    await keep('modelassay-churn-model-seed-1-1')
    expect(await found()).toEqual([])
    runner = await fakeRunner({ sha, leg: '0123abcd' })
    await keep('modelassay-churn-train-seed-1-0123abcd-1')
    await keep('modelassay-churn-train-seed-2-1')
    expect(await found()).toHaveLength(1)
  })

  it.each<[string, Partial<TrainRecord>]>([
    ['another model', { name: 'other' }],
    ['another run', { run: { id: '7', attempt: 1, event: 'push', sha } }],
    ['another attempt', { run: { id: '900', attempt: 2, event: 'push', sha } }],
    ['another commit', { run: { id: '900', attempt: 1, event: 'push', sha: 'b'.repeat(40) } }],
    ['another matrix job', { run: { id: '900', attempt: 1, event: 'push', sha, leg: '0123abcd' } }],
  ])('are refused where their record is of %s', async (_what, change) => {
    await keep('modelassay-churn-train-seed-0-1', change)
    await expect(found()).rejects.toMatchObject({ code: 'part-foreign' })
  })

  it('are held to the digest that a step of this very job handed on', async () => {
    const artifact = 'modelassay-churn-train-seed-0-1'
    const digest = await keep(artifact)
    runner.handed.set('churn', 'train-seed-0', { artifact, digest })
    expect(await found()).toHaveLength(1)
    await keep(artifact, { reason: 'planted' })
    await expect(found()).rejects.toMatchObject({ code: 'record-digest' })
  })
})
