import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { modelDigest } from '../../../src/models/digest.ts'
import type { Cache } from '../../../src/runner/cache.ts'
import { githubCache, githubCheckpoints } from '../../../src/runner/github/cache.ts'
import { restoreModel } from '../../../src/train/model/cached-model.ts'
import { type Fixture, newFixture } from '../../github/fixture.ts'
import { type MemoryRunner, memoryRunner } from '../../ports/memory-runner.ts'

let fixture: Fixture
let runner: MemoryRunner
let cache: Cache
let said: string
beforeAll(async () => {
  fixture = await newFixture()
  fixture.github.addRun({
    id: 7,
    workflow: '.github/workflows/model.yml',
    event: 'push',
    headBranch: 'main',
    headSha: (await fixture.git.commit('main')) ?? '',
  })
})
afterAll(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})
beforeEach(async () => {
  const temp = join(fixture.folder, 'temp')
  await mkdir(temp, { recursive: true })
  runner = await memoryRunner({ temp })
  cache = githubCache(runner)
  said = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    said += String(chunk)
    return true
  })
  vi.stubEnv('ACTIONS_RESULTS_URL', fixture.github.resultsUrl)
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(7, 1))
  vi.stubEnv('ACTIONS_CACHE_SERVICE_V2', 'true')
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com')
  vi.stubEnv('GITHUB_WORKSPACE', fixture.folder)
  vi.stubEnv('RUNNER_TEMP', temp)
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  expect(await readdir(join(runner.temp, 'cached')).catch(() => [])).toEqual([])
  await rm(runner.temp, { recursive: true, force: true })
})

async function model(files: Record<string, string>) {
  const folder = join(runner.temp, 'model')
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return folder
}

const absent = (folder: string) => expect(stat(folder)).rejects.toThrow('ENOENT')

test('a folder comes back as it was, in whichever place', async () => {
  const folder = await model({ 'weights.bin': 'w', 'deep/tokens.txt': 't', '.hidden': 'h' })
  const { digest } = await modelDigest(folder)
  await cache.save('whole', folder)
  const into = join(runner.temp, 'elsewhere')
  expect(await cache.restore('whole', into)).toBe(true)
  expect((await modelDigest(into)).digest).toBe(digest)
  expect(await readFile(join(into, 'deep/tokens.txt'), 'utf8')).toBe('t')
  expect(runner.lines.filter((line) => line.startsWith('warning'))).toEqual([])
})

test('a folder comes back to a runner whose folders are elsewhere', async () => {
  await cache.save('moved', await model({ 'weights.bin': 'w' }))
  const other = join(fixture.folder, 'other')
  await mkdir(join(other, 'temp'), { recursive: true })
  vi.stubEnv('GITHUB_WORKSPACE', other)
  const into = join(other, 'came-back')
  expect(await githubCache({ ...runner, temp: join(other, 'temp') }).restore('moved', into)).toBe(true)
  expect(await readFile(join(into, 'weights.bin'), 'utf8')).toBe('w')
  await rm(other, { recursive: true })
})

test('what was never saved is not there, nor is what only begins with the key', async () => {
  await cache.save('model-abc', await model({ 'weights.bin': 'w' }))
  const into = join(runner.temp, 'elsewhere')
  expect(await cache.restore('other', into)).toBe(false)
  expect(await cache.restore('model-a', into)).toBe(false)
  await absent(into)
  expect(runner.lines.filter((line) => line.startsWith('warning'))).toEqual([])
})

test('what is there already stays, and that is no warning', async () => {
  await cache.save('once', await model({ 'weights.bin': 'first' }))
  await cache.save('once', await model({ 'weights.bin': 'second' }))
  const into = join(runner.temp, 'elsewhere')
  expect(await cache.restore('once', into)).toBe(true)
  expect(await readFile(join(into, 'weights.bin'), 'utf8')).toBe('first')
  expect(said).not.toContain('::warning')
  expect(said).not.toContain('::error')
})

test('a cache that somebody else wrote under the key of a model is told and not taken', async () => {
  const { digest } = await modelDigest(await model({ 'weights.bin': 'real' }))
  await cache.save(
    `modelassay-model-churn-${digest.replace(':', '-')}`,
    await model({ 'weights.bin': 'bad' }),
  )
  expect(await restoreModel('churn', digest, { ...runner, cache })).toBeUndefined()
  expect(runner.lines).toContainEqual(expect.stringContaining('holds something else, which is not taken'))
  expect((await readdir(runner.temp)).filter((name) => name.startsWith('modelassay-cached'))).toEqual([])
})

