import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { artifactName } from '../../../src/record/artifact-name.ts'
import { localRegistry } from '../../../src/registry/local/registry.ts'
import { cacheModel } from '../../../src/train/model/cached-model.ts'
import { type MemoryCache, memoryCache } from '../../ports/memory-cache.ts'
import { memoryRunner } from '../../ports/memory-runner.ts'
import { gateBundle } from '../../trust/records.ts'
import { copyOfTrainRepository, type Trained, type TrainRepository, trainRepository } from '../train-run.ts'

const files = {
  '.gitignore': 'model/\n',
  'modelassay.yml': 'name: churn\ntrain:\n  run: sh train.sh\n  output: model/\n',
  'train.sh': 'mkdir -p model/deep; date +%N > model/weights.txt; echo x > model/deep/tokens.txt\n',
}

let template: TrainRepository
let filled: MemoryCache
let first: Trained
beforeAll(async () => {
  template = await trainRepository()
  filled = await memoryCache()
  template.cache = filled
  await template.commit(files)
  first = await template.train()
  const { runner, trust } = await template.ports()
  const train = await trust.ofThisRun('churn', 'train')
  const gate = await gateBundle(
    { ...runner.run, attempt: 1 },
    { built_on: [{ kind: 'record', name: 'train', digest: train!.digest }] },
  )
  await runner.bundles.save(artifactName('churn', 'evaluate-gate', { attempt: 1 }), gate.folder)
  await rm(join(runner.runs, runner.run.id, 'modelassay-churn-model-1'), { recursive: true })
  await template.commit({})
})
afterAll(() => rm(template.folder, { recursive: true, force: true }))

let repository: TrainRepository
let cache: MemoryCache
beforeEach(async () => {
  repository = await copyOfTrainRepository(template)
  cache = await memoryCache()
  for (const [key, folder] of filled.kept) await cache.save(key, folder)
  repository.cache = cache
})
afterEach(() => rm(repository.folder, { recursive: true, force: true }))

const cached = () => cache.kept.get(`modelassay-model-churn-${first.record.model_digest!.replace(':', '-')}`)!

const leftovers = async () => {
  const { runner } = await repository.ports()
  return (await readdir(runner.temp).catch(() => [])).filter((name) => name.includes('cache'))
}

