import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createGitHubForge } from '../../../src/forge/github/forge.ts'
import { secondaryRateLimit } from '../../github/faults.ts'
import { owner, repo } from '../../github/fixture.ts'
import { errorOf, expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
beforeAll(async () => {
  fixture = await newForgeFixture()
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const head = () => fixture.forge.git.branchHead('main')

test('a secondary limit is waited for as long as GitHub says', async () => {
  fixture.github.faults.inject(secondaryRateLimit('/git/ref/', { retryAfter: 7 }))
  expect(await head()).toMatch(/^[0-9a-f]{40}$/)
  expect(fixture.waits).toEqual([7000])
  expect(fixture.said.at(-1)).toMatch(/secondary rate limit.*Next attempt in 7 s\./)
})

test('a secondary limit on a write is waited for too, and the write happens once', async () => {
  const issue = fixture.github.openIssue({ title: 'limits', author: 'ada', labels: [] })
  fixture.github.faults.inject(secondaryRateLimit('/comments', { retryAfter: 3, times: 2, method: 'POST' }))
  await fixture.forge.comments.create(issue.number, 'once')
  expect(fixture.waits).toEqual([3000, 3000])
  expect(await fixture.forge.comments.list(issue.number)).toHaveLength(1)
})

test('429 and 502 are tried again with growing pauses', async () => {
  fixture.github.faults.inject({ path: '/git/ref/', status: 429 })
  fixture.github.faults.inject({ path: '/git/ref/', status: 502, times: 2 })
  expect(await head()).toMatch(/^[0-9a-f]{40}$/)
  expect(fixture.waits).toEqual([1000, 2000, 4000])
})

test('a limit longer than a minute is not waited for: the error says when to come back', async () => {
  fixture.github.faults.inject(secondaryRateLimit('/git/ref/', { retryAfter: 61 }))
  const error = await errorOf(head())
  expect(error).toMatchObject({ code: 'rate-limited', kind: 'outside' })
  expect(error.message).toContain('read the branch main')
  expect(error.hint).toContain('61 s')
  expect(fixture.waits).toEqual([])
})

test('all waits of one call together stay under a minute', async () => {
  fixture.github.faults.inject(secondaryRateLimit('/git/ref/', { retryAfter: 25, times: 3 }))
  expect(await errorOf(head())).toMatchObject({ code: 'rate-limited' })
  expect(fixture.waits).toEqual([25_000, 25_000])
})

test('a GitHub that keeps failing is given up after six attempts', async () => {
  fixture.github.faults.inject({ path: '/git/ref/', status: 503, times: 6 })
  expect(await errorOf(head())).toMatchObject({ code: 'github-unavailable' })
  expect(fixture.waits).toEqual([1000, 2000, 4000, 8000, 16_000])
})

test('a missing permission is named, with the line to add and the file to add it to', async () => {
  const forge = await fixture.forgeOf(fixture.github.issueToken({ permissions: { contents: 'read' } }))
  const error = await errorOf(
    forge.checks.create({
      name: 'gate',
      headSha: (await head()) ?? '',
      conclusion: 'success',
      title: 'fine',
      summary: '',
      annotations: [],
    }),
  )
  expect(error).toMatchObject({ code: 'permission-denied', kind: 'outside' })
  expect(error.message).toContain('"checks: write"')
  expect(error.hint).toContain(
    'Add under "permissions:" of this job in .github/workflows/model.yml: "checks: write"',
  )
})

test('of two permissions that would do, the one for pull requests is asked for', async () => {
  const forge = await fixture.forgeOf(fixture.github.issueToken({ permissions: { contents: 'read' } }))
  const { number } = fixture.github.openIssue({ title: 'x', author: 'ada', labels: [] })
  expect((await errorOf(forge.comments.create(number, 'x'))).hint).toContain('"pull-requests: write"')
  expect((await errorOf(forge.issues.comment(number, 'x'))).hint).toContain('"issues: write"')
})

test('a token that GitHub does not know', async () => {
  const error = await errorOf(fixture.forgeOf('ghs_stale'))
  expect(error).toMatchObject({ code: 'token-refused', kind: 'outside' })
  expect(error.message).not.toContain('ghs_stale')
})

test('no network: the host is named', async () => {
  const waits: number[] = []
  const call = createGitHubForge({
    token: 'x',
    apiUrl: 'http://127.0.0.1:9',
    serverUrl: 'https://github.com',
    repository: { owner, name: repo },
    log: { info: () => {}, warning: () => {} },
    now: () => new Date(),
    patience: { sleep: async (milliseconds) => void waits.push(milliseconds) },
  })
  const error = await errorOf(call)
  expect(error).toMatchObject({ code: 'network-down', kind: 'outside' })
  expect(error.message).toContain('127.0.0.1:9')
  expect(waits).toHaveLength(5)
})
