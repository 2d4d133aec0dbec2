import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { expectClean, type ForgeFixture, newForgeFixture } from './forge-on-localhost.ts'

let fixture: ForgeFixture
beforeAll(async () => {
  fixture = await newForgeFixture()
})
afterEach(() => expectClean(fixture))
afterAll(() => fixture.close())

const deployment = {
  ref: 'main',
  environment: 'production',
  task: 'deploy',
  description: 'd'.repeat(200),
  payload: { version: '1.0.0', predecessor: null },
  production: true,
}

test('deployments: newest first, with what they carry; states one after the other', async () => {
  const { deployments } = fixture.forge
  const first = await deployments.create(deployment)
  const second = await deployments.create({
    ...deployment,
    task: 'deploy:rollback',
    payload: { version: '0.9.0' },
  })
  expect(await deployments.list('production')).toEqual([second, first])
  expect(first.payload).toEqual(deployment.payload)
  expect(await deployments.list('staging')).toEqual([])
  expect(await deployments.latestState(first.id)).toBeUndefined()
  await deployments.setState(first.id, 'in_progress', 'starting')
  await deployments.setState(first.id, 'success', 'x'.repeat(300), 'https://github.com/assay/penguins')
  await deployments.setState(second.id, 'success', 'serves')
  expect(await deployments.latestState(first.id)).toBe('success')
  await deployments.setState(first.id, 'inactive', 'retired')
  expect(await deployments.latestState(first.id)).toBe('inactive')
})

test('a deployment goes ahead while the job that asks is still running on the commit', async () => {
  const { forge, github } = fixture
  const sha = (await forge.git.branchHead('main')) ?? ''
  const run = github.addRun({
    workflow: '.github/workflows/model.yml',
    event: 'push',
    headBranch: 'main',
    headSha: sha,
    status: 'in_progress',
  })
  github.addJob(run, { name: 'release', status: 'in_progress' })
  expect(await forge.deployments.create({ ...deployment, ref: sha })).toMatchObject({ sha })
})

test('lost answers: one deployment, and its state', async () => {
  const { forge, github } = fixture
  const environment = 'lossy'
  github.faults.inject({ method: 'POST', path: /\/deployments$/, dropAnswer: true })
  const { id } = await forge.deployments.create({ ...deployment, environment })
  github.faults.inject({ method: 'POST', path: /\/statuses$/, dropAnswer: true })
  await forge.deployments.setState(id, 'success', 'serves')
  expect((await forge.deployments.list(environment)).map((one) => one.id)).toEqual([id])
  expect(await forge.deployments.latestState(id)).toBe('success')
})
