import { cp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { artifactName } from '../../src/record/artifact-name.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { createLocalRunner } from '../../src/runner/local/runner.ts'
import { createTrust } from '../../src/trust/create-trust.ts'
import { localHistory } from '../../src/trust/local-history.ts'
import { newRepository, type Repository } from '../runner/local/repository.ts'
import { gateBundle, trainBundle } from './records.ts'

let repository: Repository
beforeEach(async () => {
  repository = await newRepository()
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

async function here() {
  const env = { PATH: process.env.PATH, HOME: repository.folder }
  const runner = await createLocalRunner({
    workspace: repository.folder,
    env,
    sink: { write: () => {} },
    colours: false,
    now: () => new Date(0),
  })
  const trust = createTrust({ runner, history: localHistory(runner.runs, { cwd: repository.folder, env }) })
  return { runner, trust, base: () => trust.base('churn', { registered: false }) }
}

/** What evaluate-gate leaves behind. */
async function gatePassed(record: Partial<EvaluateGateRecord> = {}) {
  const { runner } = await here()
  const attempt = await runner.nextAttempt('churn', 'evaluate-gate')
  const read = await gateBundle({ ...runner.run, attempt }, record)
  await runner.bundles.save(artifactName('churn', 'evaluate-gate', { attempt }), read.folder)
  return runner.run.id
}

describe('the base baseline on a laptop', () => {
  it('is the gate record of the nearest first parent', async () => {
    await repository.commit({ a: '1' })
    await gatePassed()
    const second = await repository.commit({ a: '2' })
    await gatePassed()
    await repository.commit({ a: '3' })
    await repository.commit({ a: '4' })
    const { base } = await here()
    expect(await base()).toMatchObject({ outcome: 'found', value: { origin: { sha: second, behind: 1 } } })
  })

  it('is the commit itself for a working tree that differs from it, and never what was done in such a tree', async () => {
    const first = await repository.commit({ a: '1' })
    await gatePassed()
    await repository.write({ a: '2' })
    await gatePassed()
    expect(await (await here()).base()).toMatchObject({
      outcome: 'found',
      value: { origin: { sha: first, behind: 0 } },
    })
    await repository.commit({ a: '3' })
    await repository.commit({ a: '4' })
    expect(await (await here()).base()).toMatchObject({
      outcome: 'found',
      value: { origin: { sha: first, behind: 1 } },
    })
  })

  it('is not a dirty run that was moved to where a clean one would be', async () => {
    const sha = await repository.commit({ a: '1' })
    await repository.write({ a: '2' })
    await gatePassed()
    const { runner } = await here()
    await cp(join(runner.runs, `${sha}-dirty`), join(runner.runs, sha), { recursive: true })
    expect((await (await here()).base()).outcome).toBe('never')
  })

  it('does not look into merged branches', async () => {
    await repository.commit({ a: '1' })
    repository.git('checkout', '--quiet', '-b', 'topic')
    await repository.commit({ b: '1' })
    await gatePassed()
    repository.git('checkout', '--quiet', 'main')
    repository.git('merge', '--quiet', '--no-ff', '--message=merge', 'topic')
    await repository.commit({ c: '1' })
    expect((await (await here()).base()).outcome).toBe('never')
  })

  it('is the newest attempt, whether it passes or not', async () => {
    await repository.commit({ a: '1' })
    await gatePassed()
    await gatePassed({ verdict: 'fail', passes: false })
    await repository.commit({ a: '2' })
    expect((await (await here()).base()).outcome).toBe('never')
  })

  it('is lost where its record was edited', async () => {
    const id = await repository.commit({ a: '1' })
    await gatePassed()
    await repository.commit({ a: '2' })
    const { runner, base } = await here()
    await writeFile(join(runner.runs, id, 'modelassay-churn-evaluate-gate-1', 'predictions.csv'), 'better')
    expect(await base()).toMatchObject({
      outcome: 'lost',
      reason: expect.stringContaining('predictions.csv'),
    })
  })

  it('is lost, not never, in a shallow clone', async () => {
    await repository.commit({ a: '1' })
    await repository.commit({ a: '2' })
    await writeFile(join(repository.folder, '.git', 'shallow'), `${repository.git('rev-parse', 'HEAD')}\n`)
    expect(await (await here()).base()).toMatchObject({
      outcome: 'lost',
      hint: expect.stringContaining('--unshallow'),
    })
  })
})

describe('the train record behind a gate record', () => {
  it('is found by its digest, among all that its run left', async () => {
    await repository.commit({ a: '1' })
    const { runner } = await here()
    const genuine = await trainBundle(runner.run)
    const planted = await trainBundle(runner.run, { reason: 'It was planted.' })
    await runner.bundles.save('modelassay-churn-train-1', genuine.folder)
    await runner.bundles.save('modelassay-churn-train-2', planted.folder)
    await gatePassed({ built_on: [{ kind: 'record', name: 'train', digest: genuine.digest }] })
    await repository.commit({ a: '2' })
    const { trust, base } = await here()
    const found = await base()
    if (found.outcome !== 'found') throw new Error('no base')
    expect(await trust.trainOf(found.value)).toMatchObject({
      digest: genuine.digest,
      record: { reason: 'It was trained.' },
    })
    const bundles = await trust.bundlesOf(found.value.origin.runId!).ofThisRun()
    expect(bundles.map(({ name }) => name).sort()).toEqual([
      'modelassay-churn-evaluate-gate-1',
      'modelassay-churn-train-1',
      'modelassay-churn-train-2',
    ])
  })

  it('is not there when only others are', async () => {
    await repository.commit({ a: '1' })
    const { runner, trust } = await here()
    const genuine = await trainBundle(runner.run)
    const planted = await trainBundle(runner.run, { reason: 'It was planted.' })
    await runner.bundles.save('modelassay-churn-train-1', planted.folder)
    await gatePassed({ built_on: [{ kind: 'record', name: 'train', digest: genuine.digest }] })
    await repository.commit({ a: '2' })
    const found = await (await here()).base()
    if (found.outcome !== 'found') throw new Error('no base')
    expect(await trust.trainOf(found.value)).toBeUndefined()
  })
})
