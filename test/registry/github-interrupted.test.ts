import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { modelDigest } from '../../src/models/digest.ts'
import type { Registry } from '../../src/registry/registry.ts'
import { githubRoom, newVersion } from './rooms.ts'

type Room = Awaited<ReturnType<typeof githubRoom>>

let room: Room
beforeEach(async () => {
  room = await githubRoom()
})
afterEach(() => room.close())

const everything = /./

/** What a run does: it registers a version and gives it an alias. */
async function run(registry: Registry, sha: string): Promise<void> {
  await registry.register(await newVersion('1.0.0', sha))
  await registry.moveAlias('churn', 'champion', '1.0.0')
}

/** The end state that every way must come to, as a person with a clone and the release page would see it. */
async function expectOneVersion({ fixture, registry }: Room, sha: string): Promise<void> {
  const releases = await fixture.forge.releases.list()
  expect(releases.map(({ tag, draft }) => [tag, draft])).toEqual([['churn@v1.0.0', false]])
  expect(releases[0]?.assets.map(({ name }) => name).sort()).toEqual([
    'manifest.json',
    'model.tar',
    'records.tar',
  ])
  const tags = (
    await fixture.git.text(['for-each-ref', '--format=%(refname:short) %(objecttype)', 'refs/tags'])
  ).split('\n')
  expect(tags).toEqual(['churn#champion#1 tag', 'churn@v1.0.0 tag'])
  expect(await fixture.git.text(['rev-parse', 'churn@v1.0.0^{commit}^'])).toBe(sha)
  expect(await registry.aliases('churn')).toEqual({ champion: '1.0.0' })
  const wanted = await newVersion('1.0.0', sha)
  const fetched = join(await mkdtemp(join(tmpdir(), 'fetched-')), 'model')
  await registry.fetchModel('churn', '1.0.0', fetched)
  expect((await modelDigest(fetched)).digest).toBe(wanted.model.digest)
}

/** Whatever can be seen can be fetched. */
async function expectWhole({ fixture, registry }: Room): Promise<void> {
  for (const { version } of await registry.versions('churn')) {
    const fetched = join(await mkdtemp(join(tmpdir(), 'fetched-')), 'model')
    await registry.fetchModel('churn', version, fetched)
  }
  for (const { draft, assets } of await fixture.forge.releases.list())
    expect(draft || assets.length === 3).toBe(true)
}

/** How many requests a run makes where nothing goes wrong. */
async function requestsOfARun(): Promise<number> {
  const other = await githubRoom()
  try {
    const sha = await other.commit()
    const before = other.fixture.github.requests.length
    await run(other.registry, sha)
    return other.fixture.github.requests.length - before
  } finally {
    await other.close()
  }
}
const count = await requestsOfARun()

async function interrupted(k: number, lost: object): Promise<string> {
  const sha = await room.commit()
  const { faults } = room.fixture.github
  faults.inject({ path: everything, after: k, ...lost })
  faults.inject({ path: everything, after: k, times: 10_000, refuseConnection: true })
  await expect(run(room.registry, sha)).rejects.toHaveProperty('kind', 'outside')
  faults.clear()
  return sha
}

// Before any other request is after the one before it, of which the answer is lost with the job.
test('the job dies before the first request: the next run ends with one version', async () => {
  const sha = await interrupted(0, { status: 500, body: { message: 'Server Error' } })
  await run(room.registry, sha)
  await expectOneVersion(room, sha)
})

describe.each(Array.from({ length: count }, (_, k) => k))(`request %i of ${count}`, (k) => {
  test('the job dies after it, before its answer: what is visible is whole, and the next run ends with one version', async () => {
    const sha = await interrupted(k, { dropAnswer: true })
    await expectWhole(room)
    await run(room.registry, sha)
    await expectOneVersion(room, sha)
  })

  test('its answer is lost: the run goes on and ends with one version', async () => {
    const sha = await room.commit()
    room.fixture.github.faults.inject({ path: everything, after: k, dropAnswer: true })
    await run(room.registry, sha)
    await expectOneVersion(room, sha)
  })
})

test('a draft with other bytes under its names is completed, not trusted', async () => {
  const sha = await room.commit()
  const { forge, github } = room.fixture
  github.faults.inject({ path: '/git/trees', method: 'POST', times: 100, status: 500 })
  await expect(run(room.registry, sha)).rejects.toHaveProperty('kind', 'outside')
  github.faults.clear()
  const [draft] = await forge.releases.list()
  const model = draft!.assets.find(({ name }) => name === 'model.tar')!
  await forge.releases.deleteAsset(model.id)
  const elsewhere = await newVersion('1.0.0', sha, 'other')
  await forge.releases.upload(draft!, 'model.tar', join(elsewhere.modelFolder, 'weights.json'))
  await forge.releases.upload(draft!, 'notes.txt', join(elsewhere.modelFolder, 'weights.json'))
  await run(room.registry, sha)
  await expectOneVersion(room, sha)
})

test('a draft that another model left under the same number is neither taken nor left', async () => {
  const sha = await room.commit()
  const { github } = room.fixture
  github.faults.inject({ path: '/git/trees', method: 'POST', times: 100, status: 500 })
  await expect(room.registry.register(await newVersion('1.0.0', sha, 'abandoned'))).rejects.toHaveProperty(
    'kind',
    'outside',
  )
  github.faults.clear()
  await run(room.registry, sha)
  await expectOneVersion(room, sha)
})
