import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { sha256 } from '../../src/record/digest.ts'
import { recordRefText } from '../../src/runner/runner.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import type { History } from '../../src/trust/history.ts'
import type { Trust } from '../../src/trust/trust.ts'
import { type FakeRunner, fakeRunner } from './fake-runner.ts'
import { gateBundle, trainBundle } from './records.ts'

const nothing: History = {
  line: async () => [],
  at: async () => ({ runs: [], pending: false }),
  ofPullRequest: async () => [],
  earlierAttempts: async () => undefined,
  ofSameBranch: async () => undefined,
  trace: async () => undefined,
  bundlesOf: async () => [],
  fetch: () => Promise.reject(new Error('nothing to fetch')),
}

let runner: FakeRunner
let trust: Trust
beforeEach(async () => {
  runner = await fakeRunner()
  trust = createTrust({ runner, history: nothing })
})

describe('the record of a stage of this run', () => {
  it('is the newest attempt', async () => {
    runner = await fakeRunner({ attempt: 10 })
    trust = createTrust({ runner, history: nothing })
    for (const attempt of [1, 10, 9])
      await runner.bundles.save(
        `modelassay-churn-train-${attempt}`,
        (await trainBundle(runner.run, { reason: `attempt ${attempt}` })).folder,
      )
    expect(await trust.ofThisRun('churn', 'train')).toMatchObject({ record: { reason: 'attempt 10' } })
    expect(await trust.ofThisRun('churn', 'evaluate-gate')).toBeUndefined()
    expect(await trust.ofThisRun('other', 'train')).toBeUndefined()
  })

  it('is the one created last where attempts are equal, whatever their ids', async () => {
    for (const day of [1, 3, 2]) {
      const { folder } = await trainBundle(runner.run, { reason: `day ${day}` })
      runner.kept.push({
        name: 'modelassay-churn-train-1',
        id: `${day}`,
        runId: '900',
        createdAt: new Date(2026, 0, day),
        folder,
      })
    }
    expect(await trust.ofThisRun('churn', 'train')).toMatchObject({ record: { reason: 'day 3' } })
  })

  it('is the one that this very job handed on, though another job wrote a newer one', async () => {
    const own = await trainBundle(runner.run)
    await runner.bundles.save('modelassay-churn-train-1', own.folder)
    await runner.bundles.save(
      'modelassay-churn-train-2',
      (await trainBundle(runner.run, { reason: 'planted' })).folder,
    )
    runner.handed.set('churn', 'train', { artifact: 'modelassay-churn-train-1', digest: own.digest })
    expect(await trust.ofThisRun('churn', 'train')).toMatchObject({ digest: own.digest })
  })

  it('is refused when the bytes behind the handed name are others', async () => {
    await runner.bundles.save('modelassay-churn-train-1', (await trainBundle(runner.run)).folder)
    runner.handed.set('churn', 'train', { artifact: 'modelassay-churn-train-1', digest: sha256('another') })
    await expect(trust.ofThisRun('churn', 'train')).rejects.toMatchObject({ code: 'record-digest' })
  })

  it('is lost where what this very job handed on is not there any more, whatever lies under another name', async () => {
    const planted = (await trainBundle(runner.run, { reason: 'planted' })).folder
    await runner.bundles.save('modelassay-churn-train-1', planted)
    const artifact = 'modelassay-churn-train-aaaa-1'
    runner.handed.set('churn', 'train', { artifact, digest: sha256('own') })
    await expect(trust.ofThisRun('churn', 'train')).rejects.toMatchObject({
      code: 'artifact-lost',
      message: `this run has no artifact ${artifact} any more, which an earlier step of this job wrote`,
    })
  })

  it('is none of an attempt that there has not been, which another job has planted', async () => {
    const own = await trainBundle(runner.run)
    await runner.bundles.save('modelassay-churn-train-1', own.folder)
    await runner.bundles.save(
      'modelassay-churn-train-99',
      (await trainBundle(runner.run, { reason: 'planted' })).folder,
    )
    expect(await trust.ofThisRun('churn', 'train')).toMatchObject({ digest: own.digest })
  })

  it('is of this leg of a matrix', async () => {
    runner = await fakeRunner({ leg: 'aaaa' })
    trust = createTrust({ runner, history: nothing })
    for (const leg of ['aaaa', 'bbbb'])
      await runner.bundles.save(
        `modelassay-churn-train-${leg}-1`,
        (await trainBundle(runner.run, { reason: leg })).folder,
      )
    expect(await trust.ofThisRun('churn', 'train')).toMatchObject({ record: { reason: 'aaaa' } })
  })
})

