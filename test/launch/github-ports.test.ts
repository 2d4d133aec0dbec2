import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { githubPorts } from '../../src/launch/github-ports.ts'
import { stageNames } from '../../src/record/stage-name.ts'
import { type Fixture, newFixture, owner, repo } from '../github/fixture.ts'

let fixture: Fixture
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  fixture = await newFixture()
  const sha = (await fixture.git.commit('main')) ?? ''
  const event = join(fixture.folder, 'event.json')
  await writeFile(event, JSON.stringify({ repository: { default_branch: 'main' }, before: sha, after: sha }))
  await mkdir(join(fixture.folder, 'temp'))
  env = {
    PATH: process.env.PATH,
    GITHUB_API_URL: fixture.github.url,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: `${owner}/${repo}`,
    GITHUB_WORKFLOW_REF: `${owner}/${repo}/.github/workflows/model.yml@refs/heads/main`,
    GITHUB_WORKSPACE: fixture.folder,
    GITHUB_SHA: sha,
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: event,
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
    RUNNER_TEMP: join(fixture.folder, 'temp'),
  }
})
afterAll(() => fixture.close())

test.each(stageNames)('%s is handed a cache only where it trains', async (stage) => {
  const { runner } = await githubPorts(stage, env, fixture.github.token)
  expect(runner.cache !== undefined).toBe(stage === 'train')
  expect(runner.checkpoints !== undefined).toBe(stage === 'train')
})

test('without a token there is a remedy', async () => {
  await expect(githubPorts('train', env, '')).rejects.toMatchObject({ code: 'token-missing' })
})
