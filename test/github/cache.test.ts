import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { restoreCache, saveCache } from '@actions/cache'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Fixture, newFixture } from './fixture.ts'
import type { CacheRights } from './runtime.ts'

let fixture: Fixture
let log: string
let path: string

beforeEach(async () => {
  fixture = await newFixture()
  fixture.github.addRun({
    id: 7,
    workflow: '.github/workflows/model.yml',
    event: 'push',
    headBranch: 'main',
    headSha: (await fixture.git.commit('main')) ?? '',
  })
  path = join(fixture.folder, 'cached')
  await mkdir(path)
  await mkdir(join(fixture.folder, 'temp'))
  await writeFile(join(path, 'file'), 'kept')
  log = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    log += String(chunk)
    return true
  })
  vi.stubEnv('ACTIONS_RESULTS_URL', fixture.github.resultsUrl)
  vi.stubEnv('ACTIONS_CACHE_SERVICE_V2', 'true')
  vi.stubEnv('GITHUB_SERVER_URL', 'https://github.com')
  vi.stubEnv('GITHUB_WORKSPACE', fixture.folder)
  vi.stubEnv('RUNNER_TEMP', join(fixture.folder, 'temp'))
  actWith()
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

const actWith = (rights?: CacheRights) =>
  vi.stubEnv('ACTIONS_RUNTIME_TOKEN', fixture.github.runtimeToken(7, 1, rights))

test('what is saved is restored, by its key and by a prefix of it', async () => {
  expect(await saveCache([path], 'model-abc')).toBeGreaterThan(0)
  await rm(join(path, 'file'))
  expect(await restoreCache([path], 'model-abc')).toBe('model-abc')
  expect(await readFile(join(path, 'file'), 'utf8')).toBe('kept')
  expect(await restoreCache([path], 'model-xyz', ['model-'])).toBe('model-abc')
  expect(await restoreCache([path], 'other')).toBeUndefined()
})

test('a pull request reads the caches of main and writes its own, which main does not see', async () => {
  await saveCache([path], 'of-main')
  actWith({ read: ['refs/pull/1/merge', 'refs/heads/main'], write: 'refs/pull/1/merge' })
  expect(await restoreCache([path], 'of-main', [], { lookupOnly: true })).toBe('of-main')
  await saveCache([path], 'of-pull')
  actWith()
  expect(await restoreCache([path], 'of-pull', [], { lookupOnly: true })).toBeUndefined()
})

test('an entry is never replaced', async () => {
  await saveCache([path], 'once')
  expect(await saveCache([path], 'once')).toBe(-1)
  expect(log).toContain('Unable to reserve cache with key once')
})

test('a token without scopes is denied reading and writing, and the client goes on', async () => {
  actWith({ read: ['refs/heads/main'] })
  expect(await saveCache([path], 'denied')).toBe(-1)
  expect(log).toContain('cache write denied:')
  actWith({ read: [] })
  expect(await restoreCache([path], 'denied')).toBeUndefined()
  expect(log).toContain('cache read denied:')
})