describe('the gate record that is handed to register-model', () => {
  it('is the one that the output names, and says where it is from', async () => {
    const gate = await gateBundle({ ...runner.run, sha: 'a'.repeat(40) })
    const { name: artifact } = await runner.bundles.save('modelassay-churn-evaluate-gate-1', gate.folder)
    const found = await trust.handedGate('churn', recordRefText({ artifact, digest: gate.digest }))
    expect(found).toMatchObject({ digest: gate.digest, origin: { runId: '900', sha: 'a'.repeat(40) } })
  })

  it('may be the one that this very job wrote', async () => {
    const gate = await gateBundle(runner.run)
    const { name: artifact } = await runner.bundles.save('modelassay-churn-evaluate-gate-1', gate.folder)
    runner.handed.set('churn', 'evaluate-gate', { artifact, digest: gate.digest })
    expect(await trust.handedGate('churn', '')).toMatchObject({ origin: { description: 'this job' } })
  })

  it('is found by its bytes among artifacts of the same name', async () => {
    const gate = await gateBundle(runner.run)
    await runner.bundles.save('modelassay-churn-evaluate-gate-1', gate.folder)
    await runner.bundles.save(
      'modelassay-churn-evaluate-gate-1',
      (await gateBundle(runner.run, { reason: 'planted' })).folder,
    )
    const handed = recordRefText({ artifact: 'modelassay-churn-evaluate-gate-1', digest: gate.digest })
    expect(await trust.handedGate('churn', handed)).toMatchObject({ record: { reason: 'It is no worse.' } })
  })

  it('is missing where nobody handed one on: an artifact of that name proves nothing', async () => {
    await runner.bundles.save('modelassay-churn-evaluate-gate-1', (await gateBundle(runner.run)).folder)
    await expect(trust.handedGate('churn', ' ')).rejects.toMatchObject({
      code: 'gate-missing',
      exitCode: 2,
      hint: expect.stringContaining('needs.<job>.outputs.gate'),
    })
  })

  it.each([
    ['no record output', 'pass', 'gate-unreadable'],
    ['the name of an artifact alone', 'modelassay-churn-evaluate-gate-1', 'gate-unreadable'],
    [
      'an artifact that is not of this run',
      `modelassay-churn-evaluate-gate-7@${sha256('x')}`,
      'artifact-lost',
    ],
    ['other bytes', `modelassay-churn-evaluate-gate-1@${sha256('x')}`, 'record-digest'],
  ])('is refused where the input is %s', async (_what, handed, code) => {
    await runner.bundles.save('modelassay-churn-evaluate-gate-1', (await gateBundle(runner.run)).folder)
    await expect(trust.handedGate('churn', handed)).rejects.toMatchObject({ code })
  })

  it.each([
    ['another model', { name: 'other' }, 'gate-foreign'],
    ['another run', { run: { id: '7', attempt: 1, event: 'push' } }, 'gate-foreign'],
  ])('is refused where it is of %s', async (_what, changes, code) => {
    const gate = await gateBundle(runner.run, changes)
    const { name: artifact } = await runner.bundles.save('modelassay-churn-evaluate-gate-1', gate.folder)
    const handed = recordRefText({ artifact, digest: gate.digest })
    await expect(trust.handedGate('churn', handed)).rejects.toMatchObject({ code })
  })

  it('is refused where it is the record of another stage', async () => {
    const train = await trainBundle(runner.run)
    const { name: artifact } = await runner.bundles.save('modelassay-churn-evaluate-gate-1', train.folder)
    const handed = recordRefText({ artifact, digest: train.digest })
    await expect(trust.handedGate('churn', handed)).rejects.toMatchObject({ code: 'record-stage' })
  })
})

describe('the gate record of a registered version', () => {
  it('is trusted as it is, whole and passing', async () => {
    const gate = await gateBundle({ ...runner.run, sha: 'a'.repeat(40) })
    expect(await trust.registered('churn', '1.2.0', gate.folder)).toMatchObject({
      digest: gate.digest,
      origin: { description: 'version 1.2.0', sha: 'a'.repeat(40) },
    })
  })

  it.each([
    ['of another model', { name: 'other' }],
    ['that does not pass', { verdict: 'fail', passes: false } as const],
  ])('is refused where it is one %s', async (_what, changes) => {
    const gate = await gateBundle(runner.run, changes)
    await expect(trust.registered('churn', '1.2.0', gate.folder)).rejects.toMatchObject({
      code: 'record-broken',
    })
  })

  it('is refused where a file beside it was changed', async () => {
    const gate = await gateBundle(runner.run)
    await appendFile(join(gate.folder, 'predictions.csv'), '2,b\n')
    await expect(trust.registered('churn', '1.2.0', gate.folder)).rejects.toThrow(/predictions\.csv/)
  })
})
