import { afterEach, beforeEach, expect, test } from 'vitest'
import { secondaryRateLimit } from './faults.ts'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeEach(async () => {
  fixture = await newFixture({ rateLimit: 5 })
})
afterEach(() => fixture.close())

test('a lost answer: the issue is there, the caller knows nothing of it', async () => {
  const { octokit, github } = fixture
  github.faults.inject({ method: 'POST', path: /\/issues$/, dropAnswer: true })
  expect((await refusal(octokit.rest.issues.create({ ...at, title: 'lost' }))).status).toBe(500)
  expect([...github.state.issues.values()].map(({ title }) => title)).toEqual(['lost'])
  expect(github.faults.pending()).toEqual([])
  await octokit.rest.issues.create({ ...at, title: 'kept' })
  expect(github.requests.map(({ status }) => status)).toEqual([undefined, 201])
})

test('an injected status comes with its headers, as often as asked, and nothing happens', async () => {
  const { octokit, github } = fixture
  github.faults.inject(secondaryRateLimit('/issues', { retryAfter: 3, times: 2, method: 'POST' }))
  const create = () => octokit.rest.issues.create({ ...at, title: 'x' })
  const error = (await create().catch((reason: unknown) => reason)) as {
    status: number
    message: string
    response: { headers: Record<string, string> }
  }
  expect(error.message).toContain('secondary rate limit')
  expect(error.response.headers['retry-after']).toBe('3')
  expect((await octokit.rest.issues.listForRepo(at)).status).toBe(200)
  expect((await refusal(create())).status).toBe(403)
  expect(github.state.issues.size).toBe(0)
  expect((await create()).status).toBe(201)
})

test('a fault may strike later, and a connection may be cut before anything happens', async () => {
  const { octokit, github } = fixture
  github.faults.inject({ path: '/issues', refuseConnection: true, after: 1 })
  const create = () => octokit.rest.issues.create({ ...at, title: 'x' })
  await create()
  await refusal(create())
  expect(github.state.issues.size).toBe(1)
})

test('the primary rate limit ends in 403 with nothing remaining', async () => {
  const { octokit } = fixture
  for (let count = 0; count < 5; count += 1) await octokit.rest.issues.listForRepo(at)
  const error = (await octokit.rest.issues.listForRepo(at).catch((reason: unknown) => reason)) as {
    status: number
    response: { headers: Record<string, string> }
  }
  expect(error.status).toBe(403)
  expect(error.response.headers['x-ratelimit-remaining']).toBe('0')
})