describe('where the artifact of the base is gone', () => {
  it('the model is taken from the cache, and kept as an artifact again', async () => {
    expect(await readFile(join(cached(), 'deep', 'tokens.txt'), 'utf8')).toBe('x\n')
    const { record, exitCode, log } = await repository.train()
    expect(exitCode).toBe(0)
    expect(record).toMatchObject({
      verdict: 'reused',
      model_digest: first.record.model_digest,
      model: { store: { uri: `artifact:${record.run.id}/modelassay-churn-model-1` } },
    })
    expect(log).toContain('The cache still holds that model')
    expect(await leftovers()).toEqual([])
  })

  it.each<[string, () => Promise<unknown>]>([
    ['other weights', () => writeFile(join(cached(), 'weights.txt'), 'planted')],
    ['one file more', () => writeFile(join(cached(), 'hook.py'), 'planted')],
    ['one file less', () => rm(join(cached(), 'weights.txt'))],
    ['nothing', () => rm(join(cached()), { recursive: true }).then(() => mkdir(cached()))],
    [
      'a link in place of the weights',
      async () => {
        await rm(join(cached(), 'weights.txt'))
        await symlink('/dev/null', join(cached(), 'weights.txt'))
      },
    ],
  ])('a cache that holds %s is told and not taken: it is trained again', async (_what, tamper) => {
    await tamper()
    const { record, exitCode, log } = await repository.train()
    expect(exitCode).toBe(0)
    expect(record.verdict).toBe('trained')
    expect(record.model_digest).not.toBe(first.record.model_digest)
    expect(log).toContain('holds something else, which is not taken')
    expect(await leftovers()).toEqual([])
  })

  it('and the cache holds nothing, it is trained again', async () => {
    cache.kept.clear()
    const { record, log } = await repository.train()
    expect(record.verdict).toBe('trained')
    expect(log).toContain('The artifact with the model of the run at')
  })

  describe('and the cache holds nothing, but it was registered', () => {
    const registered = async (tamper: (folder: string) => Promise<unknown>) => {
      const folder = join(repository.folder, '.modelassay', 'registry')
      const records = join(repository.folder, '.modelassay', 'records')
      await mkdir(join(records, 'train'), { recursive: true })
      await writeFile(join(records, 'train', 'record.json'), '{}')
      const { model, run } = first.record
      await localRegistry({ folder, now: () => new Date() }).register({
        name: 'churn',
        version: '1.2.0',
        sourceSha: run.sha!,
        model: model!,
        modelFolder: cached(),
        recordsFolder: records,
        notes: '',
      })
      await tamper(join(folder, 'churn', 'versions', '1.2.0'))
      cache.kept.clear()
      return repository.train()
    }

    it('it is taken from the registry, and kept as an artifact again', async () => {
      const { record, log } = await registered(async () => {})
      expect(record).toMatchObject({
        verdict: 'reused',
        model_digest: first.record.model_digest,
        model: { store: { uri: `artifact:${record.run.id}/modelassay-churn-model-1` } },
      })
      expect(log).toContain('That model is registered as version 1.2.0: it is taken from there.')
    })

    it('a registry that holds something else is told, and it is trained again', async () => {
      const { record, log } = await registered((folder) =>
        writeFile(join(folder, 'model', 'weights.txt'), 'planted'),
      )
      expect(record.verdict).toBe('trained')
      expect(log).toMatch(/No trained model can be taken from an earlier run: .*1\.2\.0/)
    })
  })

  it('and there is no cache, it is trained again', async () => {
    delete repository.cache
    expect((await repository.train()).record.verdict).toBe('trained')
  })

  it('a model from the cache that is not needed does not stay', async () => {
    await repository.commit({ 'train.sh': `${files['train.sh']}true\n` })
    const { record, log } = await repository.train()
    expect(log).toContain('The cache still holds that model')
    expect(record.verdict).toBe('trained')
    expect(await leftovers()).toEqual([])
  })
})

it('a model is taken from its artifact where that is there, whatever the cache holds', async () => {
  await repository.train()
  await writeFile(join(cached(), 'weights.txt'), 'planted')
  const { record, log } = await repository.train()
  expect(record.verdict).toBe('reused')
  expect(log).not.toMatch(/cache/)
})

describe('what is cached', () => {
  const content = { digest: `sha256:${'a'.repeat(64)}`, bytes: 5, files: 1 } as const
  async function tried(changes: Parameters<typeof memoryRunner>[0], size: number = content.bytes) {
    const runner = await memoryRunner({ cache, ...changes })
    const model = join(runner.temp, 'model.bin')
    await writeFile(model, 'bytes')
    cache.kept.clear()
    await cacheModel('churn', model, { ...content, bytes: size }, runner)
    return { keys: [...cache.kept.keys()], lines: runner.lines, runner }
  }

  it('is the model of the default branch, a single file too, under its name and digest', async () => {
    const { keys, lines } = await tried({})
    expect(keys).toEqual([`modelassay-model-churn-sha256-${'a'.repeat(64)}`])
    expect(await readdir(cache.kept.get(keys[0]!)!)).toEqual(['model.bin'])
    expect(lines).toEqual([])
  })

  it.each([
    { event: 'push', defaultBranch: 'main', branch: 'feature' },
    { event: 'pull_request', defaultBranch: 'main' },
  ])('is nothing of a run of $event on $branch', async (trigger) => {
    expect((await tried({ trigger })).keys).toEqual([])
  })

  it('is no model that would take the room of everything else', async () => {
    const { keys, lines } = await tried({}, 2 ** 30 + 1)
    expect(keys).toEqual([])
    expect(lines).toEqual([expect.stringContaining('is not cached')])
  })

  it('is nothing where saving fails, which is a warning', async () => {
    const broken = { restore: async () => false, save: () => Promise.reject(new Error('no room')) }
    const { lines, runner } = await tried({ cache: broken })
    expect(lines).toEqual(['warning: The model could not be cached: no room'])
    expect(await readdir(runner.temp)).toEqual(['model.bin'])
  })
})
