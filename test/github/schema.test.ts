import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'
import { endpoints } from './rest.ts'
import { responseErrors } from './schema.ts'

let fixture: Fixture
const at = { owner, repo }
beforeEach(async () => {
  fixture = await newFixture()
})
afterEach(() => fixture.close())

const said = () =>
  fixture.github.violations.map(({ operation, where, errors }) => [operation, where, errors.join()])

test('a body of the wrong type is refused and recorded', async () => {
  const { octokit } = fixture
  const wrong = octokit.request('POST /repos/{owner}/{repo}/issues', {
    ...at,
    title: 'x',
    labels: 'drift' as never,
  })
  expect((await refusal(wrong)).status).toBe(422)
  expect(said()).toEqual([
    ['POST /repos/{owner}/{repo}/issues', 'request', expect.stringContaining('/labels must be array')],
  ])
})

test('a misspelt option is let through, as GitHub does, and recorded', async () => {
  const { octokit } = fixture
  await octokit.request('POST /repos/{owner}/{repo}/deployments', {
    ...at,
    ref: 'main',
    requried_contexts: [],
  } as never)
  expect(said()[0]?.[2]).toContain('requried_contexts')
})

test('an unknown query parameter and an endpoint that is not served are recorded', async () => {
  const { octokit } = fixture
  await octokit.request('GET /repos/{owner}/{repo}/issues', { ...at, lables: 'x' } as never)
  expect((await refusal(octokit.request('GET /repos/{owner}/{repo}/stargazers', at))).status).toBe(404)
  expect(said().map(([, where]) => where)).toEqual(['query', 'endpoint'])
})

test('a response with a field that GitHub does not have, or without one that it has, is recorded', () => {
  const label = {
    id: 1,
    node_id: 'x',
    url: 'https://a.b/c',
    name: 'a',
    color: 'fff',
    default: false,
    description: null,
  }
  const check = (json: object) => responseErrors('POST', '/repos/{owner}/{repo}/labels', 201, json).join()
  expect(check(label)).toBe('')
  expect(check({ ...label, invented: 1 })).toContain('invented')
  expect(check({ ...label, name: undefined })).toContain("required property 'name'")
  expect(check({ ...label, url: 'not a url' })).toContain('format')
})

test("every endpoint is one of GitHub's", () => {
  const unknown = endpoints.filter(({ method, path }) => responseErrors(method, path, 400, {}).length > 0)
  expect(unknown.map(({ method, path }) => `${method} ${path}`)).toEqual([])
})
