import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { churn, type Workplace, withCommand, workplace } from '../cli/command.ts'
import { type Fixture, newFixture, owner, repo } from '../github/fixture.ts'
import { githubWorld } from '../registry/world.ts'
import { expectClearEnd } from './clear.ts'

withCommand()

describe('a token, given to the command', () => {
  let place: Workplace
  let fixture: Fixture
  beforeAll(async () => {
    place = await workplace({
      ...churn,
      'modelassay.yml': `${churn['modelassay.yml']}register: { registry: github }\n`,
    })
    fixture = await newFixture()
    place.git('remote', 'add', 'origin', `https://github.com/${owner}/${repo}.git`)
    place.git('push', '--quiet', '--force', fixture.git.dir, 'main')
    for (const stage of ['train', 'evaluate-gate'])
      expect(await place.modelassay([stage])).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    expect(fixture.github.violations).toEqual([])
    await fixture.close()
    await place.remove()
  })

  const expectNothing = async () => {
    expect(fixture.github.state.releases.size).toBe(0)
    expect(await fixture.git.text(['for-each-ref', 'refs/tags'])).toBe('')
  }
  const asked = (token: string) => ['register-model', '--token', token] as const
  const env = () => ({ GITHUB_API_URL: fixture.github.url })

  test('without permission is named with the permission that it lacks', async () => {
    const token = fixture.github.issueToken({ permissions: { contents: 'read' } })
    const record = await expectClearEnd(
      place,
      asked(token),
      {
        code: 3,
        cause: /^the token may not .*: it lacks the permission "contents: write"/,
        remedy: /^Add under "permissions:" of .*"contents: write"/,
      },
      { env: env() },
    )
    expect(record).toMatchObject({ verdict: 'error', error: { code: 'permission-denied' } })
    await expectNothing()
  })

  test('that GitHub does not know', async () => {
    const ending = {
      code: 3,
      cause: 'GitHub does not accept the token',
      remedy: 'Give a valid token',
    } as const
    await expectClearEnd(place, asked('ghp_of_another_time'), ending, { env: env() })
    await expectNothing()
  })

  test('is in no record and no log', async () => {
    const token = fixture.github.issueToken({ permissions: { contents: 'read' } })
    const { ran, record } = await place.json(asked(token), { env: env() })
    expect(ran.said).not.toContain(token)
    expect(JSON.stringify(record)).not.toContain(token)
  })

  test('that is missing, where the registry is on GitHub', async () => {
    await expectClearEnd(place, ['register-model'], { code: 2, cause: 'GitHub', remedy: 'token' })
    await expectNothing()
  })

  test('with the permission registers what those left untouched', async () => {
    const token = fixture.github.issueToken({ permissions: { contents: 'write' } })
    const { ran, record } = await place.json(asked(token), { env: env() })
    expect(ran.code, ran.said).toBe(0)
    expect(record).toMatchObject({ verdict: 'registered', version: '0.1.0' })
    expect([...fixture.github.state.releases.values()]).toMatchObject([
      { tagName: 'churn@v0.1.0', draft: false },
    ])
  })
})

describe('a network that goes away', () => {
  let world: Awaited<ReturnType<typeof githubWorld>>
  beforeEach(async () => {
    world = await githubWorld()
  })
  afterEach(() => world.close())

  const goneAfter = (requests: number) =>
    world.fixture.github.faults.inject({ path: /./, after: requests, times: 100_000, refuseConnection: true })

  /** What people can see: published releases, and the tags that name versions. */
  const seen = async () => ({
    published: [...world.fixture.github.state.releases.values()].filter(({ draft }) => !draft).length,
    versions: (await world.registry.versions('churn')).length,
  })

  test('before the first request: nothing is registered, and it says so once', async () => {
    const run = await world.run(await world.commit())
    await run.judged('weights')
    goneAfter(0)
    const { record, exitCode, outputs } = await run.launch('register-model')
    world.fixture.github.faults.clear()
    expect(exitCode).toBe(3)
    expect(record).toMatchObject({ verdict: 'error', passes: false, error: { code: 'network-down' } })
    expect(record.reason).toMatch(/^GitHub could not be reached at 127\.0\.0\.1:\d+ to /)
    expect(record.error?.hint).toContain('Check the network')
    expect(run.runner.annotations).toHaveLength(1)
    expect(run.runner.saved.has('modelassay-churn-register-model-1')).toBe(true)
    expect(outputs.record).toMatch(/^modelassay-churn-register-model-1@sha256:/)
    expect(await seen()).toEqual({ published: 0, versions: 0 })
  })

  // That no request is the wrong one to lose is the registry's own test; these are some of them.
  test.each([1, 4, 8, 12, 16])(
    'after %i requests: a version is there whole or not at all, and the next run ends it',
    async (requests) => {
      const run = await world.run(await world.commit())
      await run.judged('weights')
      goneAfter(requests)
      const { record, exitCode } = await run.launch('register-model')
      world.fixture.github.faults.clear()
      expect([exitCode, record.verdict, record.error?.code], record.reason).toEqual([
        3,
        'error',
        'network-down',
      ])
      for (const { version } of await world.registry.versions('churn'))
        await world.registry.fetchModel(
          'churn',
          version,
          join(await mkdtemp(join(tmpdir(), 'churn-')), 'model'),
        )
      for (const { draft, assets } of await world.fixture.forge.releases.list())
        expect(draft || assets.length === 3).toBe(true)
      const again = await run.launch('register-model')
      expect(again.record.passes, again.record.reason).toBe(true)
      expect(await seen()).toEqual({ published: 1, versions: 1 })
    },
  )
})
