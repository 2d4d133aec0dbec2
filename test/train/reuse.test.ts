import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { artifactName } from '../../src/record/artifact-name.ts'
import type { EvaluateGateRecord } from '../../src/record/evaluate-gate.ts'
import { gateBundle } from '../trust/records.ts'
import { copyOfTrainRepository, type Trained, type TrainRepository, trainRepository } from './train-run.ts'

const configuration = `name: churn
data:
  contract: contract.yml
  tables: { train: data/train.csv }
train:
  run: sh train.sh
  output: model/
  params: params.yml
`

const files = {
  '.gitignore': 'model/\nbin/\ncache/\n',
  'modelassay.yml': configuration,
  'contract.yml': 'fields: [{ name: age, type: integer }]\n',
  'data/train.csv': 'age\n1\n2\n',
  'params.yml': 'epochs: 3\n',
  'requirements.txt': 'scikit-learn==1.5\n',
  'train.sh': 'mkdir -p model; date +%N > model/weights.txt\n',
  'README.md': 'A model.\n',
}

let template: TrainRepository
let repository: TrainRepository
let first: Trained
beforeAll(async () => {
  template = await trainRepository()
  await template.commit(files)
  first = await template.train()
  expect(first.record).toMatchObject({ verdict: 'trained', fingerprint: expect.stringMatching(/^sha256:/) })
})
afterAll(() => rm(template.folder, { recursive: true, force: true }))
beforeEach(async () => {
  repository = await copyOfTrainRepository(template)
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

/** What evaluate-gate leaves behind for the run of this commit. */
async function gatePassed(changes: Partial<EvaluateGateRecord> = {}) {
  const { runner, trust } = await repository.ports()
  const train = await trust.ofThisRun('churn', 'train')
  const attempt = await runner.nextAttempt('churn', 'evaluate-gate')
  const gate = await gateBundle(
    { ...runner.run, attempt },
    { built_on: [{ kind: 'record', name: 'train', digest: train!.digest }], ...changes },
  )
  await runner.bundles.save(artifactName('churn', 'evaluate-gate', { attempt }), gate.folder)
}

describe('a trained model is taken', () => {
  it('from the base where nothing that decides the result has changed, and is kept for this run too', async () => {
    await gatePassed()
    await repository.commit({})
    const { record, exitCode } = await repository.train()
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({
      verdict: 'reused',
      passes: true,
      fingerprint: first.record.fingerprint,
      model_digest: first.record.model_digest,
      reused_from: `the run at ${first.record.run.sha?.slice(0, 7)}`,
      model: { store: { uri: `artifact:${record.run.id}/modelassay-churn-model-1` } },
    })
    expect(record.evidence).toMatchObject([
      { path: 'contract.json' },
      { path: 'fingerprint.json' },
      { path: 'profile-train.json' },
      { path: 'trained-rows-train.parquet' },
    ])
  })

  it('from a model that was itself taken', async () => {
    await gatePassed()
    await repository.commit({})
    await repository.train()
    await gatePassed()
    await repository.commit({})
    expect((await repository.train()).record).toMatchObject({
      verdict: 'reused',
      model_digest: first.record.model_digest,
    })
  })

  it('from an earlier attempt of the same run', async () => {
    expect((await repository.train()).record).toMatchObject({
      verdict: 'reused',
      reused_from: 'an earlier training of this commit',
      model: first.record.model,
    })
  })

  it('where what changed is no input, once the inputs are named', async () => {
    await repository.commit({ 'modelassay.yml': `${configuration}  inputs: [train.sh]\n` })
    const trained = await repository.train()
    expect(trained.record.verdict).toBe('trained')
    await gatePassed()
    await repository.commit({ 'README.md': 'A better model.\n' })
    expect((await repository.train()).record).toMatchObject({
      verdict: 'reused',
      model_digest: trained.record.model_digest,
    })
  })
})

describe('it is trained again', () => {
  it.each<[string, Record<string, string>]>([
    ['the training script', { 'train.sh': 'mkdir -p model; date +%N%N > model/weights.txt\n' }],
    ['the data', { 'data/train.csv': 'age\n1\n3\n' }],
    ['the parameters', { 'params.yml': 'epochs: 4\n' }],
    ['the contract', { 'contract.yml': 'fields: [{ name: age, type: number }]\n' }],
    ['the requirements', { 'requirements.txt': 'scikit-learn==1.6\n' }],
    ['any other file, where no inputs are named', { 'README.md': 'Another model.\n' }],
    ['a new file', { 'features.sh': 'true\n' }],
  ])('when the commit changes %s', async (_what, change) => {
    await gatePassed()
    await repository.commit(change)
    const { record } = await repository.train()
    expect(record.verdict).toBe('trained')
    expect(record.fingerprint).not.toBe(first.record.fingerprint)
  })

  it.each<[string, Record<string, string>]>([
    ['the command', { run: 'sh ./train.sh' }],
    ['the shell', { shell: 'sh' }],
    ['the seeds', { seeds: '[1]' }],
  ])('when an input changes %s', async (_what, given) => {
    const { record } = await repository.train(given)
    expect(record.verdict).toBe('trained')
    expect(record.fingerprint).not.toBe(first.record.fingerprint)
  })

  it('when inputs are named and their lockfile, data or parameters change', async () => {
    await repository.commit({ 'modelassay.yml': `${configuration}  inputs: [train.sh]\n` })
    const fingerprints = new Set([(await repository.train()).record.fingerprint])
    for (const change of [
      { 'requirements.txt': 'scikit-learn==1.6\n' },
      { 'data/train.csv': 'age\n7\n' },
      { 'params.yml': 'epochs: 9\n' },
    ]) {
      await gatePassed()
      await repository.commit(change)
      const { record } = await repository.train()
      expect(record.verdict).toBe('trained')
      fingerprints.add(record.fingerprint)
    }
    expect(fingerprints.size).toBe(4)
  })

  it('when the interpreter is another', async () => {
    const bin = join(repository.folder, 'bin')
    await mkdir(bin)
    await writeFile(join(bin, 'python3'), '#!/bin/sh\necho Python 9.9.9\n')
    await chmod(join(bin, 'python3'), 0o755)
    repository.env.PATH = `${bin}:${repository.env.PATH}`
    const { record } = await repository.train()
    expect(record).toMatchObject({
      verdict: 'trained',
      environment: { interpreters: { python3: 'Python 9.9.9' } },
    })
  })

  it('when it is asked for', async () => {
    const { record } = await repository.train({ 'skip-unchanged': 'false' })
    expect(record).toMatchObject({ verdict: 'trained', fingerprint: first.record.fingerprint })
  })

  it.each<[string, Record<string, string>]>([
    ['a changed file', { 'README.md': 'edited\n' }],
    ['a new file that nothing ignores', { 'notes.txt': 'x\n' }],
  ])('in a working tree with %s, whatever the inputs are', async (_what, change) => {
    await repository.commit({ 'modelassay.yml': `${configuration}  inputs: [train.sh]\n` })
    await repository.train()
    await gatePassed()
    await repository.write(change)
    const { record } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained', run: { dirty: true } })
    expect(record.observed.not_reusable_because).toContain('the working tree differs from its commit')
  })

  it('when the gate of the base did not pass', async () => {
    await gatePassed({ verdict: 'fail', passes: false })
    await repository.commit({})
    expect((await repository.train()).record.verdict).toBe('trained')
  })

  it('when there is no record that the base’s gate was built on', async () => {
    await gatePassed({ built_on: [] })
    await repository.commit({})
    expect((await repository.train()).record.verdict).toBe('trained')
  })

  it('when the train record of the base was edited', async () => {
    await gatePassed()
    const { runner } = await repository.ports()
    const file = join(runner.runs, runner.run.id, 'modelassay-churn-train-1', 'record.json')
    await writeFile(file, JSON.stringify({ ...first.record, reason: 'edited' }))
    await repository.commit({})
    expect((await repository.train()).record.verdict).toBe('trained')
  })

  it('when the data is reached through a link into a folder that git does not know', async () => {
    await mkdir(join(repository.folder, 'cache'))
    await repository.commit({ 'cache/extra.csv': 'x\n' })
    repository.git('config', 'core.symlinks', 'true')
    const { symlink } = await import('node:fs/promises')
    await symlink('cache', join(repository.folder, 'extra'))
    await repository.commit({})
    const { record } = await repository.train()
    expect(record).toMatchObject({ verdict: 'trained' })
    expect(record.fingerprint).toBeUndefined()
    expect((await repository.train()).record.verdict).toBe('trained')
  })
})

describe('a model that cannot be had although nothing has changed', () => {
  it('is never replaced by other bytes: it ends with what to do', async () => {
    await gatePassed()
    const { runner } = await repository.ports()
    await writeFile(join(runner.runs, runner.run.id, 'modelassay-churn-model-1', 'weights.txt'), 'planted')
    await repository.commit({})
    const { record, exitCode } = await repository.train()
    expect(record).toMatchObject({
      verdict: 'error',
      error: { code: 'model-digest', hint: expect.stringContaining('skip-unchanged') },
    })
    expect(record.model).toBeUndefined()
    expect(exitCode).toBe(3)
    expect((await repository.train({ 'skip-unchanged': 'false' })).record.verdict).toBe('trained')
  })
})