test('a model from the cache is taken when it has its digest', async () => {
  const folder = await model({ 'weights.bin': 'genuine' })
  const { digest } = await modelDigest(folder)
  await cache.save(`modelassay-model-churn-${digest.replace(':', '-')}`, folder)
  const restored = await restoreModel('churn', digest, { ...runner, cache })
  expect((await modelDigest(restored!)).digest).toBe(digest)
})

test('an archive that cannot be unpacked is a warning, and nothing was there', async () => {
  await cache.save('broken', await model({ 'weights.bin': 'w' }))
  const entry = [...fixture.github.state.caches.values()].find(({ key }) => key === 'broken')!
  fixture.github.tamperWith(entry, Buffer.from('no archive'))
  const into = join(runner.temp, 'elsewhere')
  expect(await cache.restore('broken', into)).toBe(false)
  expect(said).toContain('::warning::Failed to restore')
  await absent(into)
})

test('a token that may not write or read caches is a warning', async () => {
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(7, 1, { read: ['refs/heads/main'] }))
  await cache.save('denied', await model({ 'weights.bin': 'w' }))
  expect(said).toContain('::warning::Failed to save')
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(7, 1, { read: [] }))
  expect(await cache.restore('denied', join(runner.temp, 'elsewhere'))).toBe(false)
  expect(said).toContain('::warning::Failed to restore')
})

test('a service that is down is a warning', async () => {
  vi.stubEnv('ACTIONS_RESULTS_URL', 'http://127.0.0.1:9/')
  const into = join(runner.temp, 'elsewhere')
  expect(await cache.restore('down', into)).toBe(false)
  expect(said).toContain('::warning::Failed to restore')
  await cache.save('down', await model({ 'weights.bin': 'w' }))
  await absent(into)
})

test('a step without a token for the service leaves the cache out, with a warning', async () => {
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', '')
  expect(await cache.restore('x', join(runner.temp, 'elsewhere'))).toBe(false)
  await cache.save('x', await model({ 'weights.bin': 'w' }))
  expect(`${said}${runner.lines.join('\n')}`).toMatch(/warning.*ACTIONS_RUNTIME_TOKEN/)
})

test('a runner that has no cache service goes without', async () => {
  vi.stubEnv('ACTIONS_RESULTS_URL', '')
  vi.stubEnv('ACTIONS_CACHE_SERVICE_V2', '')
  vi.stubEnv('ACTIONS_CACHE_URL', '')
  expect(await cache.restore('x', join(runner.temp, 'elsewhere'))).toBe(false)
  await cache.save('x', await model({ 'weights.bin': 'w' }))
  expect(runner.lines).toContain('This runner has no cache service.')
  expect(said).toBe('')
})

/** The newest checkpoint that a job finds, as the text in it. */
async function checkpoint(beginning: string) {
  const into = join(runner.temp, 'came-back')
  if (!(await githubCheckpoints(runner).newest('series', beginning, into))) return undefined
  const text = await readFile(join(into, 'epoch'), 'utf8')
  await rm(into, { recursive: true })
  return text
}

const left = async (entry: string, epoch: string, series = 'series') =>
  githubCheckpoints(runner).add(series, entry, await model({ epoch }))

test('the newest checkpoint of a series comes back, one of the same commit before others', async () => {
  expect(await checkpoint('aaa-')).toBeUndefined()
  await left('aaa-1-1', 'a1')
  await left('aaa-1-2', 'a2')
  await left('bbb-2-1', 'b1')
  await left('bbb-2-1', 'written over')
  await left('ccc-3-1', 'other', 'series-of-another')
  expect(await checkpoint('aaa-')).toBe('a2')
  expect(await checkpoint('ddd-')).toBe('b1')
  expect(runner.lines.filter((line) => line.startsWith('warning'))).toEqual([])
})

test.each(['refs/pull/1/merge', 'refs/tags/main'])(
  'main finds no checkpoint that a job of %s left',
  async (ref) => {
    const own = process.env.ACTIONS_RUNTIME_TOKEN!
    const rights = { read: [ref, 'refs/heads/main'], write: ref }
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(7, 1, rights))
    await left('fff-9-9', 'poison')
    expect(await checkpoint('fff-')).toBe('poison')
    vi.stubEnv('ACTIONS_RUNTIME_TOKEN', own)
    expect(await checkpoint('fff-')).not.toBe('poison')
  },
)
