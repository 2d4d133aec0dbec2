import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errorOf } from '../forge/github/forge-on-localhost.ts'
import { githubRoom, newVersion } from './rooms.ts'

let room: Awaited<ReturnType<typeof githubRoom>>
beforeEach(async () => {
  room = await githubRoom()
  await room.registry.register(await newVersion('1.0.0', await room.commit()))
})
afterEach(() => room.close())

const fetchModel = async () =>
  errorOf(room.registry.fetchModel('churn', '1.0.0', join(await mkdtemp(join(tmpdir(), 'fetched-')), 'new')))

/** Replaces an asset of the published release, as somebody with write access can. */
async function replace(name: string, version = 'other'): Promise<void> {
  const { forge } = room.fixture
  const [release] = await forge.releases.list()
  await forge.releases.deleteAsset(release!.assets.find((asset) => asset.name === name)!.id)
  const other = await newVersion('1.0.0', 'a'.repeat(40), version)
  await forge.releases.upload(release!, name, join(other.modelFolder, 'weights.json'))
}

test('a replaced model is refused by the manifest', async () => {
  await replace('model.tar')
  expect(await fetchModel()).toMatchObject({
    code: 'version-broken',
    message: expect.stringContaining('model.tar'),
  })
})

test('a replaced manifest is refused by the tag', async () => {
  await replace('manifest.json')
  expect(await fetchModel()).toMatchObject({
    code: 'version-broken',
    message: expect.stringContaining('manifest.json'),
  })
})

test('the tag of another model does not make its files a version of this one', async () => {
  const { forge } = room.fixture
  await room.registry.register(await newVersion('2.0.0', await room.commit(), 'foreign', { name: 'other' }))
  const [foreign] = await forge.git.refs('tags/other@v2.0.0')
  await forge.git.createRef('refs/tags/churn@v2.0.0', foreign!.sha)
  const folder = await mkdtemp(join(tmpdir(), 'fetched-'))
  expect(await errorOf(room.registry.fetchModel('churn', '2.0.0', join(folder, 'new')))).toMatchObject({
    code: 'version-broken',
    message: 'the registry holds other 2.0.0 where churn 2.0.0 should be',
  })
})

test('a lost asset and a lost release are named, with what to do', async () => {
  const { forge, github } = room.fixture
  const [release] = await forge.releases.list()
  await forge.releases.deleteAsset(release!.assets.find(({ name }) => name === 'model.tar')!.id)
  expect((await fetchModel()).message).toContain('model.tar of churn 1.0.0 is missing')
  github.state.releases.clear()
  expect(await fetchModel()).toMatchObject({
    code: 'release-lost',
    message: expect.stringContaining('churn@v1.0.0'),
  })
})
