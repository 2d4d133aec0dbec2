import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Fixture, newFixture, owner, refusal, repo } from './fixture.ts'

let fixture: Fixture
const at = { owner, repo }
beforeEach(async () => {
  fixture = await newFixture()
})
afterEach(async () => {
  expect(fixture.github.violations).toEqual([])
  await fixture.close()
})

test('a deployment is refused while the job that makes it runs, unless it asks for no contexts', async () => {
  const { octokit, github, git } = fixture
  const sha = (await git.commit('main')) ?? ''
  const run = github.addRun({
    workflow: '.github/workflows/m.yml',
    event: 'push',
    headBranch: 'main',
    headSha: sha,
    status: 'in_progress',
  })
  github.addJob(run, { name: 'release', status: 'in_progress' })
  const create = (more: object) => octokit.rest.repos.createDeployment({ ...at, ref: sha, ...more })
  expect(await refusal(create({}))).toMatchObject({ status: 409 })
  expect((await create({ required_contexts: [] })).status).toBe(201)
})

test('a branch behind the default branch is merged instead of deployed, unless told not to', async () => {
  const { octokit, github, commit } = fixture
  await commit('behind', { a: 'x' })
  await commit('main', { b: 'x' })
  const create = (more: object) =>
    octokit.rest.repos.createDeployment({ ...at, ref: 'behind', required_contexts: [], ...more })
  expect((await create({})).status).toBe(202)
  expect(github.state.deployments.size).toBe(0)
  expect((await create({ auto_merge: false })).status).toBe(201)
})

test('deployments are listed newest first by environment, and have their statuses', async () => {
  const { octokit } = fixture
  const create = async (environment: string) => {
    const { data } = await octokit.rest.repos.createDeployment({
      ...at,
      ref: 'main',
      environment,
      auto_merge: false,
      required_contexts: [],
      payload: { version: '1.0.0' },
    })
    if (!('id' in data)) throw new Error('not created')
    return data.id
  }
  const first = await create('staging')
  const status = (deployment_id: number, state: 'success' | 'in_progress') =>
    octokit.rest.repos.createDeploymentStatus({ ...at, deployment_id, state, description: 'd' })
  await status(first, 'in_progress')
  await status(first, 'success')
  const second = await create('staging')
  await create('production')
  await status(second, 'success')
  const listed = await octokit.rest.repos.listDeployments({ ...at, environment: 'staging', task: 'deploy' })
  expect(listed.data.map(({ id, payload }) => [id, payload])).toEqual([
    [second, { version: '1.0.0' }],
    [first, { version: '1.0.0' }],
  ])
  const { data } = await octokit.rest.repos.listDeploymentStatuses({ ...at, deployment_id: first })
  expect(data.map(({ state }) => state)).toEqual(['inactive', 'success', 'in_progress'])
})

test('descriptions have at most 140 characters, and the ref must exist', async () => {
  const { octokit } = fixture
  const create = (more: object) =>
    refusal(octokit.rest.repos.createDeployment({ ...at, ref: 'main', required_contexts: [], ...more }))
  expect((await create({ description: 'x'.repeat(141) })).message).toContain('maximum is 140 characters')
  expect((await create({ ref: 'absent' })).message).toContain('No ref found for: absent')
})
